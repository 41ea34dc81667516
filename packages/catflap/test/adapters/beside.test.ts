/** Beside what apps already have: session middleware, passport, security headers. */
import { createServer, type Server } from 'node:http'
import fastifyCookie from '@fastify/cookie'
import fastifyHelmet from '@fastify/helmet'
import fastifySession from '@fastify/session'
import { createAdaptorServer } from '@hono/node-server'
import express from 'express'
import expressSession from 'express-session'
// @ts-expect-error Express 4 under a second name; its types are those of `express`.
import express4 from 'express4'
import Fastify from 'fastify'
import helmet from 'helmet'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import Koa from 'koa'
import koaHelmet from 'koa-helmet'
import koaSession from 'koa-session'
import passport from 'passport'
import { describe, expect, it, onTestFinished } from 'vitest'
import { holds, holdsFor } from '../../../../test/contract/holds.ts'
import type { Framework } from '../../../../test/contract/table.ts'
import { withLogin as withExpress } from '../../src/adapters/express.ts'
import catflap from '../../src/adapters/fastify.ts'
import { withLogin as withHono } from '../../src/adapters/hono.ts'
import { withLogin as withKoa } from '../../src/adapters/koa.ts'
import { withLogin } from '../../src/adapters/node.ts'
import type { Login } from '../../src/login.ts'
import { send } from '../contract/http.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createSignedIn } from '../support/fixture.ts'
import { listen } from '../support/server.ts'

type Serve = (login: Login) => Server | Promise<Server>
type Table = Readonly<Partial<Record<Framework, Serve>>>

const SECRET = 'a secret of the app’s own session, 32'
const VERSIONS = { 'Express 5': express, 'Express 4': express4 as typeof express }

async function start(serve: Serve) {
  const { login, cookie } = await createSignedIn()
  const { origin, close } = await listen(await serve(login))
  onTestFinished(close)
  return { origin, cookie }
}

declare module 'express-session' {
  interface SessionData {
    visits: number
  }
}
declare module 'fastify' {
  interface Session {
    visits: number
  }
}

/** Passport, as an app has it that also signs people in by other means. */
function passportOf(): InstanceType<typeof passport.Passport> {
  const own = new passport.Passport()
  own.serializeUser((user, done) => done(null, user))
  own.deserializeUser((user: Express.User, done) => done(null, user))
  return own
}

/** Each counts visits in its own session, and tells them beside the person that the login knows. */
function visiting(framework: typeof express, place: 'in front' | 'behind'): Serve {
  return (login) => {
    const app = framework()
    const own = passportOf()
    if (place === 'behind') app.use(withExpress(login))
    app.use(expressSession({ secret: SECRET, resave: false, saveUninitialized: true }))
    app.use(own.initialize(), own.session())
    if (place === 'in front') app.use(withExpress(login))
    app.get('/visits', (req, res) => {
      req.session.visits = (req.session.visits ?? 0) + 1
      res.json([req.session.visits, req.auth?.sub, req.user ?? null])
    })
    app.get('/by-passport', (req, res) => {
      req.login({ id: 'local' } as Express.User, () => res.json([req.user, req.auth?.sub]))
    })
    return createServer(app)
  }
}

const SESSIONS: readonly (readonly [Framework, string, Serve])[] = [
  ...Object.entries(VERSIONS).flatMap(([name, framework]) =>
    (['in front', 'behind'] as const).map(
      (place) =>
        [
          name as Framework,
          `express-session and passport ${place}`,
          visiting(framework, place),
        ] as const,
    ),
  ),
  ...(['in front', 'behind'] as const).map(
    (place) =>
      [
        'Fastify 5',
        `@fastify/session ${place}`,
        async (login: Login) => {
          const app = Fastify()
          onTestFinished(() => app.close())
          if (place === 'behind') await app.register(catflap, { login })
          await app.register(fastifyCookie)
          await app.register(fastifySession, { secret: SECRET, cookie: { secure: false } })
          if (place === 'in front') await app.register(catflap, { login })
          app.get('/visits', async (request) => {
            request.session.visits = (request.session.visits ?? 0) + 1
            return [request.session.visits, request.auth?.sub ?? null, null]
          })
          await app.ready()
          return app.server
        },
      ] as const,
  ),
  ...(['in front', 'behind'] as const).map(
    (place) =>
      [
        'Koa 3',
        `koa-session ${place}`,
        (login: Login) => {
          const app = new Koa()
          app.keys = [SECRET]
          if (place === 'behind') app.use(withKoa(login))
          app.use(koaSession(app))
          if (place === 'in front') app.use(withKoa(login))
          app.use((ctx) => {
            if (ctx.session) ctx.session.visits = (ctx.session.visits ?? 0) + 1
            ctx.body = [ctx.session?.visits, ctx.state.session?.sub ?? null, null]
          })
          return createServer(app.callback())
        },
      ] as const,
  ),
]

