/** From the signed-in user to the authorization code: connector callback and approval. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { PROVIDER_PATH } from 'catflap-lazycat/facts'
import { remember } from '../box/bounded.ts'
import { type Box, type PendingLogin, readClient } from '../box/box.ts'
import { newId } from '../box/ids.ts'
import type { BoxUser } from '../box/users.ts'
import type { Parameters } from '../faults/fault.ts'
import { type Reply, redirect } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { showApproval } from './approval-page.ts'
import { showError } from './error-page.ts'
import { showPick } from './pick-page.ts'
import { redirectToClient } from './response.ts'
import { readSignedIn } from './sign-in.ts'

const CODE_LIFETIME = 30 * 60

/** Answers `/callback/hportal`: binds the signed-in user to the login. */
export function finishSignIn(request: BoxRequest, box: Box): Reply {
  const id = request.query.get('state')
  if (!id) return showError(request, box, 400, 'User session error.')
  const login = box.logins.get(id)
  if (login === undefined) {
    return showError(request, box, 400, 'Requested resource does not exist.')
  }
  const user = readSignedIn(request, box)
  if (user === undefined) return showPick(request, box, `${request.path}?state=${id}`)
  login.user = user
  const hmac = macOf(id, login).toString('base64url')
  box.secrets.add(hmac)
  return redirect(303, `${PROVIDER_PATH.value}/approval?req=${id}&hmac=${hmac}`)
}

/** Answers `/approval`: GET asks the user, POST takes the answer. */
export function approve(request: BoxRequest, box: Box): Reply {
  const posted = request.method === 'POST'
  const value = (name: string) => request.form.get(name) ?? request.query.get(name) ?? ''
  const id = value('req')
  const hmac = value('hmac')
  if (hmac === '') return showError(request, box, 401, 'Unauthorized request')
  const login = box.logins.get(id)
  if (login === undefined) return showError(request, box, 500, 'Database error.')
  if (login.user === undefined) {
    return showError(request, box, 500, 'Login process not yet finalized.')
  }
  if (!isSame(Buffer.from(hmac, 'base64url'), macOf(id, login))) {
    return showError(request, box, 401, 'Unauthorized request')
  }
  if (!posted && box.settings.autoApprove === undefined) {
    const client = readClient(box, login.request.clientId)
    const name = client?.name ?? login.request.clientId
    return showApproval(request, box, { id, hmac, login, user: login.user, name })
  }
  if (posted && value('approval') !== 'approve') {
    return showError(request, box, 500, 'Approval rejected.')
  }
  return issueCode(request, box, id, { ...login, user: login.user })
}

function issueCode(
  request: BoxRequest,
  box: Box,
  id: string,
  login: PendingLogin & { readonly user: BoxUser },
): Reply {
  const now = box.clock.now()
  if (now > login.expiresAt) return showError(request, box, 400, 'User session has expired.')
  box.logins.delete(id)
  const code = newId()
  box.secrets.add(code)
  const { state, ...granted } = login.request
  remember(box.codes, code, { ...granted, user: login.user, expiresAt: now + CODE_LIFETIME })
  const answer: Parameters = [
    ['code', code],
    ['state', state],
  ]
  const parameters = box.faults
    .rows()
    .reduce((list, row) => row.response?.(list, box) ?? list, answer)
  return redirectToClient(login.request.redirectUri, parameters)
}

function macOf(id: string, login: PendingLogin): Buffer {
  return createHmac('sha256', login.hmacKey).update(id).digest()
}

function isSame(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}
