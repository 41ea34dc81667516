/** A Logout Token, where something in front of the login has read the body; see also express-app.test.ts. */
import { createServer, type Server } from 'node:http'
import formbody from '@fastify/formbody'
import { createAdaptorServer, getRequestListener } from '@hono/node-server'
import express from 'express'
import Fastify from 'fastify'
import { type Context, Hono } from 'hono'
import Koa from 'koa'
import { koaBody } from 'koa-body'
import { expect, it, onTestFinished } from 'vitest'
import { holds } from '../../../../test/contract/holds.ts'
import catflap from '../../src/adapters/fastify.ts'
import { withLogin as withHono } from '../../src/adapters/hono.ts'
import { withLogin as withKoa } from '../../src/adapters/koa.ts'
import { withLogin } from '../../src/adapters/node.ts'
import { authenticate } from '../../src/adapters/web.ts'
import type { Login } from '../../src/login.ts'
import { send } from '../contract/http.ts'
import { createSignedIn } from '../support/fixture.ts'
import { FORM, logoutToken } from '../support/logout-token.ts'
import { listen } from '../support/server.ts'

type Serve = (login: Login) => Server | Promise<Server>

/** Fails unless a Logout Token ends the session at a server. */
async function expectLogout(serve: Serve): Promise<void> {
  const { login, cookie, clock } = await createSignedIn()
  const { origin, close } = await listen(await serve(login))
  onTestFinished(close)
  const token = await logoutToken(clock.now(), { sid: undefined })
  const headers = { 'content-type': FORM }
  const asked = { method: 'POST', headers, body: `logout_token=${token}` }
  const { status, body } = await send(origin, '/backchannel-logout', asked)
  expect([status, body]).toEqual([200, ''])
  expect(await login.readSession(cookie, undefined)).toBeUndefined()
}

it.each([
  ['express.urlencoded', express.urlencoded({ extended: false })],
  ['express.json', express.json()],
])('node:http takes a Logout Token behind %s', holds('node:http', 6), async (_, parser) => {
  await expectLogout((login) => {
    const listener = withLogin(login, () => {})
    return createServer((req, res) => parser(req as never, res as never, () => listener(req, res)))
  })
})

it.each(['in front of', 'behind'])(
  'fastify takes a Logout Token with @fastify/formbody %s the login',
  holds('Fastify 5', 6),
  async (place) => {
    await expectLogout(async (login) => {
      const app = Fastify()
      onTestFinished(() => app.close())
      if (place === 'in front of') await app.register(formbody)
      await app.register(catflap, { login })
      if (place === 'behind') await app.register(formbody)
      await app.ready()
      return app.server
    })
  },
)

it('koa takes a Logout Token behind koa-body', holds('Koa 3', 6), async () => {
  await expectLogout((login) => {
    const app = new Koa()
    app.use(koaBody()).use(withKoa(login))
    return createServer(app.callback())
  })
})

it.each<[string, (c: Context) => Promise<unknown>]>([
  ['parseBody()', (c) => c.req.parseBody()],
  ['formData()', (c) => c.req.formData()],
  ['text()', (c) => c.req.text()],
  ['arrayBuffer()', (c) => c.req.arrayBuffer()],
])('hono takes a Logout Token behind c.req.%s', holds('Hono 4', 6), async (_, read) => {
  await expectLogout((login) => {
    const app = new Hono()
    app.use(async (c, next) => {
      await read(c)
      await next()
    })
    app.use(withHono(login) as never)
    return createAdaptorServer({ fetch: app.fetch }) as Server
  })
})

it('a clone that was read leaves catflap/web its body', holds('catflap/web', 6), async () => {
  await expectLogout((login) =>
    createServer(
      getRequestListener(async (request) => {
        await request.clone().formData()
        const found = await authenticate(login, request)
        return found instanceof Response ? found : new Response('app')
      }),
    ),
  )
})
