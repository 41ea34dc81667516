/** The box's own sign-in, reduced to a choice of user; a cookie remembers the choice. */
import { CONNECTOR, PROVIDER_PATH } from 'catflap-lazycat/facts'
import type { Box } from '../box.ts'
import { isCrossSite } from '../guard.ts'
import { showError } from '../pages/error.ts'
import { showPick } from '../pages/pick.ts'
import { type Reply, redirect } from '../reply.ts'
import { type BoxRequest, readCookie } from '../request.ts'
import { type BoxUser, readUser } from '../users.ts'

/** Name of the cookie that holds the name of the signed-in user. */
export const USER_COOKIE = 'catflap-devbox-user'

/** The user who is signed in to the box in this browser. */
export function readSignedIn(request: BoxRequest, box: Box): BoxUser | undefined {
  const { autoApprove } = box.settings
  return readUser(autoApprove ?? readCookie(request.headers.cookie, USER_COOKIE))
}

/** Answers `/sys/login`: GET shows the users, POST signs one in and goes on. */
export function signIn(request: BoxRequest, box: Box): Reply {
  const source = request.method === 'POST' ? request.form : request.query
  const next = parseNext(source.get('redirect'))
  if (request.method !== 'POST') return showPick(request, box, next)
  if (isCrossSite(request, box)) return showError(request, box, 403, 'Cross-site request refused.')
  const user = readUser(source.get('user') ?? undefined)
  if (user === undefined) return showError(request, box, 400, 'There is no such user.')
  const cookie = `${USER_COOKIE}=${user.name}; Path=/sys; HttpOnly; SameSite=Lax`
  return redirect(303, next, cookie)
}

/** Where to go after the choice: only on with a login, or home. */
function parseNext(target: string | null): string {
  const onward = new RegExp(
    `^${PROVIDER_PATH.value}/(?:auth|callback)/${CONNECTOR.value}\\?[\\x21-\\x7e]*$`,
  )
  return target !== null && onward.test(target) ? target : '/'
}
