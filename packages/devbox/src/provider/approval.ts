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
import { redirectWithCode } from './response.ts'
import { joinSession } from './sessions.ts'
import { readSignedIn } from './sign-in.ts'

const CODE_LIFETIME = 30 * 60

/** Answers `/callback/hportal`: binds the signed-in user to the login. */
export function finishSignIn(request: BoxRequest, box: Box): Reply {
  const found = readLogin(request, box)
  if ('refusal' in found) return found.refusal
  const { id, login } = found
  const user = readSignedIn(request, box)
  if (user === undefined) return showPick(request, box, `${request.path}?state=${id}`)
  login.user = user
  const hmac = macOf(id, login).toString('base64url')
  box.secrets.add(hmac)
  return redirect(303, `${PROVIDER_PATH.value}/approval?req=${id}&hmac=${hmac}`)
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
  if (login === undefined) return refuse('Requested resource does not exist.')
  return method === 'GET' ? { id, login } : refuse('Invalid request')
}

/** Answers `/approval`: GET asks the user, POST takes the answer. */
export async function approve(request: BoxRequest, box: Box): Promise<Reply> {
  const form = await readAnyForm(request)
  const value = (name: string) => form.get(name) ?? request.query.get(name) ?? ''
  const id = value('req')
  const hmac = value('hmac')
  if (!isBase64Url(hmac)) return showError(request, box, 401, 'Unauthorized request')
  const login = box.logins.get(id)
  if (login === undefined) return showError(request, box, 500, 'Database error.')
  const { user } = login
  if (user === undefined) {
    return showError(request, box, 500, 'Login process not yet finalized.')
  }
  if (!isSame(Buffer.from(hmac, 'base64url'), macOf(id, login))) {
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
  if (login === undefined) return showError(request, box, 500, 'Database error.')
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
  return redirect(303, `${PROVIDER_PATH.value}/auth?hmac=${hmac}&req=${id}`)
}

/** Answers `/auth` of the next Dex after the approval, which leads there before it leads to the app. */
export function finishApproval(request: BoxRequest, box: Box): Reply {
  const { query } = request
  const id = query.get('req') ?? ''
  const hmac = query.get('hmac') ?? ''
  const login = box.logins.get(id)
  if (login === undefined) return showError(request, box, 500, 'Database error.')
  const { user, approved } = login
  const mac = isBase64Url(hmac) ? Buffer.from(hmac, 'base64url') : Buffer.alloc(0)
  if (user === undefined || approved !== true || !isSame(mac, macOf(id, login))) {
    return showError(request, box, 401, 'Unauthorized request')
  }
  return issueCode(request, box, id, { ...login, user })
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

/** Text, without padding, whose length fits: anything else never was a hash of ours. */
function isBase64Url(text: string): boolean {
  return text !== '' && /^[\w-]+$/.test(text) && text.length % 4 !== 1
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
  const session = joinSession(box, user, granted.clientId)
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

function macOf(id: string, login: PendingLogin): Buffer {
  return createHmac('sha256', login.hmacKey).update(id).digest()
}

function isSame(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}
