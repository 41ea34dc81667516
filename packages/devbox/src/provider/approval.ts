/** From the signed-in user to the authorization code: connector callback and approval. */
import { CONNECTOR, PROVIDER_PATH } from 'catflap-lazycat/facts'
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
import { redirectWithCode } from './response.ts'
import { joinSession } from './sessions.ts'
import { readSignedIn } from './sign-in.ts'
import { continuation, isBase64Url, isMacOf, writeMac } from './steps.ts'

const CODE_LIFETIME = 30 * 60

const NO_RESOURCE = 'Requested resource does not exist.'

/** Answers `/callback/hportal`: binds the signed-in user to the login. */
export function finishSignIn(request: BoxRequest, box: Box): Reply {
  const found = readLogin(request, box)
  if ('refusal' in found) return found.refusal
  const { id, login } = found
  const user = readSignedIn(request, box)
  if (user === undefined) return showPick(request, box, `${request.path}?state=${id}`)
  login.user = user
  const hmac = writeMac(id, login)
  box.secrets.add(hmac)
  if (box.settings.dex === 'next') return redirect(303, continuation(id, login))
  return redirect(303, `${PROVIDER_PATH.value}/approval?req=${id}&hmac=${hmac}`)
}

/** Answers `/callback/…` of a connector that a box has not: no login began there. */
export function finishElsewhere(request: BoxRequest, box: Box): Reply {
  const found = readLogin(request, box)
  return 'refusal' in found ? found.refusal : showError(request, box, 400, NO_RESOURCE)
}

/** Answers `/auth/…/login`: the box's connector asks for no password. */
export function askForPassword(connector: string): (request: BoxRequest, box: Box) => Reply {
  return (request, box) => {
    const id = request.query.get('state') ?? ''
    if (id === '') return showError(request, box, 400, 'User session error.')
    if (!box.logins.has(id)) return showError(request, box, 400, NO_RESOURCE)
    const status = connector === CONNECTOR.value ? 500 : 400
    return showError(request, box, status, NO_RESOURCE)
  }
}

/** Answers `/callback`, where nobody says who is signed in. */
export function failSignIn(request: BoxRequest, box: Box): Reply {
  const found = readLogin(request, box)
  if ('refusal' in found) return found.refusal
  const message = 'Authentication failed. Please contact your administrator or try again later.'
  return showError(request, box, 500, message)
}

/** The login that a connector's callback is about, or what to say instead. */
function readLogin(
  request: BoxRequest,
  box: Box,
): { readonly id: string; readonly login: PendingLogin } | { readonly refusal: Reply } {
  const refuse = (message: string) => ({ refusal: showError(request, box, 400, message) })
  const { method, query, form } = request
  if (method !== 'GET' && method !== 'POST') return refuse('Method not supported')
  // POST is for SAML, which names the login otherwise.
  const id = method === 'GET' ? query.get('state') : form.get('RelayState')
  if (!id) return refuse('User session error.')
  const login = box.logins.get(id)
  if (login === undefined) return refuse(NO_RESOURCE)
  return method === 'GET' ? { id, login } : refuse('Invalid request')
}

/** Answers `/approval`: GET asks the user, POST takes the answer. */
export async function approve(request: BoxRequest, box: Box): Promise<Reply> {
  const form = await readAnyForm(request)
  const value = (name: string) => form.get(name) ?? request.query.get(name) ?? ''
  const id = value('req')
  const hmac = value('hmac')
  const next = box.settings.dex === 'next'
  if (next ? hmac === '' : !isBase64Url(hmac)) {
    return showError(request, box, 401, 'Unauthorized request')
  }
  const login = box.logins.get(id)
  if (login === undefined) return showMissing(request, box)
  const { user } = login
  if (user === undefined) {
    return showError(request, box, 500, 'Login process not yet finalized.')
  }
  if (!isMacOf(hmac, id, login)) {
    return showError(request, box, 401, 'Unauthorized request')
  }
  const approved = value('approval') === 'approve'
  return answerApproval(request, box, { id, hmac, user, approved })
}

interface Answer {
  readonly id: string
  readonly hmac: string
  readonly user: BoxUser
  readonly approved: boolean
}

function answerApproval(request: BoxRequest, box: Box, answer: Answer): Reply {
  const { id, hmac, user, approved } = answer
  const login = box.logins.get(id)
  if (login === undefined) return showMissing(request, box)
  const auto = box.settings.autoApprove !== undefined
  if (request.method === 'GET' && !auto) {
    const name = readClient(box, login.request.clientId)?.name ?? login.request.clientId
    return showApproval(request, box, { id, hmac, login, user, name })
  }
  if (request.method !== 'GET' && request.method !== 'POST') {
    return { status: 200, headers: {}, body: '' }
  }
  if (request.method === 'POST' && !approved) {
    return showError(request, box, 500, 'Approval rejected.')
  }
  if (box.settings.dex !== 'next') return issueCode(request, box, id, { ...login, user })
  login.approved = true
  return redirect(303, continuation(id, login))
}

/** Says that no login of that id waits. */
export function showMissing(request: BoxRequest, box: Box): Reply {
  return box.settings.dex === 'next'
    ? showError(request, box, 400, 'User session error.')
    : showError(request, box, 500, 'Database error.')
}

/** The fields of a form in either encoding: for this page alone Dex reads both. */
async function readAnyForm({ headers, form, body }: BoxRequest): Promise<URLSearchParams> {
  const type = headers['content-type'] ?? ''
  if (!/^multipart\/form-data[; \t]/i.test(type)) return form
  try {
    const fields = await new Response(body, { headers: { 'content-type': type } }).formData()
    return new URLSearchParams(
      [...fields].map(([name, value]): [string, string] => [name, String(value)]),
    )
  } catch {
    return form
  }
}

/** Ends a login with a code, whose session the person's consent joins. */
export function issueCode(
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
  const { user } = login
  const session = joinSession(box, user, granted)
  const expiresAt = now + CODE_LIFETIME
  remember(box.codes, code, { ...granted, user, expiresAt, ...(session && { session }) })
  const answer: Parameters = [
    ['code', code],
    ['state', state],
  ]
  const parameters = box.faults
    .rows()
    .reduce((list, row) => row.response?.(list, box) ?? list, answer)
  return redirectWithCode(login.request.redirectUri, parameters)
}
