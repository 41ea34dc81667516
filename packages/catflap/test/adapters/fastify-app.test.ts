/** What an app of Fastify does around the login; requests come by its own injector. */
import Fastify, { type FastifyInstance } from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { holds } from '../../../../test/contract/holds.ts'
import catflap from '../../src/adapters/fastify.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture, createSignedIn, type Fixture } from '../support/fixture.ts'
import { FORM, logoutToken } from '../support/logout-token.ts'
import { asyncStore, countingStore } from '../support/stores.ts'

async function start(
  fixture: Fixture,
  build: (app: FastifyInstance) => unknown,
): Promise<FastifyInstance> {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(catflap, { login: fixture.login })
  await build(app)
  return app
}

/** An API that only people who are signed in reach, beside a page for everybody. */
function site(app: FastifyInstance): void {
  app.get('/', async (request) => ({ sub: request.auth?.sub ?? null }))
  app.register(
    (api, _options, done) => {
      api.addHook('onRequest', app.requireLogin)
      api.get('/me', async (request) => ({ sub: request.auth?.sub }))
      done()
    },
    { prefix: '/api' },
  )
}

describe('fastify', () => {
  it(
    'knows the session on every route, and guards those behind the hook',
    holds('Fastify 5', 7, 21),
    async () => {
      const fixture = await createSignedIn()
      const app = await start(fixture, site)
      const { cookie } = fixture
      expect((await app.inject('/')).json()).toEqual({ sub: null })
      expect((await app.inject({ url: '/', headers: { cookie } })).json()).toEqual({ sub: 'u-1' })
      expect((await app.inject({ url: '/api/me', headers: { cookie } })).json()).toEqual({
        sub: 'u-1',
      })
      const program = await app.inject('/api/me')
      expect([program.statusCode, program.json().code]).toEqual([401, 'AUTHENTICATION_REQUIRED'])
      const person = await app.inject({ url: '/api/me?x=1', headers: NAVIGATION })
      expect([person.statusCode, person.headers.location]).toEqual([
        302,
        '/login?return_to=%2Fapi%2Fme%3Fx%3D1',
      ])
    },
  )

  it('reads the store once for a route behind the hook', async () => {
    const store = countingStore()
    const fixture = await createSignedIn({ session: { store } })
    const app = await start(fixture, site)
    const before = store.reads.length
    await app.inject({ url: '/api/me', headers: { cookie: fixture.cookie } })
    expect(store.reads.length - before).toBe(1)
  })

  it('waits for a store that answers later', async () => {
    const fixture = await createSignedIn({ session: { store: asyncStore() } })
    const app = await start(fixture, site)
    const { cookie } = fixture
    expect((await app.inject({ url: '/api/me', headers: { cookie } })).json().sub).toBe('u-1')
  })

  it.each(['in front of', 'behind'])(
    'a Logout Token arrives with a parser of forms %s the plugin',
    holds('Fastify 5', 6),
    async (place) => {
      const fixture = await createSignedIn()
      const app = Fastify()
      onTestFinished(() => app.close())
      const parse = () =>
        app.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) =>
          done(null, Object.fromEntries(new URLSearchParams(String(body)))),
        )
      if (place === 'in front of') parse()
      await app.register(catflap, { login: fixture.login })
      if (place === 'behind') parse()
      const token = await logoutToken(fixture.clock.now(), { sid: undefined })
      const answer = await app.inject({
        method: 'POST',
        url: '/backchannel-logout',
        headers: { 'content-type': FORM },
        payload: `logout_token=${token}`,
      })
      expect(answer.statusCode).toBe(200)
      expect(await fixture.login.readSession(fixture.cookie, undefined)).toBeUndefined()
    },
  )

  it('what somebody writes to request.auth signs nobody in', async () => {
    const app = await start(createFixture(), (fastify) => {
      fastify.addHook('onRequest', async (request) => {
        request.auth = { sub: 'admin' } as never
      })
      site(fastify)
    })
    expect((await app.inject('/api/me')).statusCode).toBe(401)
  })

  it(
    'an error of a handler reaches the error handler once, and a path without a route its 404',
    holds('Fastify 5', 15),
    async () => {
      const errors: unknown[] = []
      const fixture = await createSignedIn()
      const app = await start(fixture, (fastify) => {
        fastify.get('/x', { onRequest: fastify.requireLogin }, async () => {
          throw new Error('bug')
        })
        fastify.setErrorHandler((error, _request, reply) => {
          errors.push(error)
          reply.code(500).send('mended')
        })
      })
      const headers = { cookie: fixture.cookie }
      expect((await app.inject({ url: '/x', headers })).body).toBe('mended')
      expect(errors).toHaveLength(1)
      expect((await app.inject('/nowhere')).statusCode).toBe(404)
    },
  )

  it('headers of a hook in front stay, but for those that the login sets itself', async () => {
    const app = Fastify()
    onTestFinished(() => app.close())
    app.addHook('onRequest', async (_request, reply) => {
      reply
        .header('content-security-policy', "default-src 'self'")
        .header('x-frame-options', 'DENY')
    })
    await app.register(catflap, { login: createFixture().login })
    const { headers } = await app.inject({ url: '/logout', headers: NAVIGATION })
    expect(headers['content-security-policy']).not.toBe("default-src 'self'")
    expect(headers['x-frame-options']).toBe('DENY')
  })
})
