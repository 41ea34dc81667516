/** Refresh tokens: rotated at each use outside of the reuse interval; off unless asked for. */
import { setImmediate } from 'node:timers/promises'
import { remember } from '../box/bounded.ts'
import type { Box, CodeGrant, Grant, RefreshGrant } from '../box/box.ts'
import type { Client } from '../box/client.ts'
import { newId, protobufStrings } from '../box/ids.ts'
import { fields } from '../http/go.ts'
import { oauthError, type Reply } from '../http/reply.ts'
import { issueTokens, tokenResponse } from './tokens.ts'

/** Issues the first refresh token, when the box does that and the scope was granted. */
export function startRefreshing(code: CodeGrant, box: Box): string | undefined {
  if (!box.settings.refreshTokens || !code.scopes.includes('offline_access')) return undefined
  const { user, clientId, scopes, nonce, session } = code
  // One per user and client: a new login ends the old one.
  for (const [id, { grant }] of box.refreshGrants) {
    if (grant.user.name === user.name && grant.clientId === clientId) box.refreshGrants.delete(id)
  }
  const id = newId()
  const now = box.clock.now()
  const token = newId()
  const grant: Grant = { user, clientId, scopes, nonce, ...(session && { session }) }
  const family = { grant, createdAt: now, token, obsolete: '', lastUsed: box.clock.exact() }
  remember(box.refreshGrants, id, family)
  return encodeToken(id, token, box)
}

/** Exchanges a refresh token for new tokens. */
export async function refresh(form: URLSearchParams, client: Client, box: Box): Promise<Reply> {
  const sent = form.get('refresh_token')
  if (!sent) return oauthError(400, 'invalid_request', 'No refresh token is found in request.')
  const found = findGrant(sent, box)
  if (found === undefined) return claimed('invalid_request')
  const { id, token, family } = found
  if (family.grant.clientId !== client.id) return claimed('invalid_grant')
  if (!isGood(family, token, box)) return claimed('invalid_request')
  if (isExpired(family, box)) return oauthError(400, 'invalid_request', 'Refresh token expired.')

  const scope = form.get('scope')
  // Blanks are a scope of nothing, but to the next Dex; only no scope means all that was granted.
  const asked = fields(scope ?? '')
  const all = asked.length === 0 && (!scope || box.settings.dex === 'next')
  const scopes = all ? family.grant.scopes : asked
  const wider = scopes.filter((scope) => !family.grant.scopes.includes(scope))
  if (wider.length > 0) {
    const list = wider.map((scope) => JSON.stringify(scope)).join(' ')
    const text = `Requested scopes contain unauthorized scope(s): [${list}].`
    return oauthError(400, 'invalid_request', text)
  }
  const tokens = await issueTokens({ ...family.grant, scopes }, box)
  // Of copies that come at once one rotates the token; those that had found it good fail at that.
  await setImmediate()
  if (!box.refreshGrants.has(id) || !isGood(family, token, box)) {
    return oauthError(500, 'invalid_request')
  }
  if (!isResting(family, box)) rotate(family, box)
  return tokenResponse(tokens, encodeToken(id, family.token, box), box)
}

/** What a refresh token stands for, if it is good now; for introspection. */
export function readRefreshGrant(sent: string, box: Box): RefreshGrant | undefined {
  const found = findGrant(sent, box)
  if (found === undefined || isExpired(found.family, box)) return undefined
  const { token, family } = found
  return isGood(family, token, box) ? family : undefined
}

function rotate(family: RefreshGrant, box: Box): void {
  family.obsolete = family.token
  family.token = newId()
  family.lastUsed = box.clock.exact()
}

/** Inside the interval after its making a token is not rotated, and the one before it yields it again. */
function isResting(family: RefreshGrant, box: Box): boolean {
  const { reuseInterval } = box.settings
  return reuseInterval > 0 && box.clock.exact() <= family.lastUsed + reuseInterval
}

function isGood(family: RefreshGrant, token: string, box: Box): boolean {
  return token === family.token || (token === family.obsolete && isResting(family, box))
}

function isExpired(family: RefreshGrant, box: Box): boolean {
  const { refreshTokenLifetime } = box.settings
  return refreshTokenLifetime > 0 && box.clock.now() > family.createdAt + refreshTokenLifetime
}

function findGrant(
  sent: string,
  box: Box,
): { readonly id: string; readonly token: string; readonly family: RefreshGrant } | undefined {
  // Both halves are 25 bytes behind a two-byte protobuf tag.
  const bytes = Buffer.from(sent, 'base64url')
  const id = bytes.subarray(2, 27).toString()
  const token = bytes.subarray(29, 54).toString()
  const family = box.refreshGrants.get(id)
  return family && protobufStrings(id, token) === sent ? { id, token, family } : undefined
}

function encodeToken(id: string, token: string, box: Box): string {
  const encoded = protobufStrings(id, token)
  box.secrets.add(encoded)
  return encoded
}

function claimed(error: 'invalid_request' | 'invalid_grant'): Reply {
  const text = 'Refresh token is invalid or has already been claimed by another client.'
  return oauthError(400, error, text)
}
