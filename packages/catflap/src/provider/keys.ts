/**
 * The provider's public keys: cached, fetched again for a `kid` nobody has seen, at a bounded rate.
 */
import { LoginError, shown } from '../errors.ts'
import type { SigningAlgorithm } from '../protocol/algorithms.ts'
import type { JoseHeader } from '../protocol/jws.ts'
import { type Jwk, publicPart, selectSigningKeys } from '../protocol/signing-keys.ts'
import { addressOf, type ProviderFetch, type ProviderResponse, readObject } from './http.ts'
import type { SourceRuntime } from './metadata.ts'
import { createRefresher } from './refresher.ts'

/** Seconds for which keys are used without asking again: a withdrawn key dies within that time. */
const FRESH = 600
/** Seconds between two fetches for an unknown `kid`. */
const COOLDOWN = 3
/** Seconds for which keys serve while newer ones are out of reach: a withdrawn key has an end. */
const OLDEST = 86_400
/** Most keys tried for one token, so that a huge key set cannot keep us busy. */
const MAX_TRIED = 10

/** The header of a token, whose algorithm is one of ours. */
export type SignedHeader = JoseHeader & { readonly alg: SigningAlgorithm }

/**
 * Finds the public keys that may have signed a token with this header, best first: of those that were
 * `tried` and do not verify it, the next ones; none when there are no others.
 */
export type KeySource = (header: SignedHeader, tried?: readonly Jwk[]) => Promise<readonly Jwk[]>

/** A {@link KeySource} that tells what it need not ask the provider for. */
export interface ProviderKeys {
  readonly find: KeySource
  /** The same keys, when they are at hand and fresh; empty when a token has to wait for them. */
  readonly known: (header: SignedHeader) => readonly Jwk[]
  /** Has the keys fetched where a token would have to wait for them; what fails there fails again. */
  readonly prepare: () => void
  /** Seconds since the keys at hand came from the provider. */
  readonly age: () => number
}

/**
 * Makes the source of a provider's keys.
 *
 * An unknown `kid` waits for one fetch that all such tokens share, at most one in {@link COOLDOWN}
 * seconds: a key just rotated in is found within that time, and forged `kid`s cost no fetch each.
 * A known `kid` whose key does not verify is a hint that was wrong (RFC 7515, section 4.1.4): Hydra
 * signs renewals by its newest key under the name of an older one, and some rotate a key under its
 * name. Then the provider's other keys follow, and newer ones, unless those at hand have just come.
 * It throws {@link LoginError} `JWKS_UNAVAILABLE`, `JWKS_INVALID` or `ID_TOKEN_KEY_UNKNOWN`.
 *
 * @param jwksUri - tells the address, which discovery may change
 */
export function createKeySource(
  jwksUri: () => Promise<string>,
  providerFetch: ProviderFetch,
  { now, emit, answers }: SourceRuntime,
): ProviderKeys {
  let fetchedAt = 0
  const age = (): number => Math.abs(now() - fetchedAt)
  const tooOld = (): boolean => age() > OLDEST
  const onStale = () => {
    if (!tooOld()) emit({ type: 'stale-used', endpoint: 'jwks' })
  }
  const refresher = createRefresher({ fresh: FRESH, now, answers, onStale }, async () => {
    const url = await jwksUri()
    const keys = parseKeys(url, await providerFetch('jwks', url))
    fetchedAt = now()
    return keys
  })
  let next: Promise<readonly unknown[]> | undefined
  // Made once of each key: what was imported of it is kept by the object.
  const publicParts = new WeakMap<Jwk, Jwk>()

  function select(keys: readonly unknown[], header: SignedHeader): readonly Jwk[] {
    return selectSigningKeys(keys, header)
      .slice(0, MAX_TRIED)
      .map((key) => {
        const part = publicParts.get(key) ?? publicPart(key)
        publicParts.set(key, part)
        return part
      })
  }

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

  /** Keys of any name that have not been tried. */
  async function others(header: SignedHeader, tried: readonly Jwk[]): Promise<readonly Jwk[]> {
    const known = new Set(tried.map((key) => JSON.stringify(key)))
    const untried = (keys: readonly unknown[]) =>
      select(keys, { ...header, kid: undefined }).filter((key) => !known.has(JSON.stringify(key)))
    const kept = untried(await refresher.get())
    if (kept.length > 0) return kept
    const newer = refresher.age() < COOLDOWN ? [] : untried(await nextFetch())
    if (newer.length === 0 && refresher.failure() !== undefined) throw refresher.failure()
    return newer
  }

  async function find(header: SignedHeader, tried?: readonly Jwk[]): Promise<readonly Jwk[]> {
    if (tried !== undefined && tried.length > 0) return others(header, tried)
    let kept = await refresher.get()
    if (tooOld()) kept = await refresher.insist()
    // Whether they are still the provider's, nobody can tell.
    if (tooOld()) throw outOfDate(age(), refresher.failure())
    const known = select(kept, header)
    if (known.length > 0) return known
    const keys = await nextFetch()
    const found = select(keys, header)
    if (found.length > 0) return found
    // Old keys that do not fit prove nothing while the new ones are out of reach.
    if (refresher.failure() !== undefined) throw refresher.failure()
    throw new LoginError('ID_TOKEN_KEY_UNKNOWN', 'ID Token: signed with an unknown key', {
      parameter: 'kid',
      expected: `a key of the JWK Set that fits ${shown(header.alg)}`,
      seen: unknownKey(header.kid, keys.length),
    })
  }

  const prepare = () => void refresher.get().catch(() => undefined)

  return { find, prepare, known: (header) => select(refresher.fresh() ?? [], header), age }
}

function outOfDate(age: number, cause: unknown): LoginError {
  return new LoginError('JWKS_UNAVAILABLE', 'jwks: the keys are too old', {
    parameter: 'jwks',
    expected: `keys of the last ${OLDEST} seconds`,
    seen: `keys that are ${Math.round(age)} seconds old, and no newer ones to be had`,
    cause,
  })
}

function unknownKey(kid: string | undefined, published: number): string {
  if (published === 0) return 'a JWK Set without a key'
  if (kid === undefined) return 'a token without kid, and no fitting key'
  return `kid ${shown(kid)}, not among ${published} published`
}

/**
 * The members of a JWK Set.
 *
 * @param url - the address that was asked
 * @throws {@link LoginError} `JWKS_INVALID`
 */
export function parseKeys(
  url: string,
  answer: Pick<ProviderResponse, 'status' | 'text'>,
): readonly unknown[] {
  const { keys } = readObject('jwks', url, answer)
  if (Array.isArray(keys)) return keys
  throw new LoginError('JWKS_INVALID', 'jwks: unacceptable answer', {
    parameter: 'keys',
    expected: `a JWK Set from ${addressOf(url)}`,
    seen: 'JSON without a list of keys',
  })
}
