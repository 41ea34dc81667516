/** The UserInfo endpoint: the claims of the bearer token, verbatim. */
import type { Box } from '../box/box.ts'
import { oauthError, type Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { verifyToken } from './access-token.ts'

/** Answers `/userinfo`. It keeps no state: a token is good until it expires. */
export async function answerUserInfo(request: BoxRequest, box: Box): Promise<Reply> {
  const sent = /^bearer (.*)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (sent === undefined) {
    const headers = { 'www-authenticate': 'Bearer' }
    return oauthError(401, 'access_denied', 'Invalid bearer token.', headers)
  }
  const token = sent.replace(/[ \t\n\v\f\r]/g, '')
  box.secrets.add(token)
  const verified = await verifyToken(token, box)
  if (verified === undefined) return oauthError(403, 'access_denied', 'Invalid bearer token.')
  const headers = { 'content-type': 'application/json' }
  return { status: 200, headers, body: verified.payload }
}
