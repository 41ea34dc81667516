/** Checks a token that the provider itself has issued: ID Tokens pass as access tokens too. */
import type { Box } from '../box/box.ts'
import { isSignedBy, readToken } from '../box/signing.ts'

/** A token that is good now, or the reason why it is not, in the words of Dex's library. */
export type Verified =
  | { readonly payload: string; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly payload?: never; readonly problem: string }

/** Verifies issuer, expiry and signature; whose token it is does not matter. */
export async function verifyToken(token: string, box: Box): Promise<Verified> {
  const parts = readToken(token)
  if (parts === undefined) return { problem: 'oidc: malformed jwt' }
  const { payload, claims } = parts
  const { iss, exp } = claims
  if (iss !== box.issuer) {
    const expected = JSON.stringify(box.issuer)
    const got = JSON.stringify(iss ?? '')
    return {
      problem: `oidc: id token issued by a different provider, expected ${expected} got ${got}`,
    }
  }
  if (typeof exp !== 'number' || exp < box.clock.now()) return { problem: 'oidc: token is expired' }
  const keys = await box.keys.all()
  const signed = keys.some(({ publicKey }) => isSignedBy(token, publicKey))
  if (!signed) return { problem: 'failed to verify signature: failed to verify id token signature' }
  return { payload, claims }
}
