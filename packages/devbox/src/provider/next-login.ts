/**
 * A login at the next Dex: after each step it comes back to `/auth`, a session spares the connector, and a
 * consent of that session the question.
 */
import { remember } from '../box/bounded.ts'
import type { Box, PendingLogin } from '../box/box.ts'
import type { BoxUser } from '../box/users.ts'
import { fields } from '../http/go.ts'
import { type Reply, redirect } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { verifyHint } from './access-token.ts'
import { issueCode, showMissing } from './approval.ts'
import { showError } from './error-page.ts'
import { redirectToClient } from './response.ts'
import { readSession } from './sessions.ts'
import { readSignedIn } from './sign-in.ts'
import { continuation, isMacOf, question } from './steps.ts'

/** Refuses the hint of a token that is none of this provider's. */
export async function refuseHint(box: Box, login: PendingLogin): Promise<Reply | undefined> {
  const hint = new URLSearchParams(login.query).get('id_token_hint')
  if (!hint || (await verifyHint(hint, box)) !== undefined) return undefined
  return tell(login, 'invalid_request', 'Invalid id_token_hint.')
}

/** Goes on with a person who has a session for the client; without one `prompt=none` ends here. */
export function resume(
  request: BoxRequest,
  box: Box,
  id: string,
  login: PendingLogin,
): Reply | undefined {
  const prompts = promptsOf(login)
  const user = readSignedIn(request, box)
  const isResumed = user !== undefined && hasFreshSession(box, user, login)
  if (isResumed && !prompts.includes('login') && !prompts.includes('select_account')) {
    remember(box.logins, id, { ...login, user })
    return redirect(303, continuation(id, login))
  }
  return prompts.includes('none')
    ? tell(login, 'login_required', 'User not authenticated')
    : undefined
}

/** Answers `/auth` where a login goes on: to the question, and after it to the app. */
export function goOn(request: BoxRequest, box: Box): Reply {
  const value = (name: string) => request.form.get(name) ?? request.query.get(name) ?? ''
  const [id, hmac] = [value('req'), value('hmac')]
  const refuse = () => showError(request, box, 401, 'Unauthorized request')
  if (hmac === '') return refuse()
  const login = box.logins.get(id)
  if (login === undefined) return showMissing(request, box)
  const { user, approved } = login
  if (user === undefined) return showError(request, box, 500, 'Login process not yet finalized.')
  if (!isMacOf(hmac, id, login)) return refuse()
  if (approved === true || isAllowed(box, user, login)) {
    return issueCode(request, box, id, { ...login, user })
  }
  return promptsOf(login).includes('none')
    ? tell(login, 'interaction_required', 'User interaction required')
    : redirect(303, question(id, login))
}

function hasFreshSession(box: Box, user: BoxUser, login: PendingLogin): boolean {
  const session = readSession(box, user, login.request.clientId)
  if (session === undefined) return false
  const age = new URLSearchParams(login.query).get('max_age')
  return !age || box.clock.now() - session.since <= Number(age)
}

function isAllowed(box: Box, user: BoxUser, login: PendingLogin): boolean {
  const { clientId, scopes } = login.request
  const granted = readSession(box, user, clientId)?.clients.get(clientId)
  if (granted === undefined || promptsOf(login).includes('consent')) return false
  return scopes.every((scope) => scope === 'openid' || granted.includes(scope))
}

function promptsOf(login: PendingLogin): readonly string[] {
  return fields(new URLSearchParams(login.query).get('prompt') ?? '')
}

function tell({ request }: PendingLogin, error: string, text: string): Reply {
  return redirectToClient(request.redirectUri, [
    ['error', error],
    ['error_description', text],
    ['state', request.state],
  ])
}
