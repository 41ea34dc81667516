/** The frameworks whose server is one file: what is written for each, and what is pasted. */
import type { ServerFramework, Style } from './framework.ts'

const CREATE = 'const login = createLogin()'
const PORT = 'Number(process.env.PORT ?? 5005)'
const HOST = "process.env.HOST ?? '127.0.0.1'"
const HTML = "'text/html; charset=utf-8'"
const LOGIN = "import { createLogin } from 'catflap'"
const pages = (style: Style): string => `import { homePage, privatePage } from '${style.pages}'`

export const node: ServerFramework = {
  kind: 'server',
  title: 'node:http',
  marks: [],
  packages: {},
  types: {},
  server: (style) => [
    `import { createServer${style.typed ? ', type ServerResponse' : ''} } from 'node:http'`,
    LOGIN,
    "import { requireLogin, withLogin } from 'catflap/node'",
    pages(style),
    '',
    CREATE,
    style.typed
      ? 'const send = (res: ServerResponse, type: string, body: string) => {'
      : 'const send = (res, type, body) => {',
    "  res.setHeader('content-type', type)",
    '  res.end(body)',
    '}',
    'const guarded = requireLogin(login, (req, res, session) => {',
    "  if (req.url === '/api/me') {",
    "    return send(res, 'application/json', JSON.stringify({ sub: session.sub }))",
    '  }',
    "  if (req.url !== '/private') res.statusCode = 404",
    `  send(res, ${HTML}, privatePage(session))`,
    '})',
    'const app = withLogin(login, (req, res, session) => {',
    "  if (req.url !== '/') return guarded(req, res)",
    `  send(res, ${HTML}, homePage(session))`,
    '})',
    `createServer(app).listen(${PORT}, ${HOST})`,
  ],
  paste: [
    LOGIN,
    "import { requireLogin } from 'catflap/node'",
    CREATE,
    `createServer(requireLogin(login, yourHandler)).listen(${PORT}, ${HOST})`,
  ],
}

const serve = `serve({ fetch: app.fetch, port: ${PORT}, hostname: ${HOST} })`

export const hono: ServerFramework = {
  kind: 'server',
  title: 'Hono',
  marks: ['hono'],
  packages: { hono: '^4.13.19', '@hono/node-server': '^2.1.8' },
  types: {},
  server: (style) => [
    "import { serve } from '@hono/node-server'",
    LOGIN,
    "import { requireLogin, withLogin } from 'catflap/hono'",
    "import { Hono } from 'hono'",
    pages(style),
    '',
    CREATE,
    'const app = new Hono()',
    '  .use(withLogin(login))',
    "  .get('/', (c) => c.html(homePage(c.get('session'))))",
    "  .get('/private', requireLogin(login), (c) => c.html(privatePage(c.get('session'))))",
    "  .get('/api/me', requireLogin(login), (c) => c.json({ sub: c.get('session').sub }))",
    serve,
  ],
  paste: [
    LOGIN,
    "import { requireLogin, withLogin } from 'catflap/hono'",
    CREATE,
    'app.use(withLogin(login))',
    "app.use('/private/*', requireLogin(login))",
    "app.use('/api/*', requireLogin(login))",
    serve,
  ],
}

export const express: ServerFramework = {
  kind: 'server',
  title: 'Express',
  marks: ['express'],
  packages: { express: '^5.0.0' },
  types: { '@types/express': '^5.0.0' },
  server: (style) => [
    LOGIN,
    "import { requireLogin, sessionOf, withLogin } from 'catflap/express'",
    "import express from 'express'",
    pages(style),
    '',
    CREATE,
    'const app = express()',
    'app.use(withLogin(login))',
    "app.get('/', (req, res) => void res.send(homePage(req.auth)))",
    "app.get('/private', requireLogin(login), (req, res) => void res.send(privatePage(req.auth)))",
    "app.use('/api', requireLogin(login))",
    "app.get('/api/me', (req, res) => void res.json({ sub: sessionOf(req).sub }))",
    `app.listen(${PORT}, ${HOST})`,
  ],
  paste: [
    LOGIN,
    "import { requireLogin, withLogin } from 'catflap/express'",
    CREATE,
    'app.use(withLogin(login))',
    "app.use('/private', requireLogin(login))",
    "app.use('/api', requireLogin(login))",
  ],
}

export const fastify: ServerFramework = {
  kind: 'server',
  title: 'Fastify',
  marks: ['fastify'],
  packages: { fastify: '^5.0.0' },
  types: {},
  server: (style) => [
    LOGIN,
    "import catflap from 'catflap/fastify'",
    "import Fastify from 'fastify'",
    pages(style),
    '',
    'const app = Fastify()',
    'await app.register(catflap, { login: createLogin() })',
    "app.get('/', async (request, reply) => {",
    `  return reply.type(${HTML}).send(homePage(request.auth))`,
    '})',
    'await app.register(async (guarded) => {',
    "  guarded.addHook('onRequest', app.requireLogin)",
    "  guarded.get('/private', async (request, reply) => {",
    `    return reply.type(${HTML}).send(privatePage(request.auth))`,
    '  })',
    "  guarded.get('/api/me', async (request) => ({ sub: request.auth?.sub }))",
    '})',
    `await app.listen({ port: ${PORT}, host: ${HOST} })`,
  ],
  paste: [
    LOGIN,
    "import catflap from 'catflap/fastify'",
    'await app.register(catflap, { login: createLogin() })',
    'await app.register(async (guarded) => {',
    "  guarded.addHook('onRequest', app.requireLogin)",
    "  guarded.get('/api/me', async (request) => ({ sub: request.auth.sub }))",
    '})',
  ],
}

export const koa: ServerFramework = {
  kind: 'server',
  title: 'Koa',
  marks: ['koa'],
  packages: { koa: '^3.0.0' },
  types: { '@types/koa': '^3.0.0' },
  server: (style) => [
    LOGIN,
    "import { requireLogin, withLogin } from 'catflap/koa'",
    "import Koa from 'koa'",
    pages(style),
    '',
    CREATE,
    'const app = new Koa()',
    'app.use(withLogin(login))',
    'app.use(async (ctx, next) => {',
    "  if (ctx.path !== '/') return next()",
    '  ctx.body = homePage(ctx.state.session)',
    '})',
    'app.use(requireLogin(login))',
    'app.use((ctx) => {',
    "  if (ctx.path === '/private') ctx.body = privatePage(ctx.state.session)",
    "  if (ctx.path === '/api/me') ctx.body = { sub: ctx.state.session.sub }",
    '})',
    `app.listen(${PORT}, ${HOST})`,
  ],
  paste: [
    LOGIN,
    "import { requireLogin, withLogin } from 'catflap/koa'",
    CREATE,
    'app.use(withLogin(login))',
    'app.use(requireLogin(login))',
  ],
}
