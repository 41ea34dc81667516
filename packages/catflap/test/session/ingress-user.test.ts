/** Whom the ingress's headers name, and what a session of its word holds. */
import { beforeEach, describe, expect, it } from 'vitest'
import { createIngressReader, readIngressUser } from '../../src/session/ingress-user.ts'
import type { Session } from '../../src/session/session.ts'
import { START } from '../support/clock.ts'
import { ALICE, LINKED } from '../support/ingress.ts'
import { failureOf } from '../support/refusal.ts'

/** A header's value as Node and `Headers` hand it over: one character per byte. */
const bytes = (text: string): string => Buffer.from(text).toString('latin1')

type Sent = Readonly<Record<string, string | null | undefined>>
const named = (change: Sent, sources: readonly string[] = ['client']) => {
  const sent: Sent = { ...ALICE, ...change }
  return readIngressUser((name) => sent[name], sources)
}

describe('the ingress names', () => {
  it('a person with a role', () => {
    expect(named({})).toEqual({ user: 'alice', role: 'ADMIN' })
    expect(named({ 'x-hc-user-role': 'NORMAL' })).toEqual({ user: 'alice', role: 'NORMAL' })
  })

  it.each(['小猫', 'Zoë', 'a', '7', 'a.b_c-d+e', 'x'.repeat(128)])('somebody called %s', (user) => {
    expect(named({ 'x-hc-user-id': bytes(user) })).toMatchObject({ user })
  })

  it('somebody whose name a runtime has decoded already', () => {
    expect(named({ 'x-hc-user-id': '小猫' })).toMatchObject({ user: '小猫' })
  })

  it.each<[string, Sent]>([
    ['no user', { 'x-hc-user-id': undefined }],
    ['null for a user', { 'x-hc-user-id': null }],
    ['an empty user', { 'x-hc-user-id': '' }],
    ['two users', { 'x-hc-user-id': 'alice, bob' }],
    ['the same user twice', { 'x-hc-user-id': 'alice, alice' }],
    ['two users without a blank', { 'x-hc-user-id': 'alice,bob' }],
    ['a user behind a blank', { 'x-hc-user-id': ' alice' }],
    ['a user before a blank', { 'x-hc-user-id': 'alice ' }],
    ['a user with a no-break space', { 'x-hc-user-id': bytes('alice\u00a0') }],
    ['a user with a zero byte', { 'x-hc-user-id': 'alice\0' }],
    ['a user with a line break', { 'x-hc-user-id': 'alice\n' }],
    ['an account instead of a user', { 'x-hc-user-id': 'alice@box.example' }],
    ['a user of our own kind', { 'x-hc-user-id': 'ingress:alice' }],
    ['a user that is a path', { 'x-hc-user-id': '../alice' }],
    ['a user that is markup', { 'x-hc-user-id': '<b>' }],
    ['a user that turns the text around', { 'x-hc-user-id': bytes('a\u202eb') }],
    ['a user of marks alone', { 'x-hc-user-id': bytes('\u0301') }],
    ['a user behind a byte order mark', { 'x-hc-user-id': bytes('\ufeffalice') }],
    ['a user that is no UTF-8', { 'x-hc-user-id': 'Zo\xeb' }],
    ['a user that is cut in UTF-8', { 'x-hc-user-id': bytes('小猫').slice(0, -1) }],
    ['a user that is too long', { 'x-hc-user-id': 'x'.repeat(129) }],
    ['no role', { 'x-hc-user-role': undefined }],
    ['an empty role', { 'x-hc-user-role': '' }],
    ['two roles', { 'x-hc-user-role': 'NORMAL, ADMIN' }],
    ['the same role twice', { 'x-hc-user-role': 'ADMIN, ADMIN' }],
    ['a role in other letters', { 'x-hc-user-role': 'admin' }],
    ['a role that is not known', { 'x-hc-user-role': 'GUEST' }],
    ['a role behind a blank', { 'x-hc-user-role': ' ADMIN' }],
    ['no source', { 'x-hc-source': undefined }],
    ['an empty source', { 'x-hc-source': '' }],
    ['another source', { 'x-hc-source': 'system' }],
    ['the app itself', { 'x-hc-source': 'app:self' }],
    ['two sources', { 'x-hc-source': 'client, app:self' }],
    ['a source in other letters', { 'x-hc-source': 'CLIENT' }],
    ['a source that begins alike', { 'x-hc-source': 'client2' }],
    [
      'another spelling of its headers alone',
      { 'x-hc-user-id': undefined, x_hc_user_id: 'alice', 'x-hc_user-id': 'alice' },
    ],
  ])('nobody by %s', (_, change) => {
    expect(named(change)).toBeUndefined()
  })

  it('whom it names, whatever stands in a header of another spelling', () => {
    const other = { x_hc_user_id: 'bob', x_hc_user_role: 'NORMAL', x_hc_source: 'system' }
    expect(named(other)).toEqual({ user: 'alice', role: 'ADMIN' })
  })

  it('only by the sources that are written out', () => {
    const agent = { 'x-hc-source': 'app:dev.example.agent' }
    expect(named(agent, ['client', 'app:dev.example.agent'])).toBeDefined()
    expect(named({}, ['app:dev.example.agent'])).toBeUndefined()
    for (const pattern of ['app:', 'app:*', 'app:dev.example', 'app:dev.example.agent2']) {
      expect(named(agent, [pattern]), pattern).toBeUndefined()
    }
  })

  it('without a device as well, as of scripts and of other apps', () => {
    const device = { 'x-hc-device-id': 'd', 'x-hc-login-time': '1', 'x-hc-user-ticket': 't' }
    expect(named(device)).toEqual(named({}))
  })
})

