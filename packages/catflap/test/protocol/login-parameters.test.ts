import { describe, expect, it } from 'vitest'
import {
  asksPeople,
  demanding,
  expectedAuthentication,
  HANDED_ON,
  isFreeParameter,
  joinParameters,
  type LoginParameters,
  parseLoginParameters,
} from '../../src/protocol/login-parameters.ts'
import { refusal } from '../support/refusal.ts'

const parse = (query: string, allowed = HANDED_ON) =>
  parseLoginParameters(new URLSearchParams(query), allowed)

describe('what a link to the login hands on', () => {
  it.each([
    ['prompt=login'],
    ['prompt=none'],
    ['prompt=login+consent'],
    ['prompt=select_account'],
    ['login_hint=mimi%40example.org'],
    ['login_hint=%E5%B0%8F%E7%8C%AB'],
    ['acr_values=mfa+pwd'],
    ['max_age=0'],
    ['max_age=300'],
    ['ui_locales=zh-CN+en'],
    ['kc_idp_hint=github'],
  ])('%s is handed on as it is', (query) => {
    expect(parse(query)).toEqual(Object.fromEntries(new URLSearchParams(query)))
  })

  it.each([
    ['what no list names', 'scope=all&redirect_uri=https://evil.example&claims={}&x=1'],
    ['an empty value', 'prompt=&login_hint='],
    ['nothing', ''],
  ])('%s is left out', (_, query) => {
    expect(parse(query)).toEqual({})
  })

  it.each([
    ['two prompts', 'prompt=login&prompt=consent', 'prompt', '2 times'],
    ['an unknown prompt', 'prompt=maybe', 'prompt', 'maybe'],
    ['none beside another', 'prompt=none+login', 'prompt', 'none login'],
    ['a time that is no number', 'max_age=-1', 'max_age', '-1'],
    ['a time with a unit', 'max_age=5m', 'max_age', '5m'],
    ['a line break', 'login_hint=a%0Ab', 'login_hint', 'a\uFFFDb'],
    [
      'a value beyond 256 characters',
      `login_hint=${'x'.repeat(257)}`,
      'login_hint',
      '257 characters',
    ],
  ])('%s is refused', (_, query, parameter, seen) => {
    expect(() => parse(query)).toThrow(refusal('LOGIN_PARAMETER_INVALID', { parameter, seen }))
  })

  it('is bounded as a whole, since a cookie keeps it', () => {
    const long = 'x'.repeat(200)
    expect(() => parse(`login_hint=${long}&acr_values=${long}&ui_locales=${long}`)).toThrow(
      refusal('LOGIN_PARAMETER_INVALID', { parameter: 'login_hint, acr_values, ui_locales' }),
    )
  })

  it('may be as long as it is bounded: a value of 256 characters, all of them 512', () => {
    const [longest, rest] = [
      'x'.repeat(256),
      'y'.repeat(512 - 'login_hint=&kc_idp_hint='.length - 256),
    ]
    const query = `login_hint=${longest}&kc_idp_hint=${rest}`
    expect(query).toHaveLength(512)
    expect(parse(query)).toEqual({ login_hint: longest, kc_idp_hint: rest })
    expect(() => parse(`${query}y`)).toThrow(refusal('LOGIN_PARAMETER_INVALID', { seen: '513' }))
  })

  it.each([
    'scope',
    'state',
    'nonce',
    'client_id',
    'redirect_uri',
    'response_type',
    'response_mode',
    'code_challenge',
    'code_challenge_method',
    'request',
    'request_uri',
    'id_token_hint',
    'return_to',
    '',
    'a b',
    'x'.repeat(65),
  ])('never is the parameter %j', (name) => {
    expect(isFreeParameter(name)).toBe(false)
  })
})

describe('demands of configuration and link', () => {
  it('are both held to, and a link can take none away', () => {
    const configured = { acr_values: 'mfa hwk', max_age: '600' }
    const asked = { acr_values: 'pwd', max_age: '86400', login_hint: 'mimi' }
    expect(expectedAuthentication(configured, asked)).toEqual({
      maxAge: 600,
      acrValues: [['mfa', 'hwk'], ['pwd']],
    })
    expect(joinParameters(configured, asked)).toEqual({
      acr_values: 'pwd',
      max_age: '600',
      login_hint: 'mimi',
    })
  })

  it('are none where nobody demands anything', () => {
    expect(expectedAuthentication({}, { prompt: 'login' })).toEqual({
      maxAge: undefined,
      acrValues: [],
    })
    expect(joinParameters({}, { prompt: 'login' })).toStrictEqual({ prompt: 'login' })
    expect(joinParameters({}, { login_hint: 'm' })).toStrictEqual({ login_hint: 'm' })
  })

  it.each([
    ['login', 'consent', 'login consent'],
    ['login', 'login', 'login'],
    ['login', 'none', 'login'],
    ['none', 'login', 'login'],
    ['none', undefined, 'none'],
  ])('of prompt %s and a link that says %s are %s', (configured, link, sent) => {
    const asked: LoginParameters = link === undefined ? {} : { prompt: link }
    expect(joinParameters({ prompt: configured }, asked)).toEqual({ prompt: sent })
  })

  it.each([
    ['login', true],
    ['consent select_account', true],
    ['none', false],
    [undefined, false],
  ])('with prompt %s have people asked: %s', (prompt, asks) => {
    expect(asksPeople(prompt === undefined ? {} : { prompt })).toBe(asks)
  })

  it('of an app become parameters of a link', () => {
    expect(demanding({ maxAge: 300.5, acrValues: ['mfa', 'hwk'] })).toEqual({
      max_age: '300',
      acr_values: 'mfa hwk',
    })
    expect(demanding({})).toEqual({})
  })
})
