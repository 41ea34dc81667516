/** The authorization code grant, with PKCE (RFC 7636). */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Box, CodeGrant } from '../box/box.ts'
import type { Client } from '../box/client.ts'
import { oauthError, type Reply } from '../http/reply.ts'
import { startRefreshing } from './refresh-grant.ts'
import { issueTokens, tokenResponse } from './tokens.ts'

type Rule = (
  grant: CodeGrant,
  form: URLSearchParams,
) => readonly [error: string, description: string] | undefined

/** What a token request must match of the authorization request, in Dex's order. */
const RULES: readonly Rule[] = [
  (grant, form) =>
    form.get('code_verifier') && !grant.codeChallenge
      ? ['invalid_request', 'No PKCE flow started. Cannot check code_verifier.']
      : undefined,
  (grant, form) =>
    grant.codeChallenge && !form.get('code_verifier')
      ? ['invalid_grant', 'Expecting parameter code_verifier in PKCE flow.']
      : undefined,
  (grant, form) =>
    grant.codeChallenge && challengeOf(grant, form) !== grant.codeChallenge
      ? ['invalid_grant', 'Invalid code_verifier.']
      : undefined,
  (grant, form) =>
    form.get('redirect_uri') === grant.redirectUri
      ? undefined
      : ['invalid_request', 'redirect_uri did not match URI from initial request.'],
]

/** Exchanges a code for tokens; only success uses the code up. */
export async function exchangeCode(
  form: URLSearchParams,
  client: Client,
  box: Box,
): Promise<Reply> {
  const code = form.get('code')
  if (!code) return oauthError(400, 'invalid_request', 'Required param: code.')
  const grant = box.codes.get(code)
  if (grant === undefined) return unknownCode()
  if (box.clock.now() > grant.expiresAt || grant.clientId !== client.id) {
    return box.settings.dex === 'next' ? unknownCode() : oauthError(500, 'server_error')
  }
  for (const rule of RULES) {
    const breach = rule(grant, form)
    if (breach !== undefined) return oauthError(400, ...breach)
  }
  const tokens = await issueTokens(grant, box, code)
  // Dex signs first: of copies that come at once one deletes the code, and the others fail at that.
  await setImmediate()
  if (!box.codes.delete(code)) return oauthError(500, 'server_error')
  return tokenResponse(tokens, startRefreshing(grant, box), box)
}

function unknownCode(): Reply {
  return oauthError(400, 'invalid_grant', 'Invalid or expired code parameter.')
}

function challengeOf(grant: CodeGrant, form: URLSearchParams): string {
  const verifier = form.get('code_verifier') ?? ''
  if (grant.codeChallengeMethod === 'plain') return verifier
  return createHash('sha256').update(verifier).digest('base64url')
}
