import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { createUpstream } from 'catflap-forward'
import { INGRESS_USER_HEADERS } from 'catflap-lazycat/facts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askWhole, buildAppHeaders } from '../../src/ingress/headers.ts'
import {
  describeApp,
  originOf,
  raw,
  route,
  type Seen,
  seen,
  signInAtBox,
  startApp,
  startWorld,
  valuesOf,
  visit,
  type World,
} from '../support/ingress.ts'

let world: World
let alice: string
beforeAll(async () => {
  world = await startWorld(undefined, {}, { now: () => 1_800_000_000 })
  alice = await signInAtBox(world.box)
})
afterAll(() => world.close())

const FORGED = {
  'X-HC-User-ID': 'mallory',
  'x-hc-user-role': 'ADMIN',
  'X-Hc-User-Ticket': 'mine',
  X_HC_User_ID: 'mallory',
  'X-HC_USER-ID': 'mallory',
  'X-HC-Made-Up': 'x',
}

describe('the app', () => {
  it('learns who is asking, from which device and since when', async () => {
    const { headers, raw: pairs } = await seen(world.box.appOrigin, '/', { cookie: alice })
    expect(headers).toMatchObject({
      host: new URL(world.box.appOrigin).host,
      'x-hc-user-id': 'alice',
      'x-hc-user-role': 'ADMIN',
      'x-hc-login-time': '1800000000',
      'x-hc-source': 'client',
      'x-hc-device-version': expect.stringMatching(/^\d+\.\d+\.\d+$/),
      'x-forwarded-proto': 'http',
      'x-forwarded-by': 'lzc-ingress',
    })
    for (const { value } of INGRESS_USER_HEADERS) expect(valuesOf(pairs, value)).toHaveLength(1)
  })

  it('learns a name that is not ASCII as its bytes in UTF-8', async () => {
    const user = { name: '小猫', role: 'NORMAL' } as const
    const signIn = { user, since: 1, deviceId: 'd', peerId: 'p', ticket: 't' }
    const passing = {
      host: 'echo.devbox.localhost',
      askedHost: 'echo.devbox.localhost',
      scheme: 'http',
      packageId: 'dev.catflap.echo',
      caller: { kind: 'browser', user, signIn },
    } as const
    const headers = buildAppHeaders(['Connection', 'close'], passing)
    const upstream = createUpstream(originOf(world.app))
    const sent = upstream.open({ method: 'GET', target: '/', headers }, false).end()
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    const got = JSON.parse(await text(answer)) as Seen
    expect(Buffer.from(String(got.headers['x-hc-user-id']), 'latin1').toString()).toBe('小猫')
  })

  it('sees one device for one sign-in, and another for the next', async () => {
    const device = async (cookie: string) =>
      (await seen(world.box.appOrigin, '/', { cookie })).headers['x-hc-device-id']
    expect(await device(alice)).toBe(await device(alice))
    expect(await device(alice)).not.toBe(await device(await signInAtBox(world.box)))
  })

  it('is told nothing that the browser made up, whoever is signed in', async () => {
    const headers = FORGED
    const signedIn = await seen(world.box.appOrigin, '/', { cookie: alice, headers })
    const open = await seen(world.box.appOrigin, '/public', { headers })
    const names = (pairs: readonly string[]) =>
      pairs.filter((text, i) => i % 2 === 0 && /^x[-_]hc/i.test(text))
    expect(names(signedIn.raw)).toHaveLength(INGRESS_USER_HEADERS.length)
    expect(signedIn.headers['x-hc-user-id']).toBe('alice')
    expect(JSON.stringify(signedIn.raw)).not.toContain('mallory')
    expect(names(open.raw)).toEqual([])
  })

  it.each([
    'X-Forwarded-Proto',
    'X_Forwarded_Proto',
    'X-Forwarded-Host',
    'X-Forwarded-For',
    'X-Forwarded-By',
    'Forwarded',
    'lzc_api_auth_token',
    'Lzc-Auth-Token',
    'TE',
    'Keep-Alive',
    'Proxy-Authorization',
    'Proxy-Connection',
    'Expect',
  ])('does not see the header %s of a browser', async (name) => {
    const headers = { [name]: name === 'Expect' ? '100-continue' : 'forged' }
    const { raw: pairs } = await seen(world.box.appOrigin, '/', { cookie: alice, headers })
    expect(JSON.stringify(pairs)).not.toContain(headers[name])
  })

  it('does not see headers that are about one connection only', async () => {
    const headers = { connection: 'close, X-Mine , cookie', 'x-mine': '1', 'x-yours': '2' }
    const { headers: got } = await seen(world.box.appOrigin, '/', { cookie: alice, headers })
    expect([got['x-mine'], got['x-yours'], got['x-hc-user-id']]).toEqual([undefined, '2', 'alice'])
  })

  it('cannot be robbed of what the ingress says by the Connection header', async () => {
    const headers = { connection: 'close, X-HC-User-ID, X-Forwarded-Proto, Host' }
    const { headers: got } = await seen(world.box.appOrigin, '/', { cookie: alice, headers })
    expect(got).toMatchObject({ 'x-hc-user-id': 'alice', 'x-forwarded-proto': 'http' })
    expect(got.host).toBe(new URL(world.box.appOrigin).host)
  })

  it.each([
    ['between others', (own: string) => `a=1; ${own}; b=2`, 'a=1; b=2'],
    ['twice', (own: string) => `${own}; a=1; ${own}`, 'a=1'],
    ['alone', (own: string) => own, undefined],
  ])('does not see the cookie of the ingress: %s', async (_, join, expected) => {
    const { headers } = await seen(world.box.appOrigin, '/', { cookie: join(alice) })
    expect(headers.cookie).toBe(expected)
  })

  it('gets a cookie with U+00A0 before its name under that very name', async () => {
    // A neighbour on the box can set it; without the byte it would be one that only the app can set.
    const cookie = `${alice}; \xa0__Host-app=1;\xa0HC-Auth-Token=x;\tb=2`
    const { headers } = await seen(world.box.appOrigin, '/', { cookie })
    expect(headers.cookie).toBe('\xa0__Host-app=1; \xa0HC-Auth-Token=x; b=2')
  })

  it('is not reached by a sign-in under another name, with U+00A0 before it', async () => {
    const answer = await visit(world.box.appOrigin, '/', { cookie: `\xa0${alice}` })
    expect(answer.status).toBe(307)
  })

  it('is not reached when a browser names two sign-ins', async () => {
    const bob = await signInAtBox(world.box, 'bob')
    for (const cookie of [`${alice}; ${bob}`, `${bob}; ${alice}`]) {
      expect((await visit(world.box.appOrigin, '/', { cookie })).status).toBe(307)
    }
    const { headers } = await seen(world.box.appOrigin, '/', { cookie: `${alice}; ${alice}` })
    expect(headers['x-hc-user-id']).toBe('alice')
  })

  it('loses no cookie to a name in Connection that only looks like one', async () => {
    const headers = { connection: 'close, \xa0cookie' }
    const { headers: got } = await seen(world.box.appOrigin, '/', {
      cookie: `${alice}; a=1`,
      headers,
    })
    expect(got.cookie).toBe('a=1')
  })

  it('gets every other header as it was sent, repeated ones too', async () => {
    const { port } = new URL(world.box.origin)
    const head = `GET /public HTTP/1.1\r\nHost: echo.devbox.localhost:${port}\r\nConnection: close\r\n`
    const answer = await raw(
      world.box,
      `${head}X-A: 1\r\nx-a: 2\r\nTrailer: X-A\r\nAuthorization: Basic eA==\r\n\r\n`,
    )
    const got = JSON.parse(/\{.*\}/.exec(answer)?.[0] ?? '') as Seen
    expect(valuesOf(got.raw, 'x-a')).toEqual(['1', '2'])
    expect(got.headers.authorization).toBe('Basic eA==')
    expect(got.headers.trailer).toBeUndefined()
  })
})

