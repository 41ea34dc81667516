/** The provider's keys: one that signs, older ones that still verify, and spares for faults. */
import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { newKeyId } from './ids.ts'

const generate = promisify(generateKeyPair)

/** A public key as a JWKS shows it (RFC 7517, section 4). Not `JsonWebKey` of `node:crypto`, whose types have it no more from 26 on. */
export type Jwk = Readonly<Record<string, unknown>>

/** A key pair with its identifier and its public half as the JWKS shows it. */
export interface SigningKey {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly jwk: Jwk
}

/** Kinds of keys the box can make. */
export type KeyKind = 'RS256' | 'PS256' | 'ES256' | 'EdDSA'

/** Keys in use. They are made in the background; whoever needs one waits for it. */
export interface KeyRing {
  current(): Promise<SigningKey>
  /** The current key, then the retired ones that still verify. */
  all(): Promise<readonly SigningKey[]>
  /** A key for a fault, made at the first call with that name. */
  spare(name: string, kind: KeyKind): Promise<SigningKey>
  rotate(now: number): void
  /** Forgets every key: what a provider with its storage in memory does when it restarts. */
  replace(): void
}

const RETENTION = 24 * 3600

/**
 * Makes a ring with one key.
 *
 * @param given - RSA private keys to use, each once, before new ones are made
 */
export function createKeyRing(given: readonly KeyObject[] = []): KeyRing {
  const unused = [...given]
  const startKey = (kind: KeyKind): Promise<SigningKey> =>
    takePair(kind, unused).then((pair) => describeKey(kind, pair))
  let signing = startKey('RS256')
  let retired: { readonly key: Promise<SigningKey>; readonly until: number }[] = []
  const spares = new Map<string, Promise<SigningKey>>()

  return {
    current: () => signing,
    all: () => Promise.all([signing, ...retired.map(({ key }) => key)]),
    spare(name, kind) {
      const known = spares.get(name)
      if (known !== undefined) return known
      const made = startKey(kind)
      spares.set(name, made)
      return made
    },
    rotate(at) {
      retired = [{ key: signing, until: at + RETENTION }, ...retired].filter((r) => r.until > at)
      signing = startKey('RS256')
    },
    replace() {
      retired = []
      spares.clear()
      signing = startKey('RS256')
    },
  }
}

interface Pair {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

function describeKey(kind: KeyKind, { privateKey, publicKey }: Pair): SigningKey {
  const kid = newKeyId()
  const { kty, ...members } = publicKey.export({ format: 'jwk' })
  return {
    kid,
    privateKey,
    publicKey,
    jwk: { use: 'sig', kty: kty!, kid, alg: kind, ...members },
  }
}

async function takePair(kind: KeyKind, unused: KeyObject[]): Promise<Pair> {
  if (kind === 'ES256') return generate('ec', { namedCurve: 'P-256' })
  if (kind === 'EdDSA') return generate('ed25519')
  const privateKey = unused.shift()
  if (privateKey === undefined) return generate('rsa', { modulusLength: 2048 })
  return { privateKey, publicKey: createPublicKey(privateKey) }
}
