/**
 * The files that give the login to frameworks which `init` joins, to the letter those of the examples
 * (a test compares them): the pages of docs/frameworks explain each line.
 */

/** A type of the app that is written: nothing that this file imports, as a test would read it on one line. */
export const SESSION_TYPE: string = ['import', "('catflap').Session | undefined"].join('')

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

/** The same for SvelteKit 2, which has two names elsewhere. */
export const hooksOfSvelteKit2 = (): readonly string[] =>
  HOOKS.map((line) =>
    line.replace('@sveltejs/kit/hooks', '@sveltejs/kit').replace('$app/env', '$app/environment'),
  )

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

/** examples/astro/src/env.d.ts */
export const ASTRO_LOCALS: readonly string[] = [
  'declare namespace App {',
  '  interface Locals {',
  `    session: ${SESSION_TYPE}`,
  '  }',
  '}',
]

/** examples/nuxt/app/composables/session.ts */
export const NUXT_SESSION: readonly string[] = [
  '/** What a page knows of the session: this much goes to the browser, and no more. */',
  'export const useSession = () =>',
  "  useState('session', () => {",
  '    const session = useRequestEvent()?.context.session',
  '    return session && { name: session.claims.name }',
  '  })',
]

/** examples/nuxt/app/middleware/signed-in.ts */
export const NUXT_GUARD: readonly string[] = [
  '/** Lets only people see a page who are signed in; everybody else is sent to the login, and back to it. */',
  'export default defineNuxtRouteMiddleware(({ fullPath }) => {',
  '  if (useSession().value) return',
  "  return navigateTo({ path: '/login', query: { return_to: fullPath } }, { external: true })",
  '})',
]

/** examples/nuxt/server/middleware/login.ts */
export const NUXT_MIDDLEWARE: readonly string[] = [
  "import { authenticate } from 'catflap/web'",
  '',
  "/** Answers the login's own paths, and tells every page and handler who is signed in. */",
  'export default defineEventHandler(async (event) => {',
  '  const found = await authenticate(login, requestOf(event))',
  '  if (found instanceof Response) return found',
  '  event.context.session = found',
  '})',
]

/** examples/nuxt/server/utils/login.ts */
export const NUXT_LOGIN: readonly string[] = [
  "import { createLogin, type Session } from 'catflap'",
  "import { requireSession } from 'catflap/web'",
  "import type { H3Event } from 'h3'",
  '',
  "declare module 'h3' {",
  '  interface H3EventContext {',
  '    session?: Session',
  '  }',
  '}',
  '',
  'export const login = createLogin()',
  '',
  "/** A body is read once: only the login's own paths hand theirs on, all others are yours. */",
  'export const requestOf = (event: H3Event) =>',
  '  login.owns(event.path)',
  '    ? toWebRequest(event)',
  '    : new Request(login.origin + event.path, { method: event.method, headers: event.headers })',
  '',
  '/** A handler for people who are signed in: everybody else is sent to the login, programs get 401. */',
  'export const defineGuardedHandler = <T>(handle: (session: Session, event: H3Event) => T) =>',
  '  defineEventHandler(async (event) => {',
  '    const found = await requireSession(login, requestOf(event))',
  '    return found instanceof Response ? found : handle(found, event)',
  '  })',
]

/** examples/react-router/app/login.server.ts */
export const ROUTER_LOGIN: readonly string[] = [
  "import { createLogin, type Session } from 'catflap'",
  "import { authenticate, requireSession } from 'catflap/web'",
  "import { createContext, type MiddlewareFunction } from 'react-router'",
  '',
  'export const login = createLogin()',
  '',
  '/** The session of a request, for loaders and actions: `context.get(sessionContext)`. */',
  'export const sessionContext = createContext<Session | undefined>(undefined)',
  '/** The same behind `requireLogin`, where there always is one. */',
  'export const guardedContext = createContext<Session>()',
  '',
  '/** Tells every route below who is signed in. */',
  'export const withLogin: MiddlewareFunction<Response> = async ({ request, context }) => {',
  '  const found = await authenticate(login, request)',
  '  if (found instanceof Response) return found',
  '  context.set(sessionContext, found)',
  '}',
  '',
  '/** Lets only people pass who are signed in: everybody else is sent to the login, programs get 401. */',
  'export const requireLogin: MiddlewareFunction<Response> = async ({ request, context }) => {',
  '  const found = await requireSession(login, request)',
  '  if (found instanceof Response) return found',
  '  context.set(guardedContext, found)',
  '}',
]

/** What app/routes.ts names; the paths are those of examples/react-router/app/routes.ts. */
export const ROUTER_PATHS: readonly string[] = [
  "import { type RouteConfigEntry, route } from '@react-router/dev/routes'",
  '',
  "const own = ['login', 'callback', 'logout', 'backchannel-logout']",
  '',
  'export const loginRoutes: RouteConfigEntry[] = [',
  "  route('catflap', 'routes/catflap.tsx'),",
  "  route('private', 'routes/private.tsx'),",
  "  route('api/me', 'routes/me.ts'),",
  "  // The login's own paths.",
  "  ...own.map((path) => route(path, 'routes/login.ts', { id: path })),",
  ']',
]

/** examples/react-router/app/routes/login.ts */
export const ROUTER_ROUTE: readonly string[] = [
  "import type { LoaderFunctionArgs } from 'react-router'",
  "import { login } from '../login.server'",
  '',
  'const answer = ({ request }: LoaderFunctionArgs) => login.handle(request)',
  '',
  'export { answer as action, answer as loader }',
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
