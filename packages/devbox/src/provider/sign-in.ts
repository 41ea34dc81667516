/** The box's own sign-in, reduced to a choice of user; a cookie remembers the choice. */
import { CONNECTOR, PROVIDER_PATH } from 'catflap-lazycat/facts'
import type { Box } from '../box/box.ts'
import { buildSignInCookie, readOwnUrl } from '../box/ingress-state.ts'
import { type BoxUser, readUser } from '../box/users.ts'
import { type Reply, redirect } from '../http/reply.ts'
import { type BoxRequest, readCookie } from '../http/request.ts'
import { isCrossSite } from '../pages/guard.ts'
import { showError } from './error-page.ts'
import { showPick } from './pick-page.ts'

/** Name of the cookie that holds the name of the signed-in user. */
export const USER_COOKIE = 'catflap-devbox-user'

/** The user who is signed in to the box in this browser. */
export function readSignedIn(request: BoxRequest, box: Box): BoxUser | undefined {
  if (box.ingress !== undefined) return box.ingress.signIns.read(request.headers.cookie)?.user
  const { autoApprove } = box.settings
  return readUser(autoApprove ?? readCookie(request.headers.cookie, USER_COOKIE))
}

/** Answers `/sys/login`: GET shows the users, POST signs one in and goes on. */
export function signIn(request: BoxRequest, box: Box): Reply {
  const source = request.method === 'POST' ? request.form : request.query
  const next = parseNext(source.get('redirect'), box)
  if (request.method !== 'POST') return showPick(request, box, next)
  if (isCrossSite(request, box)) return showError(request, box, 403, 'Cross-site request refused.')
  const user = readUser(source.get('user') ?? undefined)
  if (user === undefined) return showError(request, box, 400, 'There is no such user.')
  return redirect(303, next, signInAs(user, request, box))
}

/** Makes a user the one of this browser. @returns the cookie that says so. */
export function signInAs(user: BoxUser, request: BoxRequest, box: Box): string {
  const { ingress } = box
  if (ingress === undefined) return `${USER_COOKIE}=${user.name}; Path=/sys; HttpOnly; SameSite=Lax`
  ingress.signIns.end(request.headers.cookie)
  return buildSignInCookie(ingress, ingress.signIns.begin(user, box.clock.now()))
}

/** Where to go after the choice: on with a login, back to an address of this box, or home. */
function parseNext(target: string | null, box: Box): string {
  const onward = new RegExp(
    `^${PROVIDER_PATH.value}/(?:auth|callback)/${CONNECTOR.value}\\?[\\x21-\\x7e]*$`,
  )
  if (target === null) return '/'
  if (onward.test(target)) return target
  return (box.ingress && readOwnUrl(box.ingress, target)) ?? '/'
}
