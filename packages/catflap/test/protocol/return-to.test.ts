import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isMisledLogin, parseReturnTo, readReferrer } from '../../src/protocol/return-to.ts'

const corpus = (name: string) =>
  JSON.parse(readFileSync(new URL(`../corpus/return-to/${name}.json`, import.meta.url), 'utf8'))
const refused: string[] = corpus('refused')
const kept: [string, string][] = corpus('kept')

describe('where a login may lead', () => {
  it.each(refused)('never to %j', (value) => {
    expect(parseReturnTo(value)).toBeUndefined()
  })

  it.each(kept)('from %j to %j', (value, path) => {
    expect(parseReturnTo(value)).toBe(path)
  })

  it('nowhere without a value', () => {
    expect(parseReturnTo(undefined)).toBeUndefined()
    expect(parseReturnTo(null)).toBeUndefined()
  })

  it.each([
    ['in its path', '/', '"'],
    ['in its query', '/?', '<'],
    ['in its fragment', '/#', '`'],
  ])('to a path that the parser makes longer %s: it counts as it is kept', (_, start, c) => {
    const plain = 'x'.repeat(2048 - 300 - start.length)
    expect(parseReturnTo(start + plain + c.repeat(100))).toHaveLength(2048)
    expect(parseReturnTo(`${start}x${plain}${c.repeat(100)}`)).toBeUndefined()
    expect(parseReturnTo(start + c.repeat(900))).toBeUndefined()
  })

  it('to a path of which a link to the login would be too long', () => {
    expect(encodeURIComponent(parseReturnTo(`/${'&'.repeat(1023)}`) ?? '')).toHaveLength(3072)
    expect(parseReturnTo(`/${'&'.repeat(1024)}`)).toBeUndefined()
  })

  it('to 2048 characters and no more', () => {
    expect(parseReturnTo(`/${'x'.repeat(2047)}`)).toHaveLength(2048)
    expect(parseReturnTo(`/${'x'.repeat(2048)}`)).toBeUndefined()
    expect(parseReturnTo(`/${'x'.repeat(10_240)}`)).toBeUndefined()
    expect(parseReturnTo(`/${'../'.repeat(682)}x`)).toBe('/x')
    expect(parseReturnTo(`/${'../'.repeat(683)}x`)).toBeUndefined()
  })
})

describe('a login that a proxy leads to another path', () => {
  it.each([
    ['without its beginning', '/app/login', '/login'],
    ['without its beginning, with a query', '/app/login', '/login?return_to=%2Fx'],
    ['without a part of it', '/a/b/login', '/b/login#x'],
    ['with more in front, twice', '/login', '/x/login?return_to=%2Fx%2Flogin'],
    ['with more in front, twice, and a fragment', '/login', '/x/login?return_to=/x/login#xy'],
    ['with another beginning, twice', '/app/login', '/b/login?return_to=/b/login%3Freturn_to=/x'],
  ])('is known %s', (_, login, target) => {
    expect(isMisledLogin(target, login)).toBe(true)
  })

  it.each([
    ['a page of the app', '/app/login', '/app/x?return_to=%2Flogin'],
    ['the login itself', '/app/login', '/app/login?return_to=%2Fapp%2Flogin'],
    ['a page that only ends alike', '/app/login', '/my-login?return_to=%2Fmy-login'],
    ['a second login behind a guard', '/a/login', '/b/login?return_to=%2Fb%2Fpage'],
    ['a page about logins', '/login', '/settings/login'],
    ['a return-to after a fragment', '/login', '/x/login#?return_to=%2Fx%2Flogin'],
    ['a return-to that a fragment cuts off', '/login', '/x/login?a#&return_to=%2Fx%2Flogin'],
    ['a return-to that leads elsewhere', '/login', '/x/login?return_to=//evil.example/login'],
  ])('is not %s', (_, login, target) => {
    expect(isMisledLogin(target, login)).toBe(false)
  })
})

describe('the page that a person came from', () => {
  const ORIGIN = 'https://app.example'

  it.each([
    ['a page of ours', `${ORIGIN}/x?y=1`, '/x?y=1'],
    ['our first page', `${ORIGIN}/`, '/'],
    ['our origin alone', ORIGIN, undefined],
    ['another site', 'https://evil.example/x', undefined],
    ['another site with a name as long as ours', 'https://evi.example/x', undefined],
    ['a host that begins like ours', `${ORIGIN}.evil.example/x`, undefined],
    ['an address that ends like ours', `https://evil.example/?${ORIGIN}/`, undefined],
    ['a page of ours that leads elsewhere', `${ORIGIN}//evil.example`, undefined],
    ['nothing', undefined, undefined],
  ])('%s', (_, referer, page) => {
    const header = (name: string) => (name === 'referer' ? referer : undefined)
    expect(readReferrer(header, ORIGIN)).toBe(page)
  })
})
