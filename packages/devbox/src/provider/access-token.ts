/** Checks a token that the provider itself has issued: ID Tokens pass as access tokens too. */
import type { Box } from '../box/box.ts'
import { isSignedBy, readToken } from '../box/signing.ts'

/** What stands in a token that is good now. */
export interface Verified {
  readonly payload: string
  readonly claims: Readonly<Record<string, unknown>>
}

/** The claims of an ID Token of ours, expired or not; `undefined` for anything else. */
export async function verifyHint(token: string, box: Box): Promise<Verified['claims'] | undefined> {
  const parts = readToken(token)
  if (parts === undefined || parts.claims.iss !== box.issuer) return undefined
  const keys = await box.keys.all()
  return keys.some(({ publicKey }) => isSignedBy(token, publicKey)) ? parts.claims : undefined
}

/** Verifies issuer, expiry and signature; whose token it is does not matter. */
export async function verifyToken(token: string, box: Box): Promise<Verified | undefined> {
  const parts = readToken(token)
  if (parts === undefined) return undefined
  const { payload, claims } = parts
  const { iss, exp } = claims
  if (iss !== box.issuer || typeof exp !== 'number' || exp < box.clock.now()) return undefined
  const keys = await box.keys.all()
  return keys.some(({ publicKey }) => isSignedBy(token, publicKey))
    ? { payload, claims }
    : undefined
}
