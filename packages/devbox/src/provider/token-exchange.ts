/** Token exchange (RFC 8693): the box's connector cannot do it, and Dex says so in this order. */
import { oauthError, type Reply } from '../http/reply.ts'

/** The grant's name. */
export const EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange'

const TYPES: readonly (string | null)[] = [
  'urn:ietf:params:oauth:token-type:id_token',
  'urn:ietf:params:oauth:token-type:access_token',
]

/** Refuses a token exchange. */
export function refuseExchange(form: URLSearchParams): Reply {
  if (!TYPES.includes(form.get('subject_token_type'))) {
    return oauthError(400, 'request_not_supported', 'Invalid subject_token_type.')
  }
  if (!form.get('subject_token')) {
    return oauthError(400, 'invalid_request', 'Missing subject_token')
  }
  // A connector that cannot do it is one that does not exist.
  return oauthError(400, 'invalid_request', 'Requested connector does not exist.')
}
