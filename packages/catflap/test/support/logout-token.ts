/** Logout Tokens of the tiny provider, and how they are posted. */
import { expect } from 'vitest'
import type { Login } from '../../src/login.ts'
import { createBrowser } from './browser.ts'
import { createFixture } from './fixture.ts'
import { type SigningKey, sign } from './keys.ts'
import { APP, ENVIRONMENT, ISSUER, signing } from './provider.ts'

export const EVENT = 'http://schemas.openid.net/event/backchannel-logout'

let count = 0

/** An acceptable token for `sid`; `change` and `header` alter one thing about it. */
export async function logoutToken(
  now: number,
  change: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
  key?: SigningKey,
): Promise<string> {
  count += 1
  const claims = {
    iss: ISSUER,
    aud: ENVIRONMENT.OIDC_CLIENT_ID,
    iat: now,
    exp: now + 120,
    jti: `j-${count}`,
    sid: 's-1',
    sub: 'u-1',
    events: { [EVENT]: {} },
    ...change,
  }
  return sign(claims, key ?? (await signing), { typ: 'logout+jwt', ...header })
}

export const FORM = 'application/x-www-form-urlencoded'

/** Posts a body to the back channel as a provider's server does: no cookie, no origin. */
export function postBody(
  login: Login,
  body: NonNullable<RequestInit['body']>,
  type: string = FORM,
): Promise<Response> {
  const headers = type === '' ? {} : { 'content-type': type }
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body, duplex: 'half' }
  return login.handle(new Request(`${APP}/backchannel-logout`, init))
}

/** Posts one token. */
export function postToken(login: Login, token: string): Promise<Response> {
  return postBody(login, new URLSearchParams({ logout_token: token }).toString())
}

/** Somebody signed in as `u-1` in the provider's session `s-1`. */
export async function signedIn() {
  const fixture = createFixture()
  const { login, provider, browser, clock } = fixture
  provider.claims = { sid: 's-1' }
  await browser.signIn()
  const cookie = browser.header()
  return {
    ...fixture,
    cookie,
    /** Whether the session still stands. */
    alive: async () => (await login.readSession(cookie, undefined)) !== undefined,
    token: (change = {}, header = {}) => logoutToken(clock.now(), change, header),
    /** Another browser, in a session of its own at the provider. */
    async signInAgain(sid: string | undefined): Promise<() => Promise<boolean>> {
      provider.claims = { sid }
      const other = createBrowser(login, provider)
      await other.signIn()
      return async () => (await login.readSession(other.header(), undefined)) !== undefined
    },
  }
}

/** Expects the answer that Back-Channel Logout 1.0, section 2.8, gives to a bad token. */
export async function expectRefused(response: Response): Promise<void> {
  expect(response.status).toBe(400)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.json()).toEqual({ error: 'invalid_request' })
}
