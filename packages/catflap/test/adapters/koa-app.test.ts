/** What an app of Koa does around the login. */
import { createServer } from 'node:http'
import Koa from 'koa'
import { describe, expect, it, onTestFinished } from 'vitest'
import { holds } from '../../../../test/contract/holds.ts'
import { requireLogin, withLogin } from '../../src/adapters/koa.ts'
import { send } from '../contract/http.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture, createSignedIn } from '../support/fixture.ts'
import { FORM, logoutToken } from '../support/logout-token.ts'
import { listen } from '../support/server.ts'
import { countingStore } from '../support/stores.ts'

async function served(app: Koa): Promise<string> {
  const { origin, close } = await listen(createServer(app.callback()))
  onTestFinished(close)
  return origin
}

describe('koa', () => {
  it('a Logout Token arrives though a parser stands in front', holds('Koa 3', 6), async () => {
    const { login, cookie, clock } = await createSignedIn()
    const app = new Koa()
    app.use(async (ctx, next) => {
      const chunks: Buffer[] = []
      for await (const chunk of ctx.req) chunks.push(chunk as Buffer)
      const form = new URLSearchParams(Buffer.concat(chunks).toString())
      Object.assign(ctx.request, { body: Object.fromEntries(form) })
      await next()
    })
    app.use(withLogin(login) as never)
    const token = await logoutToken(clock.now(), { sid: undefined })
    const { status } = await send(await served(app), '/backchannel-logout', {
      method: 'POST',
      headers: { 'content-type': FORM },
      body: `logout_token=${token}`,
    })
    expect(status).toBe(200)
    expect(await login.readSession(cookie, undefined)).toBeUndefined()
  })

  it('an app mounted below a path sends back to the whole address', holds('Koa 3', 7), async () => {
    const { login } = createFixture()
    const app = new Koa()
    app.use((ctx, next) => {
      ctx.url = ctx.url.slice('/api'.length)
      return next()
    })
    app.use(requireLogin(login) as never)
    const { headers } = await send(await served(app), '/api/x?y=1', { headers: NAVIGATION })
    expect(headers.location).toBe('/login?return_to=%2Fapi%2Fx%3Fy%3D1')
  })

  it('guards in a row read the store once', async () => {
    const store = countingStore()
    const { login, cookie } = await createSignedIn({ session: { store } })
    const app = new Koa()
    app.use(withLogin(login) as never)
    app.use(requireLogin(login) as never)
    app.use((ctx) => {
      ctx.body = ctx.state.session.sub
    })
    const before = store.reads.length
    const { body } = await send(await served(app), '/x', { headers: { cookie } })
    expect([body, store.reads.length - before]).toEqual(['u-1', 1])
  })

  it('what somebody writes to ctx.state signs nobody in', async () => {
    const { login } = createFixture()
    const app = new Koa()
    app.use(withLogin(login) as never)
    app.use((ctx, next) => {
      ctx.state.session = { sub: 'admin' }
      return next()
    })
    app.use(requireLogin(login) as never)
    expect((await send(await served(app), '/x')).status).toBe(401)
  })

  it(
    'an error of the app reaches its error event once, and a path without a route its 404',
    holds('Koa 3', 15),
    async () => {
      const { login, cookie } = await createSignedIn()
      const errors: unknown[] = []
      const app = new Koa()
      app.on('error', (error) => errors.push(error))
      app.use(requireLogin(login) as never)
      app.use((ctx) => {
        if (ctx.path === '/x') throw new Error('bug')
      })
      const origin = await served(app)
      expect((await send(origin, '/x', { headers: { cookie } })).status).toBe(500)
      expect(errors).toHaveLength(1)
      expect((await send(origin, '/nowhere', { headers: { cookie } })).status).toBe(404)
    },
  )
})
