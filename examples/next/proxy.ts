import type { NextRequest } from 'next/server'
import { proxy as open, requireLogin } from './lib/login'

export function proxy(request: NextRequest): Promise<Response> {
  return request.nextUrl.pathname.startsWith('/api/') ? requireLogin(request) : open(request)
}

// Every path but Next's own files: the login answers /login, /callback, /logout, /backchannel-logout.
export const config = { matcher: '/((?!_next/static|_next/image).*)' }
