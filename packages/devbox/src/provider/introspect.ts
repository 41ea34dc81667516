/** Token introspection (RFC 7662), which Dex grants to anybody. */
import type { Box, Grant } from '../box/box.ts'
import { readToken } from '../box/signing.ts'
import { asOfNow, subjectOf, userClaims } from '../box/users.ts'
import { json, oauthError, privateJson, type Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { verifyToken } from './access-token.ts'
import { readRefreshGrant } from './refresh-grant.ts'

type Claims = Readonly<Record<string, unknown>>

const EXTRA: readonly string[] = [
  'azp',
  'sid',
  'email',
  'email_verified',
  'groups',
  'name',
  'preferred_username',
  'federated_claims',
]

/** Answers `/token/introspect`. */
export async function introspect(request: BoxRequest, box: Box): Promise<Reply> {
  const problem = problemOf(request)
  if (problem !== undefined) return oauthError(400, 'invalid_request', problem)
  const token = request.form.get('token') ?? ''
  box.secrets.add(token)
  if (readToken(token) === undefined) return introspectRefreshToken(token, box)
  const verified = await verifyToken(token, box)
  if (verified === undefined) return inactive()
  const { iat, exp } = verified.claims
  return active(verified.claims, { iat, exp, use: 'access_token' }, box)
}

/** Dex writes this one by a writer of lines. */
function inactive(): Reply {
  const reply = privateJson(200, { active: false })
  return { ...reply, body: `${reply.body}\n` }
}

function introspectRefreshToken(token: string, box: Box): Reply {
  const family = readRefreshGrant(token, box)
  if (family === undefined) return inactive()
  const { grant, createdAt } = family
  const exp = createdAt + box.settings.refreshTokenLifetime
  return active(claimsOf(grant, box), { iat: createdAt, exp, use: 'refresh_token' }, box)
}

function claimsOf(grant: Grant, box: Box): Claims {
  const sub = subjectOf(grant.user, box.domain)
  return {
    sub,
    aud: grant.clientId,
    ...userClaims({ ...grant, user: asOfNow(box, grant.user) }, box.domain),
  }
}

function active(
  claims: Claims,
  token: { readonly iat: unknown; readonly exp: unknown; readonly use: string },
  box: Box,
): Reply {
  const { sub, aud, azp, preferred_username: username } = claims
  const extra = Object.entries(claims).filter(([name]) => EXTRA.includes(name))
  return json(200, {
    active: true,
    client_id: azp ?? aud,
    sub,
    exp: token.exp,
    iat: token.iat,
    nbf: token.iat,
    username,
    aud,
    iss: box.issuer,
    token_type: 'Bearer',
    token_use: token.use,
    ext: Object.fromEntries(extra),
  })
}

function problemOf(request: BoxRequest): string | undefined {
  if (request.method !== 'POST') return `HTTP method is "${request.method}", expected "POST".`
  if (request.malformed) {
    return 'Unable to parse HTTP body, make sure to send a properly formatted form request body.'
  }
  if (request.form.size === 0) return 'The POST body can not be empty.'
  if (!request.form.has('token')) return "The POST body doesn't contain 'token' parameter."
  return undefined
}
