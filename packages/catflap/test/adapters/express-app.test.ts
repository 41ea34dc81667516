/** What an app of Express does around the login. */
import { createServer, IncomingMessage } from 'node:http'
import express from 'express'
// @ts-expect-error Express 4 under a second name; its types are those of `express`.
import express4 from 'express4'
import { describe, expect, it, onTestFinished } from 'vitest'
import { holds } from '../../../../test/contract/holds.ts'
import { requireLogin, sessionOf, withLogin } from '../../src/adapters/express.ts'
import type { Session } from '../../src/session/session.ts'
import { send } from '../contract/http.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture, createSignedIn } from '../support/fixture.ts'
import { FORM, logoutToken } from '../support/logout-token.ts'
import { listen } from '../support/server.ts'
import { countingStore } from '../support/stores.ts'

describe.each([
  ['Express 5', express],
  ['Express 4', express4 as typeof express],
] as const)('%s', (name, framework) => {
  async function served(app: ReturnType<typeof express>): Promise<string> {
    const { origin, close } = await listen(createServer(app))
    onTestFinished(close)
    return origin
  }

  it.each([
    ['express.urlencoded', framework.urlencoded({ extended: false })],
    ['express.urlencoded, extended', framework.urlencoded({ extended: true })],
    ['express.json', framework.json()],
  ])('a Logout Token arrives though %s stands in front', holds(name, 6), async (_name, parser) => {
    const { login, cookie, clock } = await createSignedIn()
    const app = framework().use(parser).use(withLogin(login))
    const token = await logoutToken(clock.now(), { sid: undefined })
    const { status } = await send(await served(app), '/backchannel-logout', {
      method: 'POST',
      headers: { 'content-type': FORM },
      body: `logout_token=${token}`,
    })
    expect(status).toBe(200)
    expect(await login.readSession(cookie, undefined)).toBeUndefined()
  })

  it('a router below a path sends back to the whole address', holds(name, 7), async () => {
    const { login } = createFixture()
    const router = framework.Router().use(requireLogin(login))
    const origin = await served(framework().use('/api', router))
    const { status, headers } = await send(origin, '/api/x?y=1', { headers: NAVIGATION })
    expect([status, headers.location]).toEqual([302, '/login?return_to=%2Fapi%2Fx%3Fy%3D1'])
  })

  it('a login below a path answers there, where its app is mounted', holds(name, 7), async () => {
    const { login } = createFixture({ client: { redirectUri: 'https://app.example/app/callback' } })
    const origin = await served(framework().use('/app', withLogin(login)))
    expect((await send(origin, '/app/login', { headers: NAVIGATION })).status).toBe(302)
    expect((await send(origin, '/login', { headers: NAVIGATION })).status).toBe(404)
  })

  it(
    'guards in a row read the store once, and in the tick of the request',
    holds(name, 17, 18),
    async () => {
      const store = countingStore()
      const { login, browser } = createFixture({ session: { store } })
      await browser.signIn()
      const app = framework().use(withLogin(login), requireLogin(login), requireLogin(login))
      let ticked = false
      app.use((req, res) => {
        res.send(`${sessionOf(req).sub} ${ticked}`)
      })
      const origin = await served(
        framework()
          .use((_req, _res, next) => {
            ticked = false
            queueMicrotask(() => {
              ticked = true
            })
            next()
          })
          .use(app),
      )
      const before = store.reads.length
      const { body } = await send(origin, '/x', { headers: { cookie: browser.header()! } })
      expect([body, store.reads.length - before]).toEqual(['u-1 false', 1])
    },
  )

  it('req.auth tells the session behind every app, and is no property that each request gets', async () => {
    const { login, cookie } = await createSignedIn()
    const told: unknown[] = []
    const tell: express.RequestHandler = (req, _res, next) => {
      told.push(req.auth?.sub, Object.hasOwn(req, 'auth'))
      next()
    }
    const inner = framework().use(withLogin(login), tell)
    const app = framework().use(inner, tell)
    app.get('/x', (_req, res) => {
      res.send('x')
    })
    const origin = await served(app)
    await send(origin, '/x', { headers: { cookie } })
    await send(origin, '/x')
    const [signedIn, nobody] = [
      ['u-1', false],
      [undefined, false],
    ]
    expect(told).toEqual([signedIn, signedIn, nobody, nobody].flat())
    expect(['auth' in IncomingMessage.prototype, 'auth' in {}]).toEqual([false, false])
  })

  it('req.auth of somebody else gives way to the session, and may be written behind it', async () => {
    const { login, cookie } = await createSignedIn()
    const others = { sub: 'token' } as Session
    const app = framework()
    app.use((req, _res, next) => {
      req.auth = others
      next()
    }, requireLogin(login))
    app.get('/x', (req, res) => {
      const before = req.auth?.sub
      req.auth = others
      res.send(`${before} ${req.auth?.sub} ${sessionOf(req).sub}`)
    })
    const origin = await served(app)
    expect((await send(origin, '/x', { headers: { cookie } })).body).toBe('u-1 token u-1')
    expect((await send(origin, '/x', { headers: { cookie } })).body).toBe('u-1 token u-1')
  })

  it('what somebody writes to req.auth signs nobody in', async () => {
    const { login } = createFixture()
    const app = framework().use(withLogin(login))
    app.use((req, _res, next) => {
      req.auth = { sub: 'admin' } as never
      next()
    })
    app.get('/x', requireLogin(login), (req, res) => {
      res.send(sessionOf(req).sub)
    })
    expect((await send(await served(app), '/x')).status).toBe(401)
  })

  it(
    'an error of a handler reaches the error handler once, and a path without a route its 404',
    holds(name, 15),
    async () => {
      const { login, cookie } = await createSignedIn()
      const app = framework().use(requireLogin(login))
      app.get('/x', () => {
        throw new Error('bug')
      })
      const errors: unknown[] = []
      app.use(((error, _req, res, _next) => {
        errors.push(error)
        res.status(500).send('mended')
      }) as express.ErrorRequestHandler)
      const origin = await served(app)
      expect((await send(origin, '/x', { headers: { cookie } })).body).toBe('mended')
      expect(errors).toHaveLength(1)
      expect((await send(origin, '/nowhere', { headers: { cookie } })).status).toBe(404)
      expect((await send(origin, '/nowhere', { headers: { cookie } })).status).toBe(404)
    },
  )

  it('sessionOf tells that no guard stands in front', async () => {
    const app = framework()
    app.get('/x', (req, res) => {
      res.send(sessionOf(req).sub)
    })
    app.use(((error, _req, res, _next) => res.send(error.code)) as express.ErrorRequestHandler)
    expect((await send(await served(app), '/x')).body).toBe('AUTHENTICATION_REQUIRED')
  })
})
