/** Logout Tokens of the tiny provider, and how they are posted. */
import type { Login } from '../../src/login.ts'
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
