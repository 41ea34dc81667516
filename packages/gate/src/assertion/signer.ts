/**
 * A word about who is asking that an app can check: a signed JWT of a short life, and the keys to check it by.
 *
 * The keys follow from the login's own (`Login.deriveKeys`), so that every process of a gate signs alike.
 */
import { sign } from 'node:crypto'
import type { Login, MaybePromise } from 'catflap'
import type { Person } from '../identity/person.ts'
import { deriveSigningKey, type PublicKey, type SigningKey } from './key.ts'

/** What a verifier has to know. */
export interface Verification {
  readonly issuer: string
  readonly audience: string
  readonly jwks: string
  readonly algorithm: 'ES256'
}

export interface Signer {
  /**
   * What is made of the JWT about a person, at once when the keys are there.
   *
   * @param session - by which it is kept and given again
   * @param use - makes something of it, or throws: then it is not kept
   * @throws `STORE_UNAVAILABLE`, where the key is in the store; what `use` throws
   */
  sign<T>(session: string, person: Person, use: (jwt: string) => T): MaybePromise<T>
  /** A set of keys (RFC 7517), each once: that which signs, and those that did or will. @throws as above */
  keys(): Promise<{ readonly keys: readonly PublicKey[] }>
}

/** Where the keys are, below the gate's prefix. */
export const KEYS_PATH = '/jwks.json'
/** Seconds for which a JWT is good, and for which it is given again: it always has the difference left. */
const LIFETIME = 120
const KEPT = 60
/** How many are kept. */
const MOST = 4096
/** Seconds by which it seems older than it is: some libraries take nothing from a second to come, by their clock. */
const BACK = 30

/** Whether one made at that time is given again now. A clock that was put back makes all of them new. */
const isFresh = (made: number, now: number): boolean => now >= made && now < made + KEPT

/** What an app checks a JWT by. */
export const verificationOf = (
  { origin, client }: Pick<Login, 'origin' | 'client'>,
  prefix: string,
): Verification => ({
  issuer: origin,
  audience: client.id,
  jwks: origin + prefix + KEYS_PATH,
  algorithm: 'ES256',
})

/** @param now - seconds since the epoch */
export function createSigner(
  { issuer, audience }: Verification,
  deriveKeys: Login['deriveKeys'],
  now: () => number = () => Math.floor(Date.now() / 1000),
): Signer {
  let asked: Promise<readonly SigningKey[]> | undefined
  let signing: SigningKey | undefined
  const kept = new Map<
    string,
    { readonly about: string; readonly jwt: string; readonly at: number }
  >()

  /** Derived once; what fails is tried again with the next request. */
  function load(): Promise<readonly SigningKey[]> {
    asked ??= derive().catch((error: unknown) => {
      asked = undefined
      throw error
    })
    return asked
  }
  async function derive(): Promise<readonly SigningKey[]> {
    const secrets = await deriveKeys('catflap-gate identity')
    const keys = secrets.map(deriveSigningKey)
    signing = keys[0]
    // Verifiers refuse a set in which an id is there twice.
    return [...new Map(keys.map((key) => [key.jwk.kid, key])).values()]
  }

  function make<T>(session: string, person: Person, key: SigningKey, use: (jwt: string) => T): T {
    const about = JSON.stringify(person)
    const [at, before] = [now(), kept.get(session)]
    if (before?.about === about && isFresh(before.at, at)) return use(before.jwt)
    const claims = { iss: issuer, aud: audience, ...person, iat: at - BACK, exp: at + LIFETIME }
    const jwt = signJwt(claims, key)
    const used = use(jwt)
    kept.delete(session)
    kept.set(session, { about, jwt, at })
    for (const [oldest, { at: made }] of kept) {
      if (kept.size <= MOST && isFresh(made, at)) break
      kept.delete(oldest)
    }
    return used
  }

  return {
    sign(session, person, use) {
      if (signing !== undefined) return make(session, person, signing, use)
      return load().then(([key]) => make(session, person, key as SigningKey, use))
    },
    keys: async () => ({ keys: (await load()).map(({ jwk }) => jwk) }),
  }
}

/** @see RFC 7515, section 3.1; RFC 7518, section 3.4 */
function signJwt(claims: object, { privateKey, jwk }: SigningKey): string {
  const header = { alg: jwk.alg, typ: 'JWT', kid: jwk.kid }
  const text = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(text), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  })
  return `${text}.${signature.toString('base64url')}`
}
