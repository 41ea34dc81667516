/**
 * What a renewal does to a session: new tokens, claims and groups; everything else stays.
 */
import type { Settings } from '../options.ts'
import type { Provider } from '../provider/provider.ts'
import type { Refresh } from '../session/renewal.ts'

/** Seconds before its end at which an access token is renewed. */
const AHEAD = 60

/**
 * When to renew an access token: a minute before its end, or halfway for a shorter life.
 *
 * @param now - seconds since the epoch
 * @returns `undefined` when it cannot be renewed or never ends
 */
export function renewalTime(
  tokens: { readonly refreshToken: string | undefined; readonly expiresIn: number | undefined },
  now: number,
): number | undefined {
  const { refreshToken, expiresIn } = tokens
  if (refreshToken === undefined || expiresIn === undefined) return undefined
  return now + Math.max(expiresIn - AHEAD, expiresIn / 2)
}

/** Makes the function that asks the provider for a session's new tokens. */
export function createRefresh(
  { client }: Settings,
  provider: Provider,
  now: () => number,
): Refresh {
  const { id: clientId, secret: clientSecret } = client

  return async function refresh({ record, details }) {
    const refreshToken = details.refreshToken ?? ''
    const nonce = typeof record.claims.nonce === 'string' ? record.claims.nonce : ''
    const identity = { sub: record.sub, nonce }
    const { tokens, claims, userInfo } = await provider.renew(
      { clientId, clientSecret, refreshToken },
      identity,
    )
    const kept = { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken }
    return {
      record: {
        ...record,
        // The nonce stays: a later ID Token without one must not loosen the check.
        claims: claims === undefined ? record.claims : { nonce, ...claims },
        userInfo: userInfo ?? record.userInfo,
        renewAt: renewalTime(kept, now()),
      },
      details: {
        ...details,
        accessToken: tokens.accessToken,
        idToken: claims === undefined ? details.idToken : (tokens.idToken ?? details.idToken),
        refreshToken: kept.refreshToken,
        accessTokenExpiresAt: tokens.expiresIn === undefined ? undefined : now() + tokens.expiresIn,
      },
    }
  }
}
