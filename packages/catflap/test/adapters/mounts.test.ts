/** Mounted below a path, as each framework does it; see also express-app.test.ts. */
import { createServer, type Server } from 'node:http'
import { createAdaptorServer, getRequestListener } from '@hono/node-server'
import express from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import mount from 'koa-mount'
import { expect, it, onTestFinished } from 'vitest'
import { holds } from '../../../../test/contract/holds.ts'
import catflap from '../../src/adapters/fastify.ts'
import { requireLogin as requireHono, withLogin as withHono } from '../../src/adapters/hono.ts'
import { requireLogin as requireKoa, withLogin as withKoa } from '../../src/adapters/koa.ts'
import { requireLogin as requireNode } from '../../src/adapters/node.ts'
import { requireSession } from '../../src/adapters/web.ts'
import type { Login } from '../../src/login.ts'
import { send } from '../contract/http.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture, createSignedIn } from '../support/fixture.ts'
import { listen } from '../support/server.ts'

/** Fails unless a person comes back to the whole address, and a login below the mount still answers. */
async function expectMounted(serve: (login: Login) => Server | Promise<Server>): Promise<void> {
  const { login, cookie } = await createSignedIn()
  const { origin, close } = await listen(await serve(login))
  onTestFinished(close)
  const { status, headers } = await send(origin, '/api/x?y=1', { headers: NAVIGATION })
  expect([status, headers.location]).toEqual([302, '/login?return_to=%2Fapi%2Fx%3Fy%3D1'])
  expect((await send(origin, '/api/x?y=1', { headers: { cookie } })).body).toBe('u-1')
}

it('koa-mount', holds('Koa 3', 7), async () => {
  await expectMounted((login) => {
    const api = new Koa()
    api.use(requireKoa(login) as never).use((ctx) => {
      ctx.body = ctx.state.session.sub
    })
    return createServer(new Koa().use(mount('/api', api)).callback())
  })
})

it('koa-mount: a login below a path answers there', holds('Koa 3', 7), async () => {
  const { login } = createFixture({ client: { redirectUri: 'https://app.example/app/callback' } })
  const app = new Koa().use(mount('/app', new Koa().use(withKoa(login))))
  const { origin, close } = await listen(createServer(app.callback()))
  onTestFinished(close)
  expect((await send(origin, '/app/login', { headers: NAVIGATION })).status).toBe(302)
  expect((await send(origin, '/login', { headers: NAVIGATION })).status).toBe(404)
})

it('a plugin of Fastify with a prefix', holds('Fastify 5', 7), async () => {
  await expectMounted(async (login) => {
    const app = Fastify()
    onTestFinished(() => app.close())
    await app.register(
      (api, _options, done) => {
        api.register(catflap, { login }).after(() => {
          api.addHook('onRequest', api.requireLogin)
          api.get('/x', async (request) => request.auth?.sub)
        })
        done()
      },
      { prefix: '/api' },
    )
    await app.ready()
    return app.server
  })
})

it.each<[string, (api: Hono) => Hono]>([
  ['route', (api) => new Hono().route('/api', api)],
  ['mount', (api) => new Hono().mount('/api', api.fetch, { replaceRequest: (request) => request })],
  ['mount, which cuts the path off', (api) => new Hono().mount('/api', api.fetch)],
])('hono by %s', holds('Hono 4', 7), async (way, place) => {
  await expectMounted((login) => {
    const api = new Hono()
    api.use(requireHono(login) as never)
    api.get(way === 'mount' ? '/api/x' : '/x', (c) =>
      c.text((c.get('session' as never) as { sub: string }).sub),
    )
    return createAdaptorServer({ fetch: place(api).fetch }) as Server
  })
})

it(
  'hono by mount: a login below a path answers there, and nowhere else',
  holds('Hono 4', 7),
  async () => {
    const { login } = createFixture({ client: { redirectUri: 'https://app.example/app/callback' } })
    const api = new Hono().use(withHono(login) as never)
    api.get('*', (c) => c.text('the app'))
    const app = new Hono().mount('/app', api.fetch)
    const { origin, close } = await listen(createAdaptorServer({ fetch: app.fetch }) as Server)
    onTestFinished(close)
    expect((await send(origin, '/app/login', { headers: NAVIGATION })).status).toBe(302)
    const body = 'logout_token=x'
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const posted = { method: 'POST', headers, body }
    expect((await send(origin, '/app/backchannel-logout', posted)).status).toBe(400)
    expect((await send(origin, '/app/app/login', { headers: NAVIGATION })).body).toBe('the app')
  },
)

it(
  'a listener of node:http in a router that cuts the path off',
  holds('node:http', 7),
  async () => {
    await expectMounted((login) => {
      const listener = requireNode(login, (_req, res, session) => res.end(session.sub))
      return createServer(express().use('/api', listener as never))
    })
  },
)

it('a handler of Request that is told the whole target', holds('catflap/web', 7), async () => {
  await expectMounted((login) =>
    createServer(
      getRequestListener(async (request) => {
        const { origin, pathname, search } = new URL(request.url)
        const cut = new Request(origin + pathname.slice('/api'.length) + search, request)
        const found = await requireSession(login, cut, { target: pathname + search })
        return found instanceof Response ? found : new Response(found.sub)
      }),
    ),
  )
})
