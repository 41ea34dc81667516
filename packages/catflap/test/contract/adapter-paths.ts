/** The part of the contract about the paths of the login. */
import { describe, expect, it } from 'vitest'
import type { Framework } from '../../../../test/contract/table.ts'
import { NAVIGATION } from '../support/browser.ts'
import { APP } from '../support/provider.ts'
import { expectAlive, heldBy, type Serve, start, startSignedIn } from './adapter-fixture.ts'
import { send } from './http.ts'

const ALLOWED = [
  ['/login', 'GET'],
  ['/callback', 'GET'],
  ['/logout', 'GET, HEAD, POST'],
  ['/backchannel-logout', 'POST'],
] as const

export function describePaths(name: Framework, serve: Serve): void {
  describe(`${name}: the paths of the login`, () => {
    it('carries a whole login, cookies and all', heldBy(name, 3), async () => {
      const { origin, provider } = await start(serve)
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

    it(
      'are below the path of the redirect URI, and so is the page wanted',
      heldBy(name, 7),
      async () => {
        const client = { redirectUri: `${APP}/app/callback` }
        const guarded = await start(serve, { guarded: true }, { client })
        const wanted = await send(guarded.origin, '/app/x?y=1', { headers: NAVIGATION })
        expect([wanted.status, wanted.headers.location]).toEqual([
          302,
          '/app/login?return_to=%2Fapp%2Fx%3Fy%3D1',
        ])
        const begun = await send(guarded.origin, wanted.headers.location!, { headers: NAVIGATION })
        const cookie = begun.headers['set-cookie']!.map((line) => line.split(';')[0]).join('; ')
        const callback = `/app${guarded.provider.approve(begun.headers.location!)}`
        const done = await send(guarded.origin, callback, { headers: { ...NAVIGATION, cookie } })
        expect([done.status, done.headers.location]).toEqual([303, '/app/x?y=1'])
      },
    )

    it('answers HEAD without a body, and spends nothing by it', async () => {
      const { origin, browser, provider } = await start(serve)
      const callback = await browser.begin()
      for (const target of ['/login', callback]) {
        const { status, body } = await send(origin, target, { method: 'HEAD' })
        expect([status, body]).toEqual([405, ''])
      }
      expect((await send(origin, '/logout', { method: 'HEAD' })).status).toBe(200)
      expect(provider.count('token')).toBe(0)
    })

    it.each(['DELETE', 'PUT', 'PATCH', 'OPTIONS', 'PROPFIND', 'TRACE', 'M-SEARCH'])(
      'answers %s with 405 and what is allowed',
      heldBy(name, 16),
      async (method) => {
        const { origin } = await start(serve)
        for (const [target, allowed] of ALLOWED) {
          const { status, headers } = await send(origin, target, { method })
          expect([status, headers.allow], target).toEqual([405, allowed])
        }
        await expectAlive(origin)
      },
    )

    it('signs out by a form of the app’s own pages alone', heldBy(name, 5), async () => {
      const { origin, cookie } = await startSignedIn(serve, { guarded: true })
      const post = (from: object) =>
        send(origin, '/logout', { method: 'POST', headers: { cookie, ...from } })
      for (const from of [
        { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
        { origin: 'https://neighbour.box.example', 'sec-fetch-site': 'same-site' },
        { origin: 'null' },
        {},
      ]) {
        expect((await post(from)).status, JSON.stringify(from)).toBe(403)
        expect((await send(origin, '/x', { headers: { cookie } })).status).toBe(200)
      }
      const { status, headers } = await post({ origin: APP })
      expect([status, headers.location]).toEqual([303, '/logout'])
      expect((await send(origin, '/x', { headers: { cookie } })).status).toBe(401)
    })

    it.each<[string, Record<string, string>, string | undefined]>([
      ['without body', {}, undefined],
      ['with a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=b'],
      ['with a body of no type', {}, 'text'],
      ['with JSON that is none', { 'content-type': 'application/json' }, '{'],
      ['with 300 KB', { 'content-type': 'text/plain' }, 'x'.repeat(300_000)],
    ])('takes POST /logout %s', async (_, headers, body) => {
      const { origin, cookie, login } = await startSignedIn(serve)
      const response = await send(origin, '/logout', {
        method: 'POST',
        headers: { ...headers, cookie, origin: APP },
        ...(body !== undefined && { body }),
      })
      expect([response.status, response.headers.location]).toEqual([303, '/logout'])
      expect(response.headers['set-cookie']).toHaveLength(2)
      expect(await login.readSession(cookie, undefined)).toBeUndefined()
      await expectAlive(origin)
    })

    it.each(['/login', '/logout?x', '/callback#x', '/login?//'])(
      '%s never reaches the app',
      async (target) => {
        const { origin } = await start(serve, { answer: () => ['app'] })
        expect((await send(origin, target)).body).not.toBe('app')
      },
    )

    it.each([
      '/',
      // Next takes the slash off, or with `trailingSlash` puts it to every path, before anybody is asked.
      ...(name === 'Next.js 16' ? [] : ['/login/']),
      '/LOGIN',
      '/%6cogin',
      '//evil/login',
      '/loginx',
      '/x/login',
      '/login;x',
      '/login%3fx',
      '/login%00',
    ])('%s is the app’s own', async (target) => {
      const { origin, login } = await start(serve)
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
      const { origin } = await start(serve)
      for (const method of ['GET', 'OPTIONS']) {
        const { status, headers } = await send(origin, target, { method })
        expect(status).toBeLessThan(500)
        expect(headers.location ?? '').not.toContain('evil')
      }
      await expectAlive(origin)
    })
  })
}
