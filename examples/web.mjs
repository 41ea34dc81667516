// Any server that speaks Request and Response; @hono/node-server stands in for Bun.serve and the like.
import { serve } from '@hono/node-server'
import { createLogin } from 'catflap'
import { authenticate, requireSession } from 'catflap/web'

const login = createLogin()
serve({
  port: Number(process.env.PORT ?? 5005),
  hostname: '127.0.0.1',
  async fetch(request) {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/private')) {
      const found = await requireSession(login, request)
      if (found instanceof Response) return found
      return new Response(`Hello ${found.claims.name}, you asked for ${pathname}`)
    }
    const found = await authenticate(login, request)
    if (found instanceof Response) return found
    return new Response(found ? 'You are signed in' : 'Everybody may see this')
  },
})
