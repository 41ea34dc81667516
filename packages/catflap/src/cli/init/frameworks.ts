/**
 * The frameworks that a project may have: the lines that put the login in front of each.
 *
 * Those without an adapter of their own run behind the one for node:http, since each of them is a
 * handler of a node:http server.
 */

export const FRAMEWORK_NAMES = ['node', 'hono', 'express', 'fastify', 'koa'] as const

/** Names of the frameworks; `node` is none, just node:http. */
export type FrameworkName = (typeof FRAMEWORK_NAMES)[number]

/** One of them. */
export interface Framework {
  readonly title: string
  /** Whether Catflap has an adapter of its own for it. */
  readonly adapter: boolean
  /** What a server of it needs, with versions, besides Catflap. */
  readonly packages: Readonly<Record<string, string>>
  /** A whole server. @param typed - TypeScript */
  server(typed: boolean): readonly string[]
  /** The lines that give the login to a server that is there. */
  readonly paste: readonly string[]
  /** How its handlers learn who is signed in, when they are not told. */
  readonly read: string | undefined
}

const CREATE = 'const login = createLogin()'
const HTTP = [
  "import { createServer } from 'node:http'",
  "import { createLogin } from 'catflap'",
  "import { requireLogin } from 'catflap/node'",
]
/** For handlers that are not told who is signed in. */
const TOLD = [...HTTP.slice(0, 2), "import { readSession, requireLogin } from 'catflap/node'"]
const PORT = 'Number(process.env.PORT ?? 5005)'
const HOST = "process.env.HOST ?? '127.0.0.1'"
const listen = (listener: string): string => `createServer(${listener}).listen(${PORT}, ${HOST})`
const SERVE = `serve({ fetch: app.fetch, port: ${PORT}, hostname: ${HOST} })`
const greeting = (session: string, path: string): string =>
  `\`Hello $\{${session}.claims.name}, you asked for $\{${path}}\``
const FRONT = 'requireLogin(login, (req, res) => app(req, res))'
const FACTORY = 'serverFactory: (handler) => createServer(requireLogin(login, handler))'
const LISTEN = `await app.listen({ port: ${PORT}, host: ${HOST} })`
const READ = 'const session = await readSession(login, req)'

export const FRAMEWORKS: Readonly<Record<FrameworkName, Framework>> = {
  node: {
    title: 'node:http',
    adapter: true,
    packages: {},
    server: () => [
      ...HTTP,
      '',
      CREATE,
      'const app = requireLogin(login, (req, res, session) => {',
      "  res.setHeader('content-type', 'text/plain; charset=utf-8')",
      `  res.end(${greeting('session', 'req.url')})`,
      '})',
      listen('app'),
    ],
    paste: [...HTTP.slice(1), CREATE, listen('requireLogin(login, yourHandler)')],
    read: undefined,
  },
  hono: {
    title: 'Hono',
    adapter: true,
    packages: { hono: '^4.13.19', '@hono/node-server': '^2.1.8' },
    server: (typed) => [
      "import { serve } from '@hono/node-server'",
      "import { createLogin } from 'catflap'",
      `import { ${typed ? 'type GuardedEnv, ' : ''}requireLogin } from 'catflap/hono'`,
      "import { Hono } from 'hono'",
      '',
      CREATE,
      `const app = new Hono${typed ? '<GuardedEnv>' : ''}()`,
      'app.use(requireLogin(login))',
      `app.get('*', (c) => c.text(${greeting("c.get('session')", 'c.req.path')}))`,
      SERVE,
    ],
    paste: [
      "import { createLogin } from 'catflap'",
      "import { requireLogin } from 'catflap/hono'",
      CREATE,
      'app.use(requireLogin(login))',
      SERVE,
    ],
    read: undefined,
  },
  express: {
    title: 'Express',
    adapter: false,
    packages: { express: '^5.0.0' },
    server: () => [
      ...TOLD,
      "import express from 'express'",
      '',
      CREATE,
      'const app = express()',
      'app.use(async (req, res) => {',
      `  ${READ}`,
      `  res.type('text/plain').send(${greeting('session?', 'req.url')})`,
      '})',
      listen(FRONT),
    ],
    paste: [...TOLD, CREATE, listen(FRONT)],
    read: READ,
  },
  fastify: {
    title: 'Fastify',
    adapter: false,
    packages: { fastify: '^5.0.0' },
    server: () => [
      ...TOLD,
      "import Fastify from 'fastify'",
      '',
      CREATE,
      'const app = Fastify({',
      `  ${FACTORY},`,
      '})',
      "app.get('/*', async (req) => {",
      `  ${READ}`,
      `  return ${greeting('session?', 'req.url')}`,
      '})',
      LISTEN,
    ],
    paste: [...TOLD, CREATE, `const app = Fastify({ ${FACTORY} })`, LISTEN],
    read: READ,
  },
  koa: {
    title: 'Koa',
    adapter: false,
    packages: { koa: '^3.0.0' },
    server: () => [
      ...TOLD,
      "import Koa from 'koa'",
      '',
      CREATE,
      'const app = new Koa()',
      'app.use(async (ctx) => {',
      `  ${READ.replace('req.', 'ctx.')}`,
      `  ctx.body = ${greeting('session?', 'ctx.url')}`,
      '})',
      listen('requireLogin(login, app.callback())'),
    ],
    paste: [...TOLD, CREATE, listen('requireLogin(login, app.callback())')],
    read: READ.replace('req.', 'ctx.'),
  },
}
