import { createLogin } from 'catflap'
import { authenticate, requireSession } from 'catflap/web'

const login = createLogin()

Deno.serve(
  { port: Number(Deno.env.get('PORT') ?? 5005), hostname: '127.0.0.1' },
  async (request) => {
    const { pathname } = new URL(request.url)
    // What everybody may see, and the login's own paths.
    if (!/^\/(private|api|live)(\/|$)/.test(pathname)) {
      const found = await authenticate(login, request)
      if (found instanceof Response) return found
      if (pathname !== '/') return new Response('Not found', { status: 404 })
      const text = found ? 'You are signed in' : 'Everybody may see this'
      return page(`<p>${text}</p><a href="/private/cats">Cats</a>`)
    }
    // The rest is for people who are signed in: everybody else is sent to the login, programs get 401.
    const session = await requireSession(login, request)
    if (session instanceof Response) return session
    const { claims, sub, groups } = session
    if (pathname === '/api/me') return Response.json({ sub, groups })
    if (pathname === '/live') return greet(request, `Hello ${claims.name}`)
    const text = plain(`Hello ${claims.name}, you asked for ${pathname}`)
    return page(
      `<form method="post" action="/logout"><p>${text}</p><button>Sign out</button></form>`,
    )
  },
)

function greet(request: Request, text: string): Response {
  if (request.headers.get('upgrade') !== 'websocket') return new Response(null, { status: 426 })
  const { socket, response } = Deno.upgradeWebSocket(request)
  socket.onopen = () => socket.send(text)
  return response
}

const page = (html: string): Response =>
  new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } })

const plain = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