describe('the browser', () => {
  it('gets every header of the app but those about its connection', async () => {
    const app = await startWorld((_req, res) => {
      res.writeHead(203, 'As It Was', [
        ...['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'X-Own', '1'],
        ...['Connection', 'close, x-mine', 'X-Mine', '1', 'Keep-Alive', 'timeout=1'],
      ])
      res.end('ok')
    })
    const answer = await visit(app.box.appOrigin, '/public')
    expect([answer.status, answer.body]).toEqual([203, 'ok'])
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2'])
    expect(answer.headers['x-own']).toBe('1')
    expect(answer.headers['x-mine']).toBeUndefined()
    expect(answer.headers['keep-alive']).toBeUndefined()
    await app.close()
  })
})

describe('routes', () => {
  it('are chosen by the longest prefix, whole segments, and trimmed unless told otherwise', async () => {
    const second = await startApp()
    const here = originOf(world.app)
    const there = originOf(second)
    const own = await startWorld(undefined, {
      publicPaths: ['/'],
      routes: [
        route('/', here),
        route('/api', there, { path: '/v1' }),
        route('/api/kept/', there, { trimPrefix: false }),
        route('/own-host', there, { useBackendHost: true }),
      ],
    })
    const cookie = await signInAtBox(own.box)
    const ask = async (path: string) => {
      const { url, headers } = await seen(own.box.appOrigin, path, { cookie })
      return [url, headers.host]
    }
    const host = new URL(own.box.appOrigin).host
    expect(await ask('/x?y=%2F')).toEqual(['/x?y=%2F', host])
    expect(await ask('/apix')).toEqual(['/apix', host])
    expect(await ask('/api')).toEqual(['/v1/', host])
    expect(await ask('/api/a//b?c')).toEqual(['/v1/a//b?c', host])
    expect(await ask('/api/kept/a')).toEqual(['/api/kept/a', host])
    expect(await ask('/own-host/a')).toEqual(['/a', new URL(there).host])
    await own.close()
    second.close()
  })

  it('that lead nowhere end on a page', async () => {
    const own = await startWorld(undefined, { publicPaths: ['/'], routes: [] })
    const answer = await visit(own.box.appOrigin, '/x')
    expect(answer.status).toBe(404)
    expect(answer.body).toContain('No route leads here')
    await own.close()
  })

  it('may change while the box runs', async () => {
    const own = await startWorld(undefined, { publicPaths: ['/'] })
    const app = describeApp(originOf(own.app))
    own.box.setApp({ ...app, subdomain: 'renamed', publicPaths: [] })
    expect(own.box.appOrigin).toContain('//renamed.devbox.localhost:')
    expect((await visit(own.box.appOrigin, '/')).status).toBe(307)
    expect(() => own.box.setApp({ ...app, subdomain: 'a b' })).toThrow('subdomain')
    await own.close()
  })
})

it.each(['Accept-Encoding', 'If-None-Match', 'If-Modified-Since', 'If-Range', 'Range'])(
  'an answer that something is put behind is asked for without %s',
  (name) => {
    const asked = askWhole(['Host', 'app', name, 'x', name.toLowerCase(), 'x', 'X-If', 'y'])
    expect(asked).toEqual(['Host', 'app', 'X-If', 'y', 'Accept-Encoding', 'identity'])
  },
)
