import { defineMiddleware } from 'astro:middleware'
import { isSameOrigin } from 'catflap'
import { authenticate, requireSession } from 'catflap/web'
import { login } from './login'

export const onRequest = defineMiddleware(async (context, next) => {
  const { isPrerendered, locals, request, routePattern } = context
  if (isPrerendered) return next()
  const guarded = routePattern.startsWith('/private') || routePattern.startsWith('/api')
  const found = await (guarded ? requireSession(login(), request) : authenticate(login(), request))
  if (found instanceof Response) return found

  const reads = ['GET', 'HEAD', 'OPTIONS'].includes(request.method)
  if (!reads && !isSameOrigin((name) => request.headers.get(name), login().origin)) {
    return new Response('Not from a page of this app', { status: 403 })
  }
  locals.session = found
  return next()
})
