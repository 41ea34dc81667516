/** Compact JWS by hand: the box must not share a line with the library that checks it. */

import { constants, createHash, createHmac, type KeyObject, sign, verify } from 'node:crypto'
import { writeJson } from '../http/go.ts'

/** The two JSON parts of a token, and what turns their bytes into a signature. */
export interface Draft {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  readonly signer: Signer
}

/** Signs the bytes `header.payload`. */
export type Signer = (input: Buffer) => Buffer

/** Signers by JOSE algorithm name. */
export const SIGNERS: Readonly<
  Record<'RS256' | 'PS256' | 'ES256' | 'EdDSA', (key: KeyObject) => Signer>
> = {
  RS256: (key) => (input) => sign('sha256', input, key),
  PS256: (key) => (input) =>
    sign('sha256', input, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  ES256: (key) => (input) => sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' }),
  EdDSA: (key) => (input) => sign(null, input, key),
}

/** HS256 with whatever bytes serve as the secret. */
export function hmacSigner(secret: string): Signer {
  return (input) => createHmac('sha256', secret).update(input).digest()
}

/** Serializes and signs a token. */
export function signDraft(draft: Draft): string {
  const input = `${encode(draft.header)}.${encode(draft.claims)}`
  return `${input}.${draft.signer(Buffer.from(input)).toString('base64url')}`
}

/**
 * The left half of a hash: `at_hash` of an access token, `c_hash` of a code.
 *
 * @param hash - The hash function of the ID Token's `alg`; Ed25519 signs with SHA-512.
 */
export function halfHash(value: string, hash: 'sha256' | 'sha512' = 'sha256'): string {
  const digest = createHash(hash).update(value).digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

/** The parts of a token, unverified; `undefined` when it is not one. */
export function readToken(token: string):
  | {
      readonly header: Record<string, unknown>
      readonly payload: string
      readonly claims: Record<string, unknown>
    }
  | undefined {
  const [head = '', body = '', , ...more] = token.split('.')
  if (more.length > 0) return undefined
  try {
    const payload = Buffer.from(body, 'base64url').toString()
    const header: unknown = JSON.parse(Buffer.from(head, 'base64url').toString())
    const claims: unknown = JSON.parse(payload)
    return isRecord(header) && isRecord(claims) ? { header, payload, claims } : undefined
  } catch {
    return undefined
  }
}

/** Whether an RS256 signature is this key's. */
export function isSignedBy(token: string, key: KeyObject): boolean {
  const end = token.lastIndexOf('.')
  const signature = Buffer.from(token.slice(end + 1), 'base64url')
  return verify('sha256', Buffer.from(token.slice(0, end)), key, signature)
}

function encode(value: unknown): string {
  return Buffer.from(writeJson(value)).toString('base64url')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
