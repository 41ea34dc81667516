/**
 * How a client can prove who it is: the methods, and the private key that one of them needs.
 */
import type { SigningAlgorithm } from './algorithms.ts'

/** Methods by their registered names (OpenID Connect Core 1.0, section 9). */
export const AUTHENTICATION_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'none',
] as const

/** One of {@link AUTHENTICATION_METHODS}. */
export type AuthenticationMethod = (typeof AUTHENTICATION_METHODS)[number]

/** The private key of a client, and what it signs with. */
export interface ClientKey {
  readonly jwk: Readonly<Record<string, unknown>>
  readonly alg: SigningAlgorithm
  /** Of a JWK that names itself. */
  readonly kid: string | undefined
}
