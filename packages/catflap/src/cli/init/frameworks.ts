/** The frameworks that a project may have: the lines that give each of them the login. */

export const FRAMEWORK_NAMES = ['node', 'hono', 'express', 'fastify', 'koa'] as const

/** Names of the frameworks; `node` is none, just node:http. */
export type FrameworkName = (typeof FRAMEWORK_NAMES)[number]

/** One of them. */
export interface Framework {
  readonly title: string
  /** What a server of it needs, with versions, besides Catflap. */
  readonly packages: Readonly<Record<string, string>>
  /** What the compiler needs besides, in TypeScript. */
  readonly types: Readonly<Record<string, string>>
  /** A whole server. @param typed - TypeScript */
  server(typed: boolean): readonly string[]
  /** The lines that give the login to a server that is there. */
  readonly paste: readonly string[]
}

const CREATE = 'const login = createLogin()'
const HTTP = [
  "import { createServer } from 'node:http'",
  "import { createLogin } from 'catflap'",
  "import { requireLogin } from 'catflap/node'",
]
const PORT = 'Number(process.env.PORT ?? 5005)'
const HOST = "process.env.HOST ?? '127.0.0.1'"
const listen = (listener: string): string => `createServer(${listener}).listen(${PORT}, ${HOST})`
const SERVE = `serve({ fetch: app.fetch, port: ${PORT}, hostname: ${HOST} })`
const greeting = (session: string, path: string): string =>
  `\`Hello $\{${session}.claims.name}, you asked for $\{${path}}\``
const LISTEN = `await app.listen({ port: ${PORT}, host: ${HOST} })`

export const FRAMEWORKS: Readonly<Record<FrameworkName, Framework>> = {
  node: {
    title: 'node:http',
    packages: {},
    types: {},
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
  },
  hono: {
    title: 'Hono',
    packages: { hono: '^4.13.19', '@hono/node-server': '^2.1.8' },
    types: {},
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
  },
  express: {
    title: 'Express',
    packages: { express: '^5.0.0' },
    types: { '@types/express': '^5.0.0' },
    server: () => [
      "import { createLogin } from 'catflap'",
      "import { requireLogin, sessionOf } from 'catflap/express'",
      "import express from 'express'",
      '',
      CREATE,
      'const app = express()',
      'app.use(requireLogin(login))',
      'app.use((req, res) => {',
      `  res.type('text/plain').send(${greeting('sessionOf(req)', 'req.url')})`,
      '})',
      `app.listen(${PORT}, ${HOST})`,
    ],
    paste: [
      "import { createLogin } from 'catflap'",
      "import { requireLogin } from 'catflap/express'",
      CREATE,
      'app.use(requireLogin(login))',
    ],
  },
  fastify: {
    title: 'Fastify',
    packages: { fastify: '^5.0.0' },
    types: {},
    server: () => [
      "import { createLogin } from 'catflap'",
      "import catflap from 'catflap/fastify'",
      "import Fastify from 'fastify'",
      '',
      'const app = Fastify()',
      'await app.register(catflap, { login: createLogin() })',
      "app.addHook('onRequest', app.requireLogin)",
      "app.get('/*', async (req) => {",
      `  return ${greeting('req.auth?', 'req.url')}`,
      '})',
      LISTEN,
    ],
    paste: [
      "import { createLogin } from 'catflap'",
      "import catflap from 'catflap/fastify'",
      'await app.register(catflap, { login: createLogin() })',
      "app.addHook('onRequest', app.requireLogin)",
    ],
  },
  koa: {
    title: 'Koa',
    packages: { koa: '^3.0.0' },
    types: { '@types/koa': '^3.0.0' },
    server: () => [
      "import { createLogin } from 'catflap'",
      "import { requireLogin } from 'catflap/koa'",
      "import Koa from 'koa'",
      '',
      CREATE,
      'const app = new Koa()',
      'app.use(requireLogin(login))',
      'app.use((ctx) => {',
      `  ctx.body = ${greeting('ctx.state.session', 'ctx.url')}`,
      '})',
      `app.listen(${PORT}, ${HOST})`,
    ],
    paste: [
      "import { createLogin } from 'catflap'",
      "import { requireLogin } from 'catflap/koa'",
      CREATE,
      'app.use(requireLogin(login))',
    ],
  },
}
