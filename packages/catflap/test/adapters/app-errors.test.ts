/** What a handler throws or rejects with, and paths without a route: the framework's, and once. */
import { createServer, type Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import express from 'express'
// @ts-expect-error Express 4 under a second name; its types are those of `express`.
import express4 from 'express4'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { describe, expect, it, onTestFinished } from 'vitest'
import { holds } from '../../../../test/contract/holds.ts'
import type { Framework } from '../../../../test/contract/table.ts'
import {
  requireLogin as requireExpress,
  withLogin as withExpress,
} from '../../src/adapters/express.ts'
import catflap from '../../src/adapters/fastify.ts'
import { requireLogin as requireHono, withLogin as withHono } from '../../src/adapters/hono.ts'
import { requireLogin as requireKoa, withLogin as withKoa } from '../../src/adapters/koa.ts'
import type { Login } from '../../src/login.ts'
import { send } from '../contract/http.ts'
import { createSignedIn } from '../support/fixture.ts'
import { listen } from '../support/server.ts'
import { asyncStore } from '../support/stores.ts'

/** An app whose `/bug` runs `fail`, which tells its framework's error handler to answer 500 `mended`. */
type Serve = (
  login: Login,
  fail: () => unknown,
  told: (error: unknown) => void,
) => Server | Promise<Server>

const onExpress =
  (framework: typeof express): Serve =>
  (login, fail, told) => {
    const app = framework().use(withExpress(login))
    app.get('/bug', requireExpress(login), () => fail() as never)
    app.use(((error, _req, res, _next) => {
      told(error)
      res.status(500).send('mended')
    }) as express.ErrorRequestHandler)
    return createServer(app)
  }

const FRAMEWORKS: Readonly<Partial<Record<Framework, Serve>>> = {
  'Express 5': onExpress(express),
  'Express 4': onExpress(express4),
  async 'Fastify 5'(login, fail, told) {
    const app = Fastify()
    onTestFinished(() => app.close())
    await app.register(catflap, { login })
    app.get('/bug', { onRequest: app.requireLogin }, () => fail() as never)
    app.setErrorHandler((error, _request, reply) => {
      told(error)
      reply.code(500).send('mended')
    })
    await app.ready()
    return app.server
  },
  'Koa 3'(login, fail, told) {
    const app = new Koa()
    app.use(async (ctx, next) => {
      try {
        await next()
      } catch (error) {
        told(error)
        ctx.status = 500
        ctx.body = 'mended'
      }
    })
    app.use(withKoa(login)).use(requireKoa(login) as never)
    app.use((ctx) => (ctx.path === '/bug' ? (fail() as never) : undefined))
    return createServer(app.callback())
  },
  'Hono 4'(login, fail, told) {
    const app = new Hono()
    app.use(withHono(login) as never)
    app.get('/bug', requireHono(login), () => fail() as never)
    app.onError((error, c) => {
      told(error)
      return c.text('mended', 500)
    })
    return createAdaptorServer({ fetch: app.fetch }) as Server
  },
}

const BUG = new Error('bug')
const FAULTS: readonly (readonly [string, () => unknown])[] = [
  [
    'throws',
    () => {
      throw BUG
    },
  ],
  ['rejects', () => Promise.reject(BUG)],
]

describe.each(Object.entries(FRAMEWORKS) as [Framework, Serve][])('%s', (name, serve) => {
  async function start(options: Parameters<typeof createSignedIn>[0], fail: () => unknown) {
    const { login, cookie } = await createSignedIn(options)
    const told: unknown[] = []
    const { origin, close } = await listen(await serve(login, fail, (error) => told.push(error)))
    onTestFinished(close)
    const get = (path: string) => send(origin, path, { headers: { cookie } })
    return { get, told }
  }

  // Express 4 hands on what a handler throws, and nothing of what it rejects with.
  const faults = FAULTS.filter(([how]) => name !== 'Express 4' || how === 'throws')
  for (const [when, options] of [
    ['at once', {}],
    ['later', { session: { store: asyncStore() } }],
  ] as const) {
    it.each(faults)(
      `what a handler %s reaches the error handler once, with a store that answers ${when}`,
      holds(name, 14),
      async (_, fail) => {
        const { get, told } = await start(options, fail)
        const { status, body } = await get('/bug')
        expect([status, body, told]).toEqual([500, 'mended', [BUG]])
        expect((await get('/bug')).status).toBe(500)
        expect(told).toHaveLength(2)
      },
    )
  }

  it(
    'a path without a route ends at its own 404, and the process lives',
    holds(name, 15),
    async () => {
      const { get, told } = await start({}, () => expect.unreachable())
      for (let i = 0; i < 2; i++) expect((await get('/nowhere')).status).toBe(404)
      expect(told).toEqual([])
    },
  )
})
