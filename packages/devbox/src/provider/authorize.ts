/** The authorization endpoint, and the step after it that names the connector. */

import { randomBytes } from 'node:crypto'
import { CONNECTOR, PROVIDER_PATH } from 'catflap-lazycat/facts'
import { remember } from '../box/bounded.ts'
import { type Box, type PendingLogin, readClient } from '../box/box.ts'
import { newId } from '../box/ids.ts'
import { writeSortedQuery } from '../http/go.ts'
import { type Reply, redirect } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { checkAuthorizationRequest } from './authorization-rules.ts'
import { showError } from './error-page.ts'
import { goOn, refuseHint, resume } from './next-login.ts'

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
    if (parameters.get('req')) return goOn(request, box)
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
export async function connect(request: BoxRequest, box: Box): Promise<Reply> {
  if (request.malformed) return showError(request, box, 400, 'Failed to parse request.')
  const checked = checkAuthorizationRequest(box, parametersOf(request))
  if (checked.kind === 'redirect') return checked.reply
  if (checked.kind === 'page') {
    const { status, message, hint } = checked.refusal
    return showError(request, box, status, message, { hint })
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
  if (box.settings.dex === 'next') {
    const reply = (await refuseHint(box, login)) ?? resume(request, box, id, login)
    if (reply !== undefined) return reply
  }
  remember(box.logins, id, login)
  if (request.method !== 'GET') {
    return showError(request, box, 400, 'Unsupported request method.')
  }
  return redirect(302, `${PROVIDER_PATH.value}/callback/${CONNECTOR.value}?state=${id}`)
}

/** Answers `/auth/…` of a connector that a box has not. */
export function connectElsewhere(request: BoxRequest, box: Box): Reply {
  if (request.malformed) return showError(request, box, 400, 'Failed to parse request.')
  const checked = checkAuthorizationRequest(box, parametersOf(request))
  if (checked.kind === 'redirect') return checked.reply
  if (checked.kind === 'accepted') {
    return showError(request, box, 400, 'Connector failed to initialize')
  }
  return showError(request, box, checked.refusal.status, checked.refusal.message)
}

function parametersOf({ query, form }: BoxRequest): URLSearchParams {
  // As in Go's request.Form: values of the body come first.
  return new URLSearchParams([...form, ...query])
}
