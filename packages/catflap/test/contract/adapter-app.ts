/** The part of the contract about the app behind the login. */
import { describe, expect, it } from 'vitest'
import type { Framework } from '../../../../test/contract/table.ts'
import { NAVIGATION } from '../support/browser.ts'
import { APP } from '../support/provider.ts'
import { expectAlive, heldBy, type Serve, start, startSignedIn } from './adapter-fixture.ts'
import { send } from './http.ts'

export function describeApp(name: Framework, serve: Serve): void {
  describe(`${name}: the app`, () => {
    it('is told who is signed in', heldBy(name, 4), async () => {
      const { origin, cookie } = await startSignedIn(serve)
      expect((await send(origin, '/x', { headers: { cookie } })).body).toBe('app:u-1')
      expect((await send(origin, '/x')).body).toBe('app:nobody')
      expect((await send(origin, '/x', { headers: { cookie: '__Host-catflap=x' } })).body).toBe(
        'app:nobody',
      )
    })

    it(
      'is told the session of the user whom the ingress names, in UTF-8, and of no other',
      heldBy(name, 13),
      async () => {
        const options = { session: { followIngressUser: true } }
        const { origin, browser } = await start(serve, {}, options)
        const user = { 'x-hc-user-id': Buffer.from('小猫').toString('latin1') }
        const callback = await browser.begin()
        const headers = { ...NAVIGATION, ...user, cookie: browser.header() ?? '' }
        const [set = ''] = (await send(origin, callback, { headers })).headers['set-cookie'] ?? []
        const cookie = set.split(';')[0] ?? ''
        const seen = async (named: object) =>
          (await send(origin, '/x', { headers: { cookie, ...named } })).body
        expect(await seen(user)).toBe('app:u-1')
        expect(await seen({ 'x-hc-user-id': 'bob' })).toBe('app:nobody')
      },
    )

    it('may stream its answer', async () => {
      const pieces = Array.from({ length: 50 }, (_, i) => `${i} ${'x'.repeat(2000)}\n`)
      const { origin } = await start(serve, { answer: () => pieces })
      expect((await send(origin, '/stream')).body).toBe(pieces.join(''))
    })

    it('behind the guard is reached with a session only', heldBy(name, 1, 2), async () => {
      const reached: unknown[] = []
      const { origin, cookie } = await startSignedIn(serve, {
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
      const sent = { ...NAVIGATION, referer: `${APP}/form` }
      const form = await send(origin, '/x', { method: 'POST', headers: sent, body: 'a=b' })
      expect([form.status, form.headers.location]).toEqual([401, undefined])
      expect(form.body).toContain('content="10;url=/login?return_to=%2Fform"')
      for (const { headers } of [navigation, script, form])
        expect(headers['set-cookie']).toBeUndefined()
      expect(reached).toEqual([])
      expect((await send(origin, '/x?y=1', { headers: { cookie } })).body).toBe('app')
      expect(reached).toEqual([['/x?y=1', 'u-1']])
    })

    it('behind the guard answers HEAD like GET, without a body', heldBy(name, 1), async () => {
      const { origin } = await start(serve, { guarded: true })
      const asked = { method: 'HEAD', headers: NAVIGATION }
      const { status, headers, body } = await send(origin, '/x?y=%20z', asked)
      expect([status, headers.location, body]).toEqual([
        302,
        `/login?return_to=${encodeURIComponent('/x?y=%20z')}`,
        '',
      ])
    })

    it.each<[string, Record<string, string>]>([
      ['fetch', { accept: '*/*', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
      ['EventSource', { accept: 'text/event-stream', 'sec-fetch-mode': 'cors' }],
      ['a prefetch', { ...NAVIGATION, 'sec-purpose': 'prefetch' }],
      ['an image', { accept: 'image/*', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
      ['a program', {}],
    ])(
      'behind the guard tells %s where to sign in, and sets no cookie',
      heldBy(name, 2),
      async (_, headers) => {
        const { origin } = await start(serve, { guarded: true })
        const answer = await send(origin, '/x', { headers })
        expect([
          answer.status,
          answer.headers['content-type'],
          answer.headers['set-cookie'],
        ]).toEqual([401, 'application/problem+json', undefined])
        expect(JSON.parse(answer.body)).toMatchObject({ login: '/login' })
      },
    )

    it('behind the guard is not reached by a preflight, which no cookie comes with', async () => {
      const reached: string[] = []
      const answer = (target: string) => {
        reached.push(target)
        return ['app']
      }
      for (const guard of [{ guarded: true }, { groups: ['ADMIN'] }]) {
        const { origin, log } = await start(serve, { ...guard, answer })
        const preflight = {
          origin: 'https://evil.example',
          'access-control-request-method': 'POST',
          'sec-fetch-mode': 'cors',
        }
        const answered = await send(origin, '/x', { method: 'OPTIONS', headers: preflight })
        expect([answered.status, answered.body]).toEqual([204, ''])
        const names = Object.keys(answered.headers)
        expect(names.filter((name) => /^access-control|^location|^set-cookie/.test(name))).toEqual(
          [],
        )
        expect(log.events).toEqual([])
        // Without the header it is a request like any other.
        const asked = await send(origin, '/x', { method: 'OPTIONS' })
        expect(asked.status).toBe(401)
      }
      expect(reached).toEqual([])
    })

    it('behind a guard of groups is reached by their members only', async () => {
      const reached: unknown[] = []
      const app = {
        answer: (target: string) => {
          reached.push(target)
          return ['app']
        },
      }
      const { origin, cookie } = await startSignedIn(serve, { ...app, groups: ['ADMIN', 'staff'] })
      const person = await send(origin, '/x', { headers: { ...NAVIGATION, cookie } })
      expect([person.status, person.headers.location]).toEqual([403, undefined])
      expect(person.body).toContain('FORBIDDEN')
      const program = await send(origin, '/x', { headers: { cookie } })
      expect([program.status, JSON.parse(program.body)]).toEqual([
        403,
        expect.objectContaining({ code: 'FORBIDDEN', expected: 'ADMIN, staff' }),
      ])
      const nobody = await send(origin, '/x', { headers: NAVIGATION })
      expect([nobody.status, nobody.headers.location]).toEqual([302, '/login?return_to=%2Fx'])
      expect(reached).toEqual([])
    })

    it('behind a guard of no group at all is reached by nobody', async () => {
      const app = { groups: [], answer: () => ['open'] }
      const { origin, cookie } = await startSignedIn(serve, app)
      const refused = await send(origin, '/x', { headers: { cookie } })
      expect([refused.status, refused.body.includes('FORBIDDEN')]).toEqual([403, true])
    })

    it('behind a guard of groups is reached by a member of one of them', async () => {
      const { origin, provider, browser } = await start(serve, { groups: ['cats', 'NORMAL'] })
      provider.claims = { groups: ['NORMAL', 'x'] }
      await browser.signIn()
      const headers = { cookie: browser.header()! }
      expect((await send(origin, '/x', { headers })).body).toBe('app:u-1')
    })

    it('behind the guard is not led away to others', async () => {
      const { origin } = await start(serve, { guarded: true })
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
      const { origin } = await start(serve, { guarded: true })
      await expectAlive(origin)
      expect((await send(origin, '/logout')).status).toBe(200)
    })
  })
}
