/**
 * The provider's public keys: cached, fetched again for a `kid` nobody has seen, at a bounded rate.
 */
import { LoginError } from '../errors.ts'
import type { EventListener } from '../events.ts'
import type { SigningAlgorithm } from '../protocol/algorithms.ts'
import { parseObject } from '../protocol/claims.ts'
import type { JoseHeader } from '../protocol/jws.ts'
import { type Jwk, selectSigningKeys } from '../protocol/signing-keys.ts'
import type { ProviderFetch } from './http.ts'
import { createRefresher } from './refresher.ts'

/** Seconds for which keys are used without asking again: a withdrawn key dies within that time. */
const FRESH = 600
/** Seconds between two fetches for an unknown `kid`. */
const COOLDOWN = 3
/** Most keys tried for one token, so that a huge key set cannot keep us busy. */
const MAX_TRIED = 10

/** Finds the keys that may have signed a token with this header. */
export type KeySource = (
  header: JoseHeader & { readonly alg: SigningAlgorithm },
) => Promise<readonly Jwk[]>

/**
 * Makes the source of a provider's keys.
 *
 * An unknown `kid` waits for one fetch that all such tokens share, at most one in {@link COOLDOWN}
 * seconds: a key just rotated in is found within that time, and forged `kid`s cost no fetch each.
 * It throws {@link LoginError} `JWKS_UNAVAILABLE`, `JWKS_INVALID` or `ID_TOKEN_KEY_UNKNOWN`.
 *
 * @param jwksUri - tells the address, which discovery may change
 */
export function createKeySource(
  jwksUri: () => Promise<string>,
  providerFetch: ProviderFetch,
  now: () => number,
  emit: EventListener,
): KeySource {
  const onStale = () => emit({ type: 'stale-used', endpoint: 'jwks' })
  const refresher = createRefresher(FRESH, now, onStale, async () => {
    const { status, text } = await providerFetch('jwks', await jwksUri())
    return parseKeys(status, text)
  })
  let next: Promise<readonly unknown[]> | undefined

  /** The next fetch that the cooldown allows, shared by all who wait for it. */
  function nextFetch(): Promise<readonly unknown[]> {
    const wait = Math.min(Math.max(COOLDOWN - refresher.age(), 0), COOLDOWN)
    next ??= new Promise((resolve) => setTimeout(resolve, wait * 1000))
      .then(() => refresher.renew())
      .finally(() => {
        next = undefined
      })
    return next
  }

  return async function signingKeys(header) {
    const known = selectSigningKeys(await refresher.get(), header)
    const found = known.length > 0 ? known : selectSigningKeys(await nextFetch(), header)
    if (found.length > 0) return found.slice(0, MAX_TRIED)
    // Old keys that do not fit prove nothing while the new ones are out of reach.
    if (refresher.failure() !== undefined) throw refresher.failure()
    throw new LoginError('ID_TOKEN_KEY_UNKNOWN', 'ID Token: signed with an unknown key', {
      parameter: 'kid',
      expected: `a key of the JWK Set that fits ${header.alg}`,
      seen: header.kid === undefined ? 'a token without kid' : 'a kid that is not in the set',
    })
  }
}

/**
 * The members of a JWK Set.
 *
 * @throws {@link LoginError} `JWKS_INVALID`
 */
export function parseKeys(status: number, text: string): readonly unknown[] {
  const keys = status === 200 ? parseObject(text)?.keys : undefined
  if (Array.isArray(keys)) return keys
  throw new LoginError('JWKS_INVALID', 'jwks: unacceptable answer', {
    parameter: 'keys',
    expected: 'status 200 and a JWK Set',
    seen: `status ${status}`,
  })
}
