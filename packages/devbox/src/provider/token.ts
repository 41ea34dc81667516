/** The token endpoint: method, grant type and client first, then the grant itself. */
import type { Box } from '../box/box.ts'
import type { Client } from '../box/client.ts'
import { oauthError, type Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { authenticateClient } from './client-authentication.ts'
import { exchangeCode } from './code-grant.ts'
import { answerDevice, DEVICE_GRANT } from './device.ts'
import { refresh } from './refresh-grant.ts'
import { EXCHANGE_GRANT, refuseExchange } from './token-exchange.ts'

type GrantHandler = (form: URLSearchParams, client: Client, box: Box) => Reply | Promise<Reply>

const GRANTS: ReadonlyMap<string, GrantHandler> = new Map<string, GrantHandler>([
  ['authorization_code', exchangeCode],
  ['refresh_token', refresh],
  [EXCHANGE_GRANT, refuseExchange],
])

const SECRET_PARAMETERS = [
  'code',
  'code_verifier',
  'refresh_token',
  'client_secret',
  'subject_token',
] as const

/** Answers `/token`. */
export async function answerToken(request: BoxRequest, box: Box): Promise<Reply> {
  if (request.method !== 'POST') return oauthError(400, 'invalid_request', 'method not allowed')
  if (request.malformed) return oauthError(400, 'invalid_request')
  for (const name of SECRET_PARAMETERS) box.secrets.add(request.form.get(name))
  const type = request.form.get('grant_type') ?? ''
  if (type === DEVICE_GRANT) return answerDevice(request, box)
  const grant = GRANTS.get(type)
  if (grant === undefined) return oauthError(400, 'unsupported_grant_type')
  const { client, refusal } = authenticateClient(request, box)
  return refusal ?? grant(request.form, client, box)
}
