/** The public door in front of an app, with a real login: who gets in, and what the app sees. */
import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUserAgent, type UserAgent } from '../../../../test/support/user-agent.ts'
import {
  addressOf,
  cookieOf,
  echo,
  namesOf,
  type Seen,
  seen,
  startApp,
  startWorld,
  type World,
} from '../support/world.ts'
import { PROGRAM } from './fixture.ts'

const RULES = [
  { path: '/public', public: true },
  { path: '/admin', groups: ['ADMIN'] },
  { path: '/staff', groups: ['STAFF'] },
  { path: '/internal', deny: true },
  { path: '/api', unauthenticated: '401' },
]

let app: Server
let world: World
let alice: UserAgent
beforeAll(async () => {
  app = await startApp((req, res) => {
    if (req.url !== '/public/never') echo(req, res)
  })
  world = await startWorld(addressOf(app), { settings: { rules: RULES } })
  alice = await world.signIn()
})
afterAll(async () => {
  await world.close()
  app.close()
})

const at = (path: string): string => world.origin + path
const head = (line: string, more = '') =>
  `${line} HTTP/1.1\r\nHost: 127.0.0.1:${world.port}\r\nConnection: close\r\n${more}\r\n`

describe('whoever is not signed in', () => {
  it('is led through the login to the page that was wanted', async () => {
    const agent = createUserAgent()
    const first = await agent.get(at('/notes?page=2'))
    expect([first.status, new URL(first.location ?? '').pathname]).toEqual([302, '/_catflap/login'])
    const last = await agent.browse(at('/notes?page=2'))
    expect([last.status, last.url]).toEqual([200, at('/notes?page=2')])
    expect((JSON.parse(last.body) as Seen).headers['remote-user']).toMatch(/^alice@/)
  })

  it.each([
    ['a program', '/', PROGRAM],
    ['a path that says so', '/api/x', {}],
  ])('as %s gets 401 with the login’s address', async (_, path, headers) => {
    const answer = await createUserAgent().get(at(path), headers)
    expect([answer.status, answer.headers.location]).toEqual([401, undefined])
    expect(JSON.parse(answer.body)).toMatchObject({
      login: expect.stringContaining('/_catflap/login'),
    })
  })

  it('sees what is public, as nobody', async () => {
    const { headers, raw } = await seen(createUserAgent(), at('/public/a'), {
      'remote-user': 'root',
    })
    expect([headers['remote-user'], headers['remote-groups']]).toEqual(['', ''])
    expect(JSON.stringify(raw)).not.toContain('root')
  })

  it.each([
    'X-Forwarded-Uri',
    'X-Forwarded-Path',
    'X-Original-URL',
    'X-Original-URI',
    'X-Rewrite-URL',
    'X-Original-Method',
    'X-Forwarded-Prefix',
  ])(
    'opens nothing with %s: CVE-2026-40575, GHSA-7x63-xv5r-3p2x, CVE-2026-76835, CVE-2026-35051, CVE-2026-54764',
    async (name) => {
      const answer = await createUserAgent().get(at('/admin'), { [name]: '/public/a' })
      expect(answer.status).toBe(302)
    },
  )

  it.each(['kube-probe/1.29', 'GoogleHC/1.0', 'ELB-HealthChecker/2.0', 'curl/8'])(
    'opens nothing as %s: CVE-2026-34457, GHSA-5hvv-m4w4-gf6v',
    async (agent) => {
      expect((await createUserAgent().get(at('/'), { 'user-agent': agent })).status).toBe(302)
    },
  )

  it.each(['/admin?x=/public/', '/admin#/public', '/public/..#', '/public/%2e%2e/admin'])(
    'does not open %s: CVE-2025-54576, GHSA-7rh7-c77v-6434, CVE-2026-41059, GHSA-pxq7-h93f-9jrg',
    async (target) => {
      expect(await world.raw(head(`GET ${target}`))).toMatch(/^HTTP\/1\.1 (302|401|400) /)
    },
  )
})

