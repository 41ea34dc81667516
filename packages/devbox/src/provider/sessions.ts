/** Sessions at the next Dex: one for each person, ended at `/logout`, and apps are told. */
import { randomBytes, randomUUID } from 'node:crypto'
import { type Box, type Grant, type ProviderSession, readClient } from '../box/box.ts'
import { SIGNERS, signDraft } from '../box/signing.ts'
import { type BoxUser, subjectOf, USERS } from '../box/users.ts'
import { writeSortedQuery } from '../http/go.ts'
import { type Reply, redirect } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'
import { isCrossSite } from '../pages/guard.ts'
import { verifyHint } from './access-token.ts'
import { type Hint, showError } from './error-page.ts'
import { showLogout } from './logout-page.ts'
import { readSignedIn } from './sign-in.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
/** Seconds that a Logout Token lives, and that an app has to take it. */
const TOKEN_LIFETIME = 120
const PATIENCE = 5

/** Notes that a person has allowed a client; nothing where Dex has no sessions. */
export function joinSession(
  box: Box,
  user: BoxUser,
  { clientId, scopes }: Pick<Grant, 'clientId' | 'scopes'>,
): ProviderSession | undefined {
  if (box.settings.dex !== 'next') return undefined
  const session = box.sessions.get(user.name) ?? {
    sid: randomBytes(16).toString('base64url'),
    since: box.clock.now(),
    clients: new Map(),
  }
  // What was allowed before and covers this stays allowed.
  const allowed = session.clients.get(clientId) ?? []
  if (allowed.length === 0 || !scopes.every((scope) => allowed.includes(scope))) {
    session.clients.set(clientId, scopes)
  }
  box.sessions.set(user.name, session)
  return session
}

/** The session of a person in which this client has been allowed something. */
export function readSession(
  box: Box,
  user: BoxUser,
  clientId: string,
): ProviderSession | undefined {
  const session = box.sessions.get(user.name)
  return session?.clients.has(clientId) === true ? session : undefined
}

/** Answers `/logout` (RP-Initiated Logout): GET without a hint only asks. */
export async function logOut(request: BoxRequest, box: Box): Promise<Reply> {
  const { method, query, form } = request
  const refuse = (status: number, message: string, hint?: Hint): Reply =>
    showError(request, box, status, message, { hint, title: 'logoutStopped' })
  if (method !== 'GET' && method !== 'POST') {
    return refuse(405, 'Method not allowed.')
  }
  const value = (name: string) => form.get(name) ?? query.get(name) ?? ''
  const hint = value('id_token_hint')
  const present = readSignedIn(request, box)
  const isAsked = hint === '' && method === 'GET'
  if (isAsked && present !== undefined && box.sessions.has(present.name)) {
    return showLogout(request, box, 'asks')
  }
  if (hint === '' && method === 'POST' && isCrossSite(request, box)) {
    return refuse(403, 'Cross-site request refused.')
  }
  const claims = hint === '' ? undefined : await verifyHint(hint, box)
  if (hint !== '' && claims === undefined) {
    return refuse(400, 'Invalid id_token_hint.')
  }
  const back = value('post_logout_redirect_uri')
  const refusal = claims === undefined ? 'post_logout_redirect_uri requires id_token_hint.' : ''
  if (back !== '' && refusal !== '') return refuse(400, refusal)
  const registered = postLogoutRedirectUri(box)
  if (back !== '' && back !== registered) {
    return refuse(400, 'Unregistered post_logout_redirect_uri.', ['hintLogout', registered])
  }
  const user = USERS.find((one) => subjectOf(one, box.domain) === claims?.sub) ?? present
  if (user !== undefined) await endSession(box, user)
  const state = value('state')
  if (back === '') return showLogout(request, box, 'done')
  return redirect(302, state === '' ? back : withState(back, state))
}

/** Answers `/logout/callback`, to which only a connector with a logout of its own leads back. */
export function returnFromLogout(request: BoxRequest, box: Box): Reply {
  return showError(request, box, 400, 'Invalid session cookie.', { title: 'logoutStopped' })
}

function withState(uri: string, state: string): string {
  const [place = '', own] = uri.split('?')
  return `${place}?${writeSortedQuery([...new URLSearchParams(own), ['state', state]])}`
}

const postLogoutRedirectUri = (box: Box): string =>
  box.settings.postLogoutRedirectUri ?? besideCallback(box, 'logout')

/** Where the library answers what is about a logout: beside its callback, where that is called so. */
function besideCallback({ redirectUri = '', appOrigin }: Box, name: string): string {
  const [, base = appOrigin] = /^(.*)\/callback$/.exec(redirectUri) ?? []
  return `${base}/${name}`
}

/** Ends a session and posts a Logout Token, which has no `typ`, to the app; whether it arrives is nobody's concern. */
async function endSession(box: Box, user: BoxUser): Promise<void> {
  const session = box.sessions.get(user.name)
  box.sessions.delete(user.name)
  if (session?.clients.has(box.clientId) !== true) return
  if (readClient(box, box.clientId) === undefined) return
  const body = new URLSearchParams({ logout_token: await signLogoutToken(box, user, session) })
  const uri = box.settings.backChannelLogoutUri ?? besideCallback(box, 'backchannel-logout')
  const signal = AbortSignal.timeout(PATIENCE * 1000)
  // Behind the answer: an app that is away must hold up no logout.
  void fetch(uri, { method: 'POST', body, redirect: 'manual', signal }).then(
    (answer) => answer.body?.cancel(),
    () => undefined,
  )
}

async function signLogoutToken(box: Box, user: BoxUser, { sid }: ProviderSession): Promise<string> {
  const { kid, privateKey } = await box.keys.current()
  const now = box.clock.now()
  const claims = {
    iss: box.issuer,
    sub: subjectOf(user, box.domain),
    aud: box.clientId,
    iat: now,
    exp: now + TOKEN_LIFETIME,
    jti: randomUUID(),
    sid,
    events: { [EVENT]: {} },
  }
  const token = signDraft({
    header: { alg: 'RS256', kid },
    claims,
    signer: SIGNERS.RS256(privateKey),
  })
  box.secrets.add(token)
  return token
}