describe.each(SESSIONS)('%s beside %s', (name, _, serve) => {
  it('keeps both sessions, each its own', holds(name, 19), async () => {
    const { origin, cookie } = await start(serve)
    const first = await send(origin, '/visits', { headers: { cookie } })
    expect(JSON.parse(first.body)).toEqual([1, 'u-1', null])
    const own = (first.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ')
    expect(own).not.toContain('catflap')
    const both = { cookie: `${own}; ${cookie}` }
    const second = await send(origin, '/visits', { headers: both })
    expect(JSON.parse(second.body)[0]).toBe(2)
    // koa-session keeps the session itself in its cookie.
    const renewed = (second.headers['set-cookie'] ?? []).map((line) => line.split(';')[0])
    if (renewed.length > 0) both.cookie = `${renewed.join('; ')}; ${cookie}`
    // Signed out of the login, the app's own session stays.
    const out = { method: 'POST', headers: { ...both, origin: 'https://app.example' } }
    expect((await send(origin, '/logout', out)).status).toBe(303)
    const after = JSON.parse((await send(origin, '/visits', { headers: both })).body)
    expect([after[0], after[1] ?? null]).toEqual([3, null])
  })
})

it.each(Object.entries(VERSIONS) as [Framework, typeof express][])(
  '%s: somebody whom passport signs in is another than the login knows',
  holdsFor(['Express 5', 'Express 4'], 19),
  async (_, framework) => {
    const { origin, cookie } = await start(visiting(framework, 'in front'))
    const { body } = await send(origin, '/by-passport', { headers: { cookie } })
    expect(JSON.parse(body)).toEqual([{ id: 'local' }, 'u-1'])
    const nobody = await send(origin, '/by-passport')
    expect(JSON.parse(nobody.body)).toEqual([{ id: 'local' }, null])
  },
)

const FOREIGN = "default-src 'self'"

const IN_FRONT: Table = {
  'node:http': (login) => {
    const headers = helmet()
    const listener = withLogin(login, (_req, res) => void res.end('app'))
    return createServer((req, res) => headers(req, res, () => listener(req, res)))
  },
  ...Object.fromEntries(
    Object.entries(VERSIONS).map(([name, framework]) => [
      name,
      (login: Login) => {
        const app = framework().use(helmet(), withExpress(login))
        app.get('/x', (_req, res) => void res.send('app'))
        return createServer(app)
      },
    ]),
  ),
  async 'Fastify 5'(login) {
    const app = Fastify()
    onTestFinished(() => app.close())
    await app.register(fastifyHelmet)
    await app.register(catflap, { login })
    app.get('/x', async () => 'app')
    await app.ready()
    return app.server
  },
  'Koa 3'(login) {
    const app = new Koa().use(koaHelmet()).use(withKoa(login))
    app.use((ctx) => {
      ctx.body = 'app'
    })
    return createServer(app.callback())
  },
  'Hono 4'(login) {
    const app = new Hono()
    app.use(secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'self'"] } }))
    app.use(withHono(login) as never)
    app.get('/x', (c) => c.text('app'))
    return createAdaptorServer({ fetch: app.fetch }) as Server
  },
}

describe.each(Object.entries(IN_FRONT) as [Framework, Serve][])('%s', (name, serve) => {
  it('behind security headers answers with the login’s own policy', holds(name, 22), async () => {
    const { origin } = await start(serve)
    const app = await send(origin, '/x', { headers: NAVIGATION })
    expect(app.headers['content-security-policy']).toContain(FOREIGN)
    for (const path of ['/logout', '/callback?state=x&code=y']) {
      const { headers, body } = await send(origin, path, { headers: NAVIGATION })
      expect(body).toContain('<style>')
      const policy = headers['content-security-policy'] ?? ''
      expect(policy, path).toContain("default-src 'none'")
      expect(policy, path).not.toContain(FOREIGN)
      // What it does not set itself stays.
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['cross-origin-opener-policy'] ?? 'same-origin').toBe('same-origin')
    }
  })
})
