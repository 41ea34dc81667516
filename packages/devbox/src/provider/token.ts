/** The token endpoint: method, grant type and client first, then the grant itself. */
import type { Box } from '../box/box.ts'
import type { Client } from '../box/client.ts'
import { oauthError, type Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { authenticateClient } from './client-authentication.ts'
import { exchangeCode } from './code-grant.ts'
import { refresh } from './refresh-grant.ts'

type GrantHandler = (form: URLSearchParams, client: Client, box: Box) => Reply | Promise<Reply>

const GRANTS: ReadonlyMap<string, GrantHandler> = new Map<string, GrantHandler>([
  ['authorization_code', exchangeCode],
  ['refresh_token', refresh],
  // The box's connector cannot do it, and no device ever asked: Dex's answers in those cases.
  [
    'urn:ietf:params:oauth:grant-type:token-exchange',
    () => oauthError(400, 'invalid_request', 'Requested connector does not exist.'),
  ],
  [
    'urn:ietf:params:oauth:grant-type:device_code',
    () => oauthError(400, 'invalid_request', 'Invalid Device code.'),
  ],
])

const SECRET_PARAMETERS = ['code', 'code_verifier', 'refresh_token', 'client_secret'] as const

/** Answers `/token`. */
export async function answerToken(request: BoxRequest, box: Box): Promise<Reply> {
  if (request.method !== 'POST') return oauthError(400, 'invalid_request', 'method not allowed')
  if (request.malformed) {
    return oauthError(400, 'invalid_request', 'Could not parse request body')
  }
  for (const name of SECRET_PARAMETERS) box.secrets.add(request.form.get(name))
  const grant = GRANTS.get(request.form.get('grant_type') ?? '')
  if (grant === undefined) return oauthError(400, 'unsupported_grant_type')
  const { client, refusal } = authenticateClient(request, box)
  return refusal ?? grant(request.form, client, box)
}
