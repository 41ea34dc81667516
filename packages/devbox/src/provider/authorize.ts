/** The authorization endpoint, and the step after it that names the connector. */

import { randomBytes } from 'node:crypto'
import { CONNECTOR, PROVIDER_PATH } from 'catflap-lazycat/facts'
import { remember } from '../box/bounded.ts'
import { type Box, type PendingLogin, readClient } from '../box/box.ts'
import { newId } from '../box/ids.ts'
import { writeSortedQuery } from '../http/go.ts'
import { type Reply, redirect } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { finishApproval, issueCode } from './approval.ts'
import { checkAuthorizationRequest } from './authorization-rules.ts'
import { showError } from './error-page.ts'
import { redirectToClient } from './response.ts'
import { isAllowed } from './sessions.ts'
import { readSignedIn } from './sign-in.ts'

const REQUEST_LIFETIME = 24 * 3600
const CONNECTOR_PATH = `${PROVIDER_PATH.value}/auth/${CONNECTOR.value}`
const SHORTEST_STATE = 16

/**
 * Answers `/auth`, by GET or POST: any request goes on to the box's one connector, and only there is it
 * looked at.
 */
export function authorize(request: BoxRequest, box: Box): Reply {
  if (request.malformed) {
    return showError(request, box, 400, 'Invalid request. Please try again.')
  }
  const parameters = parametersOf(request)
  if (box.settings.dex === 'next') {
    if (request.query.has('req') && request.query.has('hmac')) return finishApproval(request, box)
    if (readClient(box, parameters.get('client_id')) === undefined) {
      return showError(request, box, 400, 'Invalid client_id provided.')
    }
  }
  const connector = parameters.get('connector_id') || CONNECTOR.value
  if (connector !== CONNECTOR.value) {
    return showError(request, box, 400, 'Connector ID does not match a valid Connector')
  }
  parameters.delete('connector_id')
  const state = parameters.get('state') ?? ''
  if (state.length >= SHORTEST_STATE) box.secrets.add(state)
  const query = writeSortedQuery(parameters)
  return redirect(302, query === '' ? CONNECTOR_PATH : `${CONNECTOR_PATH}?${query}`)
}

/** Answers `/auth/hportal`: notes the request and hands over to the box's sign-in. */
export function connect(request: BoxRequest, box: Box): Reply {
  if (request.malformed) return showError(request, box, 400, 'Failed to parse request.')
  const checked = checkAuthorizationRequest(box, parametersOf(request))
  if (checked.kind === 'redirect') return checked.reply
  if (checked.kind === 'page') {
    const { status, message, hint } = checked.refusal
    return showError(request, box, status, message, hint)
  }
  const id = newId()
  box.secrets.add(id)
  const login: PendingLogin = {
    request: checked.request,
    query: parametersOf(request).toString(),
    hmacKey: randomBytes(32),
    expiresAt: box.clock.now() + REQUEST_LIFETIME,
    user: undefined,
  }
  const silent = box.settings.dex === 'next' && parametersOf(request).get('prompt') === 'none'
  if (silent) return answerSilently(request, box, id, login)
  remember(box.logins, id, login)
  if (request.method !== 'GET') {
    return showError(request, box, 400, 'Unsupported request method.')
  }
  return redirect(302, `${PROVIDER_PATH.value}/callback/${CONNECTOR.value}?state=${id}`)
}

/** `prompt=none`: a code where the person has a session that allows the client, else an error. */
function answerSilently(request: BoxRequest, box: Box, id: string, login: PendingLogin): Reply {
  const { clientId, redirectUri, state } = login.request
  const user = readSignedIn(request, box)
  if (user !== undefined && isAllowed(box, user, clientId)) {
    return issueCode(request, box, id, { ...login, user })
  }
  return redirectToClient(redirectUri, [
    ['error', 'interaction_required'],
    ['state', state],
  ])
}

function parametersOf({ query, form }: BoxRequest): URLSearchParams {
  // As in Go's request.Form: values of the body come first.
  return new URLSearchParams([...form, ...query])
}
