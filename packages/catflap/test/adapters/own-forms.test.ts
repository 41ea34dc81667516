/** The line that each framework's page in docs/frameworks has for the app's own POST routes. */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
// @ts-expect-error Express 4 under a second name; its types are those of `express`.
import express4 from 'express4'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { describe, expect, it, onTestFinished } from 'vitest'
import { withLogin as withExpress } from '../../src/adapters/express.ts'
import fastifyLogin from '../../src/adapters/fastify.ts'
import { withLogin as withHono } from '../../src/adapters/hono.ts'
import { withLogin as withKoa } from '../../src/adapters/koa.ts'
import { withLogin } from '../../src/adapters/node.ts'
import { authenticate } from '../../src/adapters/web.ts'
import { checkSameOrigin, isSameOrigin } from '../../src/index.ts'
import type { Login } from '../../src/login.ts'
import { send } from '../contract/http.ts'
import { createFixture } from '../support/fixture.ts'
import { APP } from '../support/provider.ts'

const APPS: Readonly<Record<string, (login: Login) => Promise<RequestListener> | RequestListener>> =
  {
    node: (login) =>
      withLogin(login, (req, res) => {
        checkSameOrigin((name) => req.headers[name]?.toString(), login.origin, 'notes')
        res.end('saved')
      }),
    express: (login) => onExpress(express(), login),
    'express 4': (login) => onExpress(express4(), login),
    async fastify(login) {
      const app = Fastify()
      await app.register(fastifyLogin, { login })
      app.post('/notes', (request) => {
        checkSameOrigin((name) => request.headers[name]?.toString(), login.origin, 'notes')
        return 'saved'
      })
      await app.ready()
      return app.routing
    },
    koa(login) {
      const app = new Koa({ env: 'test' })
      app.use(withKoa(login))
      app.use((ctx) => {
        checkSameOrigin((name) => ctx.get(name), login.origin, 'notes')
        ctx.body = 'saved'
      })
      return app.callback()
    },
    hono(login) {
      const app = new Hono()
      app.use(withHono(login))
      app.post('/notes', (c) => {
        if (!isSameOrigin((name) => c.req.header(name), login.origin)) {
          return c.text('Not from a page of this app', 403)
        }
        return c.text('saved')
      })
      return getRequestListener(app.fetch)
    },
    web: (login) =>
      getRequestListener(async (request) => {
        const found = await authenticate(login, request)
        if (found instanceof Response) return found
        if (!isSameOrigin((name) => request.headers.get(name), login.origin)) {
          return new Response('Not from a page of this app', { status: 403 })
        }
        return new Response('saved')
      }),
  }

function onExpress(app: ReturnType<typeof express>, login: Login): RequestListener {
  app.set('env', 'test')
  app.use(withExpress(login))
  app.post('/notes', (req, res) => {
    checkSameOrigin((name) => req.get(name), login.origin, 'notes')
    res.send('saved')
  })
  return app
}

describe('a form of the app itself', () => {
  it.each(Object.keys(APPS))(
    'is taken from its own pages alone by the line for %s',
    async (name) => {
      const { login } = createFixture()
      const server = createServer(await APPS[name]!(login))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      onTestFinished(() => void server.close())
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const post = async (headers: Readonly<Record<string, string>>) => {
        const { status, body } = await send(origin, '/notes', { method: 'POST', headers })
        return [status, body.includes('saved')]
      }
      expect(await post({ origin: APP })).toEqual([200, true])
      expect(await post({ 'sec-fetch-site': 'same-origin' })).toEqual([200, true])
      for (const foreign of [
        { origin: 'https://neighbour.example', 'sec-fetch-site': 'same-site' },
        { origin: 'null', 'sec-fetch-site': 'cross-site' },
        {},
      ]) {
        expect(await post(foreign), JSON.stringify(foreign)).toEqual([403, false])
      }
    },
  )
})
