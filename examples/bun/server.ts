import { createLogin, type Session } from 'catflap'
import { authenticate, requireSession } from 'catflap/web'

const login = createLogin()

type Server = Bun.Server<{ name: unknown }>
type Handler = (session: Session, request: Request, server: Server) => Response | undefined

/** Only for people who are signed in: everybody else is sent to the login, programs get 401. */
const guarded = (handle: Handler) => async (request: Request, server: Server) => {
  const found = await requireSession(login, request)
  return found instanceof Response ? found : handle(found, request, server)
}

const page = (html: string) =>
  new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } })

Bun.serve({
  port: process.env.PORT ?? 5005,
  hostname: '127.0.0.1',
  routes: {
    '/private/*': guarded(({ claims }, { url }) => {
      const text = `Hello ${claims.name}, you asked for ${new URL(url).pathname}`
      return page(
        `<form method="post" action="/logout"><p>${Bun.escapeHTML(text)}</p><button>Sign out</button></form>`,
      )
    }),
    '/api/me': guarded(({ sub, groups }) => Response.json({ sub, groups })),
    '/live': guarded(({ claims: { name } }, request, server) =>
      server.upgrade(request, { data: { name } }) ? undefined : new Response(null, { status: 426 }),
    ),
  },
  // Everything else: the login's own paths, and what everybody may see.
  async fetch(request) {
    const found = await authenticate(login, request)
    if (found instanceof Response) return found
    if (new URL(request.url).pathname !== '/') return new Response('Not found', { status: 404 })
    const text = found ? 'You are signed in' : 'Everybody may see this'
    return page(`<p>${text}</p><a href="/private/cats">Cats</a>`)
  },
  websocket: {
    open: (socket) => void socket.send(`Hello ${socket.data.name}`),
    message() {},
  },
})
