/**
 * What a renewal does to a session: new tokens, claims and groups; everything else stays.
 */
import { isAt, withoutAt } from '../protocol/claim-path.ts'
import type { Claims } from '../protocol/claims.ts'
import type { Provider } from '../provider/provider.ts'
import type { Refresh } from '../session/renewal.ts'
import type { SessionRecord } from '../session/stored-session.ts'

/** Seconds before its end at which an access token is renewed. */
const AHEAD = 60
/** Seconds that a token counts for, at least, whatever the provider says: each request would ask for one. */
const SHORTEST = 10

/**
 * When to renew an access token: a minute before its end, or halfway for a shorter life; and when a
 * request waits for that: from its end on.
 *
 * @param now - seconds since the epoch
 * @returns `undefined` times when it cannot be renewed or does not say when it ends
 */
export function renewalTimes(
  tokens: { readonly refreshToken: string | undefined; readonly expiresIn: number | undefined },
  now: number,
): Pick<SessionRecord, 'renewAt' | 'renewBy'> {
  const { refreshToken, expiresIn } = tokens
  if (refreshToken === undefined || expiresIn === undefined) {
    return { renewAt: undefined, renewBy: undefined }
  }
  const life = Math.max(expiresIn, SHORTEST)
  return { renewAt: now + Math.max(life - AHEAD, life / 2), renewBy: now + life }
}

/** The part of a session's record that says who the person is. */
type Identity = Pick<SessionRecord, 'claims' | 'userInfo'>

/**
 * Claims after a renewal: what did not come anew stays as it was, without groups that something newer
 * no longer has. So groups never outlive an answer that should have confirmed them: those of an old
 * UserInfo go when a new ID Token came alone, and those of an old ID Token when a new UserInfo came
 * alone and UserInfo is a place where this provider tells groups. With nothing new, the old ones stay.
 */
function renewedClaims(
  old: Identity,
  claims: Claims | undefined,
  userInfo: Claims | undefined,
  groupsClaim: string,
): Identity {
  if (claims !== undefined) {
    return { claims, userInfo: userInfo ?? withoutAt(old.userInfo, groupsClaim) }
  }
  if (userInfo === undefined) return { claims: old.claims, userInfo: old.userInfo }
  const told = isAt(userInfo, groupsClaim) || isAt(old.userInfo, groupsClaim)
  return { claims: told ? withoutAt(old.claims, groupsClaim) : old.claims, userInfo }
}

/**
 * New claims, and of the old ones what tells of the sign-in: the nonce, so that a later ID Token without
 * one does not loosen the check; and no later `auth_time`, since nobody has signed in (section 12.2): where
 * none was told, it is the beginning of the session at the latest.
 */
function withSignIn({ claims: old, createdAt }: SessionRecord, claims: Claims): Claims {
  const { nonce = '', auth_time = earlier(claims.auth_time, createdAt), acr } = old
  const told = { nonce, ...(acr !== undefined && { acr }), ...claims }
  return auth_time === undefined ? told : { ...told, auth_time }
}

const earlier = (time: unknown, end: number): unknown =>
  typeof time === 'number' ? Math.min(time, end) : time

/** Makes the function that asks the provider for a session's new tokens. */
export function createRefresh(provider: Provider, groupsClaim: string, now: () => number): Refresh {
  return async function refresh({ record, details, sealedTrace }, check) {
    const refreshToken = details.refreshToken ?? ''
    const nonce = typeof record.claims.nonce === 'string' ? record.claims.nonce : ''
    const identity = { sub: record.sub, nonce }
    const { tokens, claims, userInfo } = await provider.renew(refreshToken, identity, check)
    const kept = { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken }
    const { renewAt, renewBy } = renewalTimes(kept, now())
    const soon = now() + AHEAD
    const away = userInfo === undefined || (tokens.idToken !== undefined && claims === undefined)
    return {
      record: {
        ...record,
        ...renewedClaims(record, claims && withSignIn(record, claims), userInfo, groupsClaim),
        renewAt: away && renewAt !== undefined ? Math.min(renewAt, soon) : renewAt,
        renewBy,
      },
      details: {
        ...details,
        accessToken: tokens.accessToken,
        idToken: claims === undefined ? details.idToken : (tokens.idToken ?? details.idToken),
        refreshToken: kept.refreshToken,
        accessTokenExpiresAt: tokens.expiresIn === undefined ? undefined : now() + tokens.expiresIn,
      },
      sealedTrace,
    }
  }
}