const ORIGIN = 'https://app.box.example'
const read = createIngressReader(
  { sources: ['client'], boxDomain: 'box.example' },
  ORIGIN,
  () => START,
)
const sessionOf = (change: Sent = {}) => {
  const sent: Sent = { ...ALICE, ...change }
  return read((name) => sent[name])
}

describe('a session of the ingress’s word', () => {
  let session: Session
  beforeEach(() => {
    session = sessionOf()!
  })

  it('holds who it is, and nothing that only a login could prove', () => {
    expect(session).toMatchObject({
      source: 'ingress',
      id: 'ingress:alice',
      sub: 'ingress:alice',
      sid: undefined,
      claims: { preferred_username: 'alice@box.example' },
      userInfo: {},
      groups: ['ADMIN'],
      attempt: '',
      returnTo: '/',
      createdAt: START,
      expiresAt: START,
      renewAt: undefined,
    })
    expect(Object.keys(session.claims)).toEqual(['preferred_username'])
  })

  it('cannot be changed by a request', () => {
    const [groups, claims] = [session.groups as string[], session.claims as { name?: string }]
    expect(() => groups.push('ADMIN')).toThrow(TypeError)
    expect(() => Object.assign(claims, { name: 'x' })).toThrow(TypeError)
    expect(() => Object.assign(session.userInfo, { name: 'x' })).toThrow(TypeError)
  })

  it('meets no demand on how the person has signed in', () => {
    expect(session.meets({})).toBe(true)
    for (const demand of [{ maxAge: 86_400 }, { acrValues: ['0'] }, { source: 'oidc' }] as const) {
      expect(session.meets(demand), JSON.stringify(demand)).toBe(false)
    }
  })

  it.each([
    ['details', () => session.details()],
    ['trace', () => session.trace()],
    ['accessToken', () => session.accessToken()],
    ['renew', () => session.renew()],
  ])('has no %s, and says what to do', async (_, ask) => {
    const { code, status, message, seen } = await failureOf(ask)
    const told = ['INGRESS_USER_INSUFFICIENT', 401, 'the word of the ingress']
    expect([code, status, seen]).toEqual(told)
    expect(message).toContain('a login at the provider')
  })

  it('is nobody’s where nobody is named', () => {
    expect(sessionOf({ 'x-hc-user-id': undefined })).toBeUndefined()
  })

  it('is that of a page which was opened from anywhere', () => {
    expect(sessionOf(LINKED)).toBeDefined()
  })

  it.each<[string, Sent]>([
    [
      'fetch of another site',
      { ...LINKED, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' },
    ],
    ['frame in another site', { ...LINKED, 'sec-fetch-dest': 'iframe' }],
    ['form of another site', { ...LINKED, origin: 'https://evil.example' }],
    ['fetch of a neighbour', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }],
  ])('is not that of a %s', (_, headers) => {
    expect(sessionOf(headers)).toBeUndefined()
  })
})
