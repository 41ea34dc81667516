import type { Handle } from '@sveltejs/kit/hooks'
import { createLogin, isSameOrigin } from 'catflap'
import { authenticate, requireSession } from 'catflap/web'
import { building } from '$app/env'

// A build has no variables.
const login = building ? undefined : createLogin()

export const handle: Handle = async ({ event, resolve }) => {
  if (!login) return resolve(event)
  const { request, route, url, isDataRequest } = event
  const target = url.pathname + url.search
  const guarded = route.id?.startsWith('/private') || route.id?.startsWith('/api')
  const found = await (guarded
    ? requireSession(login, request, { target, navigation: isDataRequest })
    : authenticate(login, request, target))
  if (found instanceof Response) return found

  const reads = ['GET', 'HEAD', 'OPTIONS'].includes(request.method)
  if (!reads && !isSameOrigin((name) => request.headers.get(name), login.origin)) {
    return new Response('Not from a page of this app', { status: 403 })
  }
  event.locals.session = found
  return resolve(event)
}