it('each request of a visitor who asks for several at once and leaves is in the log', async () => {
  const before = world.log.length
  const visitor = connect(world.port, '127.0.0.1')
  const paths = ['/public/never', '/public/b', '/public/c']
  const heard = once(app, 'request')
  visitor.write(
    paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${world.port}\r\n\r\n`).join(''),
  )
  await heard
  visitor.destroy()
  await expect
    .poll(() => world.log.slice(before).map((entry) => 'path' in entry && entry.path))
    .toEqual(expect.arrayContaining(paths))
})

describe('whoever is signed in', () => {
  it('passes by the group of a rule, and not without it: CVE-2021-21411, GHSA-652x-m2gr-hppm', async () => {
    expect((await alice.get(at('/admin'))).status).toBe(200)
    const refused = await alice.get(at('/staff'), PROGRAM)
    expect([refused.status, JSON.parse(refused.body).code]).toEqual([403, 'FORBIDDEN'])
    const denied = await alice.get(at('/internal'), PROGRAM)
    expect([denied.status, JSON.parse(denied.body).code]).toEqual([403, 'GATE_RULE_DENIES'])
  })

  const FORGED = [
    ...['Remote-User', 'REMOTE_USER', 'remote_groups', 'Remote.Email', 'X-Forwarded-User'],
    ...[
      'X-Forwarded-For',
      'X_Forwarded_For',
      'x-forwarded-host',
      'X-Forwarded-Proto',
      'X-Forwarded-Port',
    ],
    ...[
      'X-Forwarded-Prefix',
      'X-Forwarded',
      'Forwarded',
      'X-Real-IP',
      'X_REAL_IP',
      'X-Original-URL',
    ],
    ...[
      'X-Rewrite-URL',
      'X-WEBAUTH-USER',
      'X-HC-User-ID',
      'X_HC_User_Role',
      'Authorization',
      'Proxy',
    ],
    ...['X-Auth-Request-User', 'X-authentik-username'],
  ]
  it.each(FORGED)(
    'cannot tell the app anything by %s: CVE-2025-64484, CVE-2026-30851, CVE-2026-52845, CVE-2026-39858',
    async (name) => {
      const { raw } = await seen(alice, at('/'), { [name]: 'forged' })
      expect(JSON.stringify(raw)).not.toContain('forged')
    },
  )

  it('is told to the app, once, as the gate knows it', async () => {
    const { headers, raw } = await seen(alice, at('/a'))
    expect(headers).toMatchObject({
      host: new URL(world.origin).host,
      'remote-user': expect.stringMatching(/^alice@/),
      'remote-groups': 'ADMIN',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': new URL(world.origin).host,
    })
    const names = namesOf(raw).map((name) => name.toLowerCase())
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  it('is told to the app whatever Connection names: CVE-2026-29054, CVE-2024-45410, CVE-2025-48865', async () => {
    const named =
      'close, Remote-User, remote-groups, X-Forwarded-For, X-Forwarded-Host, Host, Cookie'
    const { headers } = await seen(alice, at('/'), { connection: named })
    expect(headers).toMatchObject({
      'remote-user': expect.stringMatching(/^alice@/),
      'remote-groups': 'ADMIN',
      'x-forwarded-for': '127.0.0.1',
      host: new URL(world.origin).host,
    })
  })

  it('keeps the cookies of the app, and the app sees none of the gate’s', async () => {
    expect(cookieOf(alice)).toContain(`catflap-gate-${world.port}=`)
    const cookie = `theirs=1; ${cookieOf(alice)}; catflap-gate-${world.port}-login-abc=x; more=2`
    const { headers } = await seen(alice, at('/'), { cookie })
    expect(headers.cookie).toBe('theirs=1; more=2')
  })

  it('signs out, and the old cookie opens nothing: CVE-2026-34454, GHSA-f24x-5g9q-753f, CVE-2024-21492', async () => {
    const agent = await world.signIn()
    const cookie = cookieOf(agent)
    expect((await agent.get(at('/'), { cookie })).status).toBe(200)
    await agent.post(at('/_catflap/logout'), { origin: world.origin })
    expect((await createUserAgent().get(at('/'), { cookie })).status).toBe(302)
  })
})

describe('a request', () => {
  it.each([
    ['TRACE', 'TRACE /', 405],
    ['an absolute target', 'GET http://evil.example/', 400],
    ['no path', 'OPTIONS *', 400],
    ['a broken escape', 'GET /%zz', 400],
  ])('with %s is refused, though signed in', async (_, line, status) => {
    const answer = await world.raw(head(line, `Cookie: ${cookieOf(alice)}\r\n`))
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })

  it('with CONNECT is refused: CVE-2026-71324', async () => {
    const text = `CONNECT app:80 HTTP/1.1\r\nHost: app:80\r\nCookie: ${cookieOf(alice)}\r\n\r\n`
    expect(await world.raw(text)).toMatch(/^HTTP\/1\.1 405 /)
  })

  it.each([
    ['another host', 'evil.example', 421],
    ['another port', '127.0.0.1:1', 421],
    ['a dot behind the host', undefined, 200],
  ])('to %s: CVE-2026-48794, CVE-2026-27588', async (_, host, status) => {
    const { hostname, port } = new URL(world.origin)
    const answer = await alice.get(at('/'), { host: host ?? `${hostname}.:${port}` })
    expect(answer.status).toBe(status)
  })

  it('with two hosts is refused', async () => {
    const answer = await world.raw(
      head('GET /', `Host: evil.example\r\nCookie: ${cookieOf(alice)}\r\n`),
    )
    expect(answer).toMatch(/^HTTP\/1\.1 4(00|21) /)
  })

  it('whose body waits for a word is not asked for it before it may pass', async () => {
    const expecting = 'Expect: 100-continue\r\nContent-Length: 5\r\n'
    const refused = await world.raw(head('POST /a', `${expecting}Accept: application/json\r\n`))
    expect(refused).toMatch(/^HTTP\/1\.1 401 /)
    const passed = await world.raw(
      `${head('POST /a', `${expecting}Cookie: ${cookieOf(alice)}\r\n`)}hello`,
    )
    expect(passed).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /)
    expect(passed).toContain('"body":"hello"')
    expect(passed).not.toContain('"expect"')
  })

  it('below the gate’s own prefix never reaches the app', async () => {
    for (const path of ['/_catflap', '/_catflap/', '/_catflap/nothing', '/_catflap?x']) {
      expect((await alice.get(at(path))).status).toBe(404)
    }
    expect((await alice.get(at('/_catflapper'))).status).toBe(200)
  })

  it('of a probe is answered without a login, and the app keeps its own /healthz', async () => {
    const probe = await createUserAgent().get(at('/_catflap/healthz'), { host: 'any' })
    expect([probe.status, JSON.parse(probe.body)]).toEqual([200, { status: 'ok' }])
    const ready = await createUserAgent().get(at('/_catflap/readyz'))
    expect([ready.status, JSON.parse(ready.body)]).toEqual([200, { status: 'ok' }])
    expect((await seen(alice, at('/healthz'))).url).toBe('/healthz')
  })
})

it('neither log nor answers hold a secret: CVE-2024-39315, GHSA-hhqp-vx7f-5c6m', async () => {
  const answer = await alice.get(at('/a?code=of-somebody'), PROGRAM)
  await expect.poll(() => world.log.length).toBeGreaterThan(0)
  const text = JSON.stringify(world.log) + answer.body
  const kept = [...alice.cookies.values()].filter((value) => value.length > 20)
  expect(kept).not.toEqual([])
  for (const secret of [...kept, ...world.box.secrets()]) {
    expect(text).not.toContain(secret)
  }
  expect(JSON.stringify(world.log)).not.toContain('of-somebody')
})

it('a thousand requests of two people at once each see themselves: CVE-2026-33544', async () => {
  const bobs = await startWorld(addressOf(app), { user: 'bob' })
  const bob = await bobs.signIn()
  const asks = Array.from({ length: 500 }, async (_, i) => {
    const one = await seen(alice, at(`/${i}`))
    const two = await seen(bob, `${bobs.origin}/${i}`)
    const [mine, theirs] = [one, two].map(
      ({ headers }) => String(headers['remote-user']).split('@')[0],
    )
    return [one.url, mine, two.url, theirs].join()
  })
  expect(await Promise.all(asks)).toEqual(asks.map((_, i) => `/${i},alice,/${i},bob`))
  await bobs.close()
})
