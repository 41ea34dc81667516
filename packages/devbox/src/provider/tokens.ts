/** Makes ID Tokens and access tokens: two JWTs with nearly the same claims. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Box, Grant } from '../box/box.ts'
import { type Draft, halfHash, SIGNERS, signDraft } from '../box/signing.ts'
import { asOfNow, subjectOf, userClaims } from '../box/users.ts'
import { privateJson, type Reply } from '../http/reply.ts'

/** An access token and the ID Token that goes with it. */
export interface TokenPair {
  readonly accessToken: string
  readonly idToken: string
}

/**
 * Issues both tokens for what the user has granted.
 *
 * @param code - The code exchanged, whose hash the ID Token then carries; none at a renewal.
 */
export async function issueTokens(grant: Grant, box: Box, code?: string): Promise<TokenPair> {
  const accessToken = signDraft(await draftToken(grant, box, randomBytes(16).toString('base64url')))
  let draft = await draftToken(grant, box, halfHash(accessToken), code)
  for (const row of box.faults.rows())
    draft = (await row.draft?.(draft, box, { accessToken, code })) ?? draft
  const idToken = box.faults
    .rows()
    .reduce((token, row) => row.token?.(token) ?? token, signDraft(draft))
  box.secrets.add(accessToken)
  box.secrets.add(idToken)
  return { accessToken, idToken }
}

/** The token response, as Dex words it. */
export function tokenResponse(
  tokens: TokenPair,
  refreshToken: string | undefined,
  box: Box,
): Reply {
  return privateJson(200, {
    access_token: tokens.accessToken,
    token_type: 'bearer',
    // A moment has passed since `exp` was set, and Dex rounds down.
    expires_in: lifetimeOf(box) - 1,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    id_token: tokens.idToken,
  })
}

async function draftToken(grant: Grant, box: Box, atHash: string, code?: string): Promise<Draft> {
  const { kid, privateKey } = await box.keys.current()
  const now = box.clock.now()
  const about = box.faults
    .rows()
    .reduce(
      (claims, row) => row.userClaims?.(claims) ?? claims,
      userClaims({ ...grant, user: asOfNow(box, grant.user) }, box.domain),
    )
  const claims = {
    iss: box.issuer,
    sub: subjectOf(grant.user, box.domain),
    aud: grant.clientId,
    exp: now + lifetimeOf(box),
    iat: now,
    ...(box.settings.dex === 'next' && { jti: randomUUID() }),
    ...(grant.nonce !== '' && { nonce: grant.nonce }),
    ...(grant.session && { auth_time: grant.session.since, sid: grant.session.sid }),
    at_hash: atHash,
    ...(code !== undefined && { c_hash: halfHash(code) }),
    ...about,
  }
  return { header: { alg: 'RS256', kid }, claims, signer: SIGNERS.RS256(privateKey) }
}

function lifetimeOf(box: Box): number {
  return box.faults
    .rows()
    .reduce((seconds, row) => row.lifetime ?? seconds, box.settings.accessTokenLifetime)
}
