/** What a request gets that needs a session, beyond the ways of test/login.test.ts. */
import { describe, expect, it } from 'vitest'
import type { LoginOptions } from '../../src/configuration/login-options.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { ENVIRONMENT } from '../support/provider.ts'

const reader = (headers: Readonly<Record<string, string>>) => (name: string) => headers[name]
const PREFLIGHT = { 'access-control-request-method': 'POST' }
const BELOW: LoginOptions = {
  environment: { ...ENVIRONMENT, OIDC_REDIRECT_URI: 'https://app.example/app/callback' },
  routes: { base: '/app', baseStripped: true },
}

describe('the question of a browser whether another origin may send something', () => {
  it('is answered without a word on it, and is no refusal', () => {
    const { login, log } = createFixture()
    const response = login.challenge('OPTIONS', '/x', reader(PREFLIGHT))
    expect([response.status, response.headers.get('cache-control')]).toEqual([204, 'no-store'])
    expect([...response.headers.keys()]).toEqual(['cache-control'])
    expect(log.events).toEqual([])
  })

  it.each<[string, string, Record<string, string>]>([
    ['of another method', 'POST', PREFLIGHT],
    ['that names no method to come', 'OPTIONS', {}],
  ])('is none %s: it is refused', (_, method, headers) => {
    const { login, log } = createFixture()
    expect(login.challenge(method, '/x', reader(headers)).status).toBe(401)
    expect(log.events).toEqual([{ type: 'request-refused', code: 'AUTHENTICATION_REQUIRED' }])
  })
})

describe('a page that looks like the login behind a proxy which changes paths', () => {
  const mismatched = (method: string, headers: Readonly<Record<string, string>>) =>
    createFixture().login.challenge(method, '/app/login?return_to=/login', reader(headers))

  it.each(['GET', 'HEAD'])('is told so by a navigation of %s, and goes round no more', (method) => {
    const { status, headers } = mismatched(method, NAVIGATION)
    expect([status, headers.get('location')]).toEqual([404, null])
  })

  it('is told the path that the app knows, and the one that came', () => {
    const { login, log } = createFixture(BELOW)
    login.challenge('GET', '/b/login?return_to=/app/b/login', reader(NAVIGATION))
    const told = { code: 'LOGIN_PATH_MISMATCH', expected: '/login', seen: '/b/login' }
    expect(log.errors).toMatchObject([told])
  })

  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['a form', 'POST', NAVIGATION],
    ['a script', 'GET', { 'sec-fetch-mode': 'cors' }],
  ])('of %s is like any other', (_, method, headers) => {
    expect(mismatched(method, headers).status).toBe(401)
  })
})

describe('below a base path that a proxy takes away', () => {
  it.each([
    ['/x?y=1', '/app/login?return_to=%2Fapp%2Fx%3Fy%3D1'],
    ['*', '/app/login'],
    ['//evil.example', '/app/login'],
  ])('%s leads to %s', (target, location) => {
    const { login } = createFixture(BELOW)
    const response = login.challenge('GET', target, reader(NAVIGATION))
    expect(response.headers.get('location')).toBe(location)
  })
})

describe('a session that is not enough', () => {
  it.each([
    ['its age', { maxAge: 60 }, 'a sign-in at most 60 seconds ago', 'max_age=60'],
    ['its strength', { acrValues: ['a', 'b'] }, 'acr a or b', 'acr_values=a%20b'],
    [
      'both',
      { maxAge: 60, acrValues: ['a'] },
      'a sign-in at most 60 seconds ago, acr a',
      'acr_values=a',
    ],
  ])('is told what is wanted of %s, and the login asks for it', async (_, wanted, told, asked) => {
    const { login } = createFixture()
    const script = login.challenge('GET', '/x', reader({ accept: 'application/json' }), wanted)
    expect(await script.json()).toMatchObject({
      code: 'AUTHENTICATION_INSUFFICIENT',
      expected: told,
    })
    const person = login.challenge('GET', '/x', reader(NAVIGATION), wanted)
    expect(person.headers.get('location')).toContain(asked)
  })
})
