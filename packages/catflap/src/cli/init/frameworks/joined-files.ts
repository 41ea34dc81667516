/**
 * The files that give the login to frameworks which `init` joins, to the letter those of the examples
 * (a test compares them): the pages of docs/frameworks explain each line.
 */

/** examples/sveltekit/src/hooks.server.ts */
export const HOOKS: readonly string[] = [
  "import type { Handle } from '@sveltejs/kit/hooks'",
  "import { createLogin, isSameOrigin } from 'catflap'",
  "import { authenticate, requireSession } from 'catflap/web'",
  "import { building } from '$app/env'",
  '',
  '// A build has no variables.',
  'const login = building ? undefined : createLogin()',
  '',
  'export const handle: Handle = async ({ event, resolve }) => {',
  '  if (!login) return resolve(event)',
  '  const { request, route, url, isDataRequest } = event',
  '  const target = url.pathname + url.search',
  "  const guarded = route.id?.startsWith('/private') || route.id?.startsWith('/api')",
  '  const found = await (guarded',
  '    ? requireSession(login, request, { target, navigation: isDataRequest })',
  '    : authenticate(login, request, target))',
  '  if (found instanceof Response) return found',
  '',
  "  const reads = ['GET', 'HEAD', 'OPTIONS'].includes(request.method)",
  '  if (!reads && !isSameOrigin((name) => request.headers.get(name), login.origin)) {',
  "    return new Response('Not from a page of this app', { status: 403 })",
  '  }',
  '  event.locals.session = found',
  '  return resolve(event)',
  '}',
]

/** examples/sveltekit/src/app.d.ts */
export const SVELTE_LOCALS: readonly string[] = [
  "import type { Session } from 'catflap'",
  '',
  'declare global {',
  '  namespace App {',
  '    interface Locals {',
  '      session: Session | undefined',
  '    }',
  '  }',
  '}',
]

/** examples/astro/src/middleware.ts */
export const MIDDLEWARE: readonly string[] = [
  "import { defineMiddleware } from 'astro:middleware'",
  "import { isSameOrigin } from 'catflap'",
  "import { authenticate, requireSession } from 'catflap/web'",
  "import { login } from './login'",
  '',
  'export const onRequest = defineMiddleware(async (context, next) => {',
  '  const { isPrerendered, locals, request, routePattern } = context',
  '  if (isPrerendered) return next()',
  "  const guarded = routePattern.startsWith('/private') || routePattern.startsWith('/api')",
  '  const found = await (guarded ? requireSession(login(), request) : authenticate(login(), request))',
  '  if (found instanceof Response) return found',
  '',
  "  const reads = ['GET', 'HEAD', 'OPTIONS'].includes(request.method)",
  '  if (!reads && !isSameOrigin((name) => request.headers.get(name), login().origin)) {',
  "    return new Response('Not from a page of this app', { status: 403 })",
  '  }',
  '  locals.session = found',
  '  return next()',
  '})',
]

/** examples/astro/src/login.ts */
export const ASTRO_LOGIN: readonly string[] = [
  "import { createLogin, type Login } from 'catflap'",
  '',
  'let made: Login | undefined',
  '',
  '/** Made at the first request: a build has no variables. */',
  'export const login = (): Login => (made ??= createLogin())',
]

/** examples/nest/src/login.ts */
export const NEST_LOGIN: readonly string[] = [
  "import { type CanActivate, createParamDecorator, UseGuards } from '@nestjs/common'",
  "import { createLogin } from 'catflap'",
  "import { requireGroup, requireLogin, sessionOf } from 'catflap/express'",
  "import type { Request, RequestHandler, Response } from 'express'",
  '',
  'export const login = createLogin()',
  '',
  '/** On a controller or a handler: lets only people pass who are signed in. */',
  'export const RequireLogin = () => UseGuards(guard(requireLogin(login)))',
  '',
  '/** Lets only people pass who are in one of some groups; others get 403. */',
  'export const RequireGroup = (...groups: string[]) =>',
  '  UseGuards(guard(requireGroup(login, ...groups)))',
  '',
  '/** The session, as a parameter of a handler behind these two. */',
  'export const CurrentSession = createParamDecorator((_, context) =>',
  '  sessionOf(context.switchToHttp().getRequest<Request>()),',
  ')',
  '',
  '/** Middleware as a guard of Nest: a request that it has answered goes no further. */',
  'const guard = (middleware: RequestHandler): CanActivate => ({',
  '  canActivate(context) {',
  '    const http = context.switchToHttp()',
  '    return new Promise((resolve, reject) => {',
  '      middleware(http.getRequest<Request>(), http.getResponse<Response>(), (error?: unknown) =>',
  '        error === undefined ? resolve(true) : reject(error),',
  '      )',
  '    })',
  '  },',
  '})',
]
