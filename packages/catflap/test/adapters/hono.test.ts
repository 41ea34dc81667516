import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import { expect, it, onTestFinished } from 'vitest'
import {
  type GuardedEnv,
  type LoginEnv,
  requireGroup,
  requireLogin,
  withLogin,
} from '../../src/adapters/hono.ts'
import { describeAdapter } from '../contract/adapter.ts'
import type { Serve } from '../contract/adapter-fixture.ts'
import { describeHotPath } from '../contract/adapter-hot-path.ts'
import { send } from '../contract/http.ts'
import { createFixture } from '../support/fixture.ts'
import { listen } from '../support/server.ts'
import { FAILURES } from '../support/stores.ts'

const serve: Serve = async (login, { guarded, source, row, groups, status, answer }) => {
  const app = new Hono<LoginEnv>()
  const guard = groups ? requireGroup(login, ...groups) : requireLogin(login, source && { source })
  app.use(groups || guarded ? (guard as never) : withLogin(login))
  if (row) app.use(withLogin(login), requireLogin(login) as never)
  app.all('*', (c) => {
    const { pathname, search } = new URL(c.req.url)
    const pieces = answer(pathname + search, c.get('session'))
    c.status(status as 200)
    return stream(c, async (out) => {
      for await (const piece of pieces) await out.write(piece)
    })
  })
  return listen(createAdaptorServer({ fetch: app.fetch }) as Server)
}

describeAdapter('Hono 4', serve)
describeHotPath('Hono 4', serve)

it.each([
  ['withLogin', withLogin],
  ['requireLogin', requireLogin],
] as const)('hono: an error of the app behind %s reaches onError', async (_, middleware) => {
  const { login, browser } = createFixture()
  await browser.signIn()
  const errors: unknown[] = []
  const app = new Hono()
  app.use(middleware(login) as never)
  const bug = new Error('bug')
  app.get('/x', () => {
    throw bug
  })
  app.onError((error, c) => {
    errors.push(error)
    return c.text('mended', 500)
  })
  const response = await app.request('/x', { headers: { cookie: browser.header()! } })
  expect([response.status, await response.text(), errors]).toEqual([500, 'mended', [bug]])
})

it('hono: a guard behind withLogin reads the session it needs', async () => {
  const { login, browser } = createFixture()
  await browser.signIn()
  const app = new Hono<GuardedEnv>()
  app.use(withLogin(login) as never)
  app.get('/x', requireLogin(login), (c) => c.text(c.get('session').sub))
  expect(await (await app.request('/x', { headers: { cookie: browser.header()! } })).text()).toBe(
    'u-1',
  )
  expect((await app.request('/x')).status).toBe(401)
})

it('hono: a store that is down is no error of the app', async () => {
  const { login, browser, store } = createFixture()
  await browser.signIn()
  store.fail = FAILURES[1]![1]
  const app = new Hono<GuardedEnv>()
  app.use(requireLogin(login))
  app.get('/x', (c) => c.text('app'))
  app.onError(() => expect.unreachable())
  expect((await app.request('/x', { headers: { cookie: browser.header()! } })).status).toBe(503)
})

it('hono: a Logout Token is refused, not waited for, when something before has read it past Hono', async () => {
  const { login } = createFixture()
  const app = new Hono()
  app.use(async (c, next) => {
    await c.req.raw.text()
    await next()
  })
  app.use(withLogin(login) as never)
  const served = await listen(createAdaptorServer({ fetch: app.fetch }))
  onTestFinished(served.close)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const asked = { method: 'POST', headers, body: 'logout_token=x' }
  const { status, body } = await send(served.origin, '/backchannel-logout', asked)
  expect([status, JSON.parse(body).code]).toEqual([500, 'BODY_UNREADABLE'])
})
