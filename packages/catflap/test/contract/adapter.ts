/** What every adapter must do, over a real socket. Nothing here knows the framework. */
import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Login } from '../../src/login.ts'
import type { Session } from '../../src/session/session.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture, type Fixture } from '../support/fixture.ts'
import { APP } from '../support/provider.ts'
import { FAILURES } from '../support/stores.ts'
import { send } from './http.ts'

/** What the app answers; the adapter under test puts the login in front of it. */
export interface TestApp {
  /** True: only requests with a session reach the app. */
  readonly guarded: boolean
  /** Text to send in several pieces, or a throw. */
  answer(target: string, session: Session | undefined): readonly string[]
}

/** A server with the login in front of the app. */
export interface Served {
  /** Where it listens: loopback, a free port. */
  readonly origin: string
  close(): Promise<void>
}

const APP_ANSWER: TestApp['answer'] = (_, session) => ['app:', session?.sub ?? 'nobody']

/** @param serve - starts a server with the adapter under test */
export function describeAdapter(
  name: string,
  serve: (login: Login, app: TestApp) => Promise<Served>,
): void {
  async function start(app: Partial<TestApp> = {}): Promise<Fixture & { origin: string }> {
    const fixture = createFixture()
    const served = await serve(fixture.login, { guarded: false, answer: APP_ANSWER, ...app })
    onTestFinished(() => served.close())
    return { ...fixture, origin: served.origin }
  }
  /** The same with somebody signed in. */
  async function startSignedIn(app: Partial<TestApp> = {}) {
    const fixture = await start(app)
    await fixture.browser.signIn()
    return { ...fixture, cookie: fixture.browser.header()! }
  }
  const alive = async (origin: string) =>
    expect((await send(origin, '/login', { headers: NAVIGATION })).status).toBe(302)

  describe(`${name}: the paths of the login`, () => {
    it('carries a whole login, cookies and all', async () => {
      const { origin, provider } = await start()
      const begun = await send(origin, '/login?return_to=/x', { headers: NAVIGATION })
      expect(begun.status).toBe(302)
      const cookie = begun.headers['set-cookie']!.map((line) => line.split(';')[0]).join('; ')
      const done = await send(origin, provider.approve(begun.headers.location!), {
        headers: { ...NAVIGATION, cookie },
      })
      expect([done.status, done.headers.location]).toEqual([303, '/x'])
      expect(done.headers['set-cookie']).toHaveLength(3)
      const [session] = done.headers['set-cookie']!
      expect((await send(origin, '/x', { headers: { cookie: session! } })).body).toBe('app:u-1')
    })

    it('answers HEAD without a body, and spends nothing by it', async () => {
      const { origin, browser, provider } = await start()
      const callback = await browser.begin()
      for (const target of ['/login', callback]) {
        const { status, body } = await send(origin, target, { method: 'HEAD' })
        expect([status, body]).toEqual([405, ''])
      }
      expect((await send(origin, '/logout', { method: 'HEAD' })).status).toBe(200)
      expect(provider.count('token')).toBe(0)
    })

    it.each(['DELETE', 'PUT', 'PATCH', 'OPTIONS', 'PROPFIND'])(
      'answers %s with 405',
      async (method) => {
        const { origin } = await start()
        for (const target of ['/login', '/callback', '/logout']) {
          expect((await send(origin, target, { method })).status, target).toBe(405)
        }
      },
    )

    it('outlives TRACE, which no Request can have', async () => {
      const { origin } = await start()
      const { status } = await send(origin, '/login', { method: 'TRACE' })
      expect(status).toBeGreaterThanOrEqual(400)
      await alive(origin)
    })

    it.each<[string, Record<string, string>, string | undefined]>([
      ['without body', {}, undefined],
      ['with a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=b'],
      ['with a body of no type', {}, 'text'],
      ['with JSON that is none', { 'content-type': 'application/json' }, '{'],
      ['with 300 KB', { 'content-type': 'text/plain' }, 'x'.repeat(300_000)],
    ])('takes POST /logout %s', async (_, headers, body) => {
      const { origin, cookie, login } = await startSignedIn()
      const response = await send(origin, '/logout', {
        method: 'POST',
        headers: { ...headers, cookie, origin: APP },
        ...(body !== undefined && { body }),
      })
      expect([response.status, response.headers.location]).toEqual([303, '/logout'])
      expect(response.headers['set-cookie']).toHaveLength(2)
      expect(await login.readSession(cookie)).toBeUndefined()
      await alive(origin)
    })

    it.each(['/login', '/logout?x', '/callback#x', '/login?//'])(
      '%s never reaches the app',
      async (target) => {
        const { origin } = await start({ answer: () => ['app'] })
        expect((await send(origin, target)).body).not.toBe('app')
      },
    )

    it.each([
      '/',
      '/login/',
      '/LOGIN',
      '/%6cogin',
      '//evil/login',
      '/loginx',
      '/x/login',
      '/login;x',
      '/login%3fx',
      '/login%00',
    ])('%s is the app’s own', async (target) => {
      const { origin, login } = await start()
      expect(login.owns(target)).toBe(false)
      const response = await send(origin, target)
      expect([response.status, response.body]).toEqual([200, 'app:nobody'])
      expect(response.headers['set-cookie']).toBeUndefined()
    })

    it.each([
      'http://evil.example/login',
      'http://evil.example/',
      'http://evil.example',
      '/login\\',
      '/\\evil',
      '/x/../login',
      '/./login',
      '*',
      '/%',
      '/%ff',
      '/?%',
      '/login?%zz',
    ])('outlives the request target %s', async (target) => {
      const { origin } = await start()
      for (const method of ['GET', 'OPTIONS']) {
        const { status, headers } = await send(origin, target, { method })
        expect(status).toBeLessThan(500)
        expect(headers.location ?? '').not.toContain('evil')
      }
      await alive(origin)
    })

    it.each<[string, Record<string, string>]>([
      ['Host', { host: 'evil.example' }],
      ['X-Forwarded-Host', { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }],
      ['Forwarded', { forwarded: 'host=evil.example;proto=http' }],
      ['X-Original-URL', { 'x-original-url': 'https://evil.example/', 'x-rewrite-url': '/evil' }],
    ])('%s cannot move the redirect URI', async (_, headers) => {
      const { origin } = await start()
      const { headers: answered } = await send(origin, '/login', {
        headers: { ...NAVIGATION, ...headers },
      })
      const { searchParams } = new URL(answered.location!)
      expect(searchParams.get('redirect_uri')).toBe(`${APP}/callback`)
      expect(JSON.stringify(answered)).not.toContain('evil')
    })

    it.each(FAILURES)('says 503 and keeps cookies when the store %s', async (_, fail) => {
      const { origin, cookie, store } = await startSignedIn()
      store.fail = fail
      for (const [method, target] of [
        ['GET', '/logout'],
        ['POST', '/logout'],
        ['GET', '/x'],
      ] as const) {
        const { status, headers } = await send(origin, target, {
          method,
          headers: { cookie, origin: APP },
        })
        expect([status, headers['retry-after'], headers['set-cookie']], target).toEqual([
          503,
          '5',
          undefined,
        ])
      }
      store.fail = undefined
      expect((await send(origin, '/x', { headers: { cookie } })).body).toBe('app:u-1')
    })

    it('outlives a client that hangs up in the middle of its body', async () => {
      const { origin, cookie } = await startSignedIn()
      const { port } = new URL(origin)
      await new Promise<void>((resolve, reject) => {
        const socket = connect(Number(port), '127.0.0.1', () => {
          const head = ['POST /logout HTTP/1.1', 'host: x', `origin: ${APP}`, `cookie: ${cookie}`]
          socket.write(`${head.join('\r\n')}\r\ncontent-length: 1000\r\n\r\nabc`, () =>
            socket.resetAndDestroy(),
          )
        })
        socket.on('close', () => resolve())
        socket.on('error', reject)
      })
      await alive(origin)
    })

    it('outlives a client that hangs up before the answer', async () => {
      const { origin, provider, browser } = await start()
      const callback = await browser.begin()
      const { port } = new URL(origin)
      let answerToken = () => {}
      const asked = new Promise<void>((resolve) => {
        provider.answers.set('token', async () => {
          resolve()
          await new Promise<void>((go) => {
            answerToken = go
          })
          return new Response('{}', {
            status: 400,
            headers: { 'content-type': 'application/json' },
          })
        })
      })
      const socket = connect(Number(port), '127.0.0.1')
      socket.write(`GET ${callback} HTTP/1.1\r\nhost: x\r\ncookie: ${browser.header()}\r\n\r\n`)
      await asked
      await new Promise((resolve) => socket.on('close', resolve).resetAndDestroy())
      answerToken()
      await alive(origin)
    })
  })

  describe(`${name}: the app`, () => {
    it('is told who is signed in', async () => {
      const { origin, cookie } = await startSignedIn()
      expect((await send(origin, '/x', { headers: { cookie } })).body).toBe('app:u-1')
      expect((await send(origin, '/x')).body).toBe('app:nobody')
      expect((await send(origin, '/x', { headers: { cookie: '__Host-catflap=x' } })).body).toBe(
        'app:nobody',
      )
    })

    it('may stream its answer', async () => {
      const pieces = Array.from({ length: 50 }, (_, i) => `${i} ${'x'.repeat(2000)}\n`)
      const { origin } = await start({ answer: () => pieces })
      expect((await send(origin, '/stream')).body).toBe(pieces.join(''))
    })

    it('behind the guard is reached with a session only', async () => {
      const reached: unknown[] = []
      const { origin, cookie } = await startSignedIn({
        guarded: true,
        answer: (target, session) => {
          reached.push([target, session?.sub])
          return ['app']
        },
      })
      const navigation = await send(origin, '/x?y=1', { headers: NAVIGATION })
      expect([navigation.status, navigation.headers.location]).toEqual([
        302,
        '/login?return_to=%2Fx%3Fy%3D1',
      ])
      const script = await send(origin, '/x', { headers: { accept: 'application/json' } })
      expect([script.status, script.headers['content-type']]).toEqual([
        401,
        'application/problem+json',
      ])
      expect(JSON.parse(script.body)).toMatchObject({
        code: 'AUTHENTICATION_REQUIRED',
        login: '/login',
      })
      const form = await send(origin, '/x', { method: 'POST', headers: NAVIGATION, body: 'a=b' })
      expect([form.status, form.headers.location]).toEqual([303, '/login?return_to=%2F'])
      for (const { headers } of [navigation, script, form])
        expect(headers['set-cookie']).toBeUndefined()
      expect(reached).toEqual([])
      expect((await send(origin, '/x?y=1', { headers: { cookie } })).body).toBe('app')
      expect(reached).toEqual([['/x?y=1', 'u-1']])
    })

    it('behind the guard is not led away to others', async () => {
      const { origin } = await start({ guarded: true })
      for (const target of [
        '//evil.example/x',
        'http://evil.example//evil.example',
        '/.//evil.example',
      ]) {
        const { headers } = await send(origin, target, { headers: NAVIGATION })
        expect(headers.location ?? '/login').toMatch(/^\/login(\?return_to=%2F(?!%2F)[^/]*)?$/)
      }
    })

    it('behind the guard leaves the paths of the login open', async () => {
      const { origin } = await start({ guarded: true })
      await alive(origin)
      expect((await send(origin, '/logout')).status).toBe(200)
    })
  })
}
