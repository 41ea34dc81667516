/** Each framework's way to test an app without a server of one's own. */
import { createServer } from 'node:http'
import express from 'express'
// @ts-expect-error Express 4 under a second name; its types are those of `express`.
import express4 from 'express4'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import supertest from 'supertest'
import { expect, it, onTestFinished } from 'vitest'
import { holds } from '../../../../test/contract/holds.ts'
import type { Framework } from '../../../../test/contract/table.ts'
import { requireLogin as requireExpress } from '../../src/adapters/express.ts'
import catflap from '../../src/adapters/fastify.ts'
import { requireLogin as requireHono } from '../../src/adapters/hono.ts'
import { requireLogin as requireKoa } from '../../src/adapters/koa.ts'
import { requireLogin } from '../../src/adapters/node.ts'
import { requireSession } from '../../src/adapters/web.ts'
import type { Login } from '../../src/login.ts'
import { createSignedIn } from '../support/fixture.ts'
import { APP } from '../support/provider.ts'

/** Asks an app for a path; status and body. */
type Ask = (path: string, headers: Record<string, string>) => Promise<readonly [number, string]>
type Inject = (login: Login) => Ask | Promise<Ask>

const bySupertest =
  (app: Parameters<typeof supertest>[0]): Ask =>
  async (path, headers) => {
    const { status, text } = await supertest(app).get(path).set(headers)
    return [status, text]
  }

const onExpress =
  (framework: typeof express): Inject =>
  (login) =>
    bySupertest(framework().use(requireExpress(login), (req, res) => void res.send(req.auth?.sub)))

const INJECTORS: Readonly<Partial<Record<Framework, Inject>>> = {
  'node:http': (login) =>
    bySupertest(createServer(requireLogin(login, (_req, res, { sub }) => res.end(sub)))),
  'Express 5': onExpress(express),
  'Express 4': onExpress(express4),
  async 'Fastify 5'(login) {
    const app = Fastify()
    onTestFinished(() => app.close())
    await app.register(catflap, { login })
    app.get('/x', { onRequest: app.requireLogin }, async (request) => request.auth?.sub)
    return async (url, headers) => {
      const { statusCode, body } = await app.inject({ url, headers })
      return [statusCode, body]
    }
  },
  'Koa 3'(login) {
    const app = new Koa().use(requireKoa(login) as never)
    app.use((ctx) => {
      ctx.body = ctx.state.session.sub
    })
    return bySupertest(app.callback())
  },
  'Hono 4'(login) {
    const app = new Hono().use(requireHono(login)).get('/x', (c) => c.text(c.get('session').sub))
    return async (path, headers) => {
      const response = await app.request(path, { headers })
      return [response.status, await response.text()]
    }
  },
  'catflap/web': (login) => async (path, headers) => {
    const found = await requireSession(login, new Request(APP + path, { headers }))
    return found instanceof Response ? [found.status, await found.text()] : [200, found.sub]
  },
}

for (const [name, inject] of Object.entries(INJECTORS) as [Framework, Inject][]) {
  it(`${name}: its tests see the login without a server`, holds(name, 21), async () => {
    const { login, cookie } = await createSignedIn()
    const ask = await inject(login)
    expect(await ask('/x', { cookie })).toEqual([200, 'u-1'])
    expect(await ask('/x', {})).toEqual([401, expect.stringContaining('AUTHENTICATION_REQUIRED')])
    const [status] = await ask('/login', { 'sec-fetch-mode': 'navigate', accept: 'text/html' })
    expect(status).toBe(302)
  })
}
