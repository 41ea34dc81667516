/** Signing keys of a provider, made at run time, and tokens signed with them. */

import { createPublicKey, type KeyObject, type webcrypto } from 'node:crypto'
import { CompactSign, exportJWK, generateKeyPair, type JWK } from 'jose'
import type { SigningAlgorithm } from '../../src/protocol/algorithms.ts'

export interface SigningKey {
  readonly alg: SigningAlgorithm
  readonly kid: string
  readonly privateKey: KeyObject | webcrypto.CryptoKey
  /** The public key as the provider publishes it. */
  readonly jwk: JWK
}

/** @param rsa - A private key for algorithms of RSA, of which a new one costs more than most tests. */
export async function createKey(
  alg: SigningAlgorithm,
  kid: string,
  rsa?: KeyObject,
): Promise<SigningKey> {
  const { publicKey, privateKey } =
    rsa !== undefined && /^[RP]S/.test(alg)
      ? { publicKey: createPublicKey(rsa), privateKey: rsa }
      : await generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }
  return { alg, kid, privateKey, jwk }
}

/** A compact JWS; `header` changes one thing about it. */
export function sign(
  claims: Readonly<Record<string, unknown>>,
  { alg, kid, privateKey }: SigningKey,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const payload = new TextEncoder().encode(JSON.stringify(claims))
  const protectedHeader = JSON.parse(JSON.stringify({ alg, kid, ...header }))
  return new CompactSign(payload).setProtectedHeader(protectedHeader).sign(privateKey)
}

/** Any token at all: header and claims as given, and the signature as text. */
export function forge(header: object, claims: object, signature = ''): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${encode(header)}.${encode(claims)}.${signature}`
}
