import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CORPUS } from '../rules/corpus.ts'
import { type Door, ORIGIN, PROGRAM, startDoor, startForTest } from './fixture.ts'

const IDENTITY = ['remote-user', 'remote-email', 'remote-name', 'remote-groups']

let caddy: Door
beforeAll(async () => {
  caddy = await startDoor()
})
afterAll(async () => {
  await caddy.close()
})

const of = (uri: string) => ({ 'x-forwarded-uri': uri })

describe('/auth', () => {
  it.each(['who=mei', 'who=mei; later'])(
    'lets whoever is signed in pass, by name: %s',
    async (cookie) => {
      const { status, headers, body } = await caddy.ask('/auth', { cookie })
      expect([status, body]).toEqual([200, ''])
      expect(headers).toMatchObject({ 'remote-user': 'mei', 'remote-groups': 'ADMIN' })
      expect(headers).toMatchObject({
        'remote-email': '',
        'remote-name': '',
        'cache-control': 'no-store',
      })
      expect(headers).not.toHaveProperty('set-cookie')
    },
  )

  it.each([
    ['', ''],
    ['who=mei', 'mei'],
  ])(
    'lets everybody pass on a public path, with every header, as whom they are: %j',
    async (cookie, user) => {
      const { status, headers } = await caddy.ask('/auth', { cookie, ...of('/public/a') })
      expect([status, headers['remote-user']]).toEqual([200, user])
      expect(Object.keys(headers)).toEqual(expect.arrayContaining(IDENTITY))
      expect(headers).not.toHaveProperty('set-cookie')
    },
  )

  it.each(['TRACE', 'TRACK', 'CONNECT'])('refuses %s, as check says', async (method) => {
    const headers = { cookie: 'who=mei', 'x-forwarded-method': method }
    const { status, body } = await caddy.ask('/auth', { ...headers, ...PROGRAM })
    expect([status, JSON.parse(body || '{}').code]).toEqual([405, 'GATE_METHOD_REFUSED'])
  })

  it('sends a navigation to the login and back, by whole addresses', async () => {
    const { status, headers } = await caddy.ask('/auth', of('/app?a=1&b=%2F'))
    expect(status).toBe(302)
    expect(headers.location).toBe(`${ORIGIN}/_catflap/login?return_to=%2Fapp%3Fa%3D1%26b%3D%252F`)
    expect(headers).toMatchObject({ 'cache-control': 'no-store' })
  })

  it.each([
    ['a script', PROGRAM],
    ['an image', { accept: 'image/*', 'sec-fetch-mode': 'no-cors' }],
    ['an event source', { accept: 'text/event-stream', 'sec-fetch-mode': 'cors' }],
    ['a WebSocket', { 'sec-fetch-mode': 'websocket', 'sec-websocket-key': 'x', origin: ORIGIN }],
    ['a WebSocket of an older browser', { 'sec-fetch-mode': undefined, 'sec-websocket-key': 'x' }],
    ['a prefetch', { 'sec-purpose': 'prefetch' }],
    ['a program', { accept: undefined, 'sec-fetch-mode': undefined }],
    [
      'a preflight',
      { ...PROGRAM, 'x-forwarded-method': 'OPTIONS', 'access-control-request-method': 'PUT' },
    ],
    [
      'OPTIONS of a page',
      { 'x-forwarded-method': 'OPTIONS', 'access-control-request-method': 'PUT' },
    ],
  ])('answers 401 to %s', async (_, headers) => {
    const answer = await caddy.ask('/auth', headers)
    expect(answer.status).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer')
    expect(answer.headers).not.toHaveProperty('location')
    expect(answer.headers).not.toHaveProperty('set-cookie')
  })

  it('answers 401 to a page of a path for programs', async () => {
    const door = await startForTest({ rules: [{ path: '/api', unauthenticated: '401' }] })
    const { status, headers, body } = await door.ask('/auth', of('/api/x'))
    expect([status, headers.location]).toEqual([401, undefined])
    expect(body).toContain('AUTHENTICATION_REQUIRED')
  })

  it('leads a form that was sent to its page, and sends nothing again', async () => {
    const answer = await caddy.ask('/auth', { 'x-forwarded-method': 'POST' })
    expect(answer.status).toBe(401)
    expect(answer.body).toContain('/_catflap/login?return_to=')
  })

  it('rule not applied (CVE-2021-21411, CVE-2023-33189, CVE-2021-41230): 403 for whoever is in no group of the rule', async () => {
    for (const cookie of ['who=lan', 'who=lan; later']) {
      const { status, headers, body } = await caddy.ask('/auth', { cookie, ...of('/admin') })
      expect([status, headers.location]).toEqual([403, undefined])
      expect(body).toContain('rules[1] /admin')
    }
    expect((await caddy.ask('/auth', { cookie: 'who=mei', ...of('/admin') })).status).toBe(200)
    for (const groups of [['admin'], ['ADMINS'], ['AD'], ['', 'x']].slice(0, 3)) {
      const door = await startForTest({ rules: [{ path: '/', groups }] })
      expect((await door.ask('/auth', { cookie: 'who=mei' })).status).toBe(403)
    }
  })

  it('403 for everybody where a rule denies, signed in or not', async () => {
    for (const cookie of ['', 'who=mei']) {
      const { status, body } = await caddy.ask('/auth', { cookie, ...of('/internal') })
      expect(status).toBe(403)
      expect(body).toContain('GATE_RULE_DENIES')
    }
  })

  it('403 for whom the app could not be told truly', async () => {
    const { status, body } = await caddy.ask('/auth', { cookie: 'who=odd' })
    expect(status).toBe(403)
    expect(body).toContain('GATE_IDENTITY_UNUSABLE')
  })

  it.each(['who=down', 'who=late'])(
    '503 where it cannot be told, and the cookie stays: %s',
    async (cookie) => {
      const { status, headers } = await caddy.ask('/auth', { cookie })
      expect(status).toBe(503)
      expect(headers['retry-after']).toMatch(/^\d+$/)
      expect(headers).not.toHaveProperty('set-cookie')
    },
  )

  it('500 for a bug, and the next question is answered', async () => {
    expect((await caddy.ask('/auth', { cookie: 'who=bug' })).status).toBe(500)
    expect((await caddy.ask('/auth', { cookie: 'who=mei' })).status).toBe(200)
  })

  it('403 for a WebSocket of another page, on public paths too', async () => {
    const headers = { cookie: 'who=mei', 'sec-websocket-key': 'x', origin: 'https://evil.example' }
    for (const uri of ['/app', '/public/ws']) {
      const { status, body } = await caddy.ask('/auth', { ...headers, ...of(uri) })
      expect(status).toBe(403)
      expect(body).toContain('CROSS_ORIGIN_REFUSED')
    }
  })

  it('speaks the reader’s language about what is refused', async () => {
    const zh = await caddy.ask('/auth', { ...of('/%zz'), 'accept-language': 'zh-CN' })
    expect([zh.status, zh.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
    expect(zh.body).toContain('无法读取此地址')
    expect((await caddy.ask('/auth', of('/%zz'))).body).toContain('This address cannot be read')
  })

  it('shows nothing of others as markup (CVE-2023-52430, CVE-2024-21496, CVE-2026-33525)', async () => {
    const { body, headers } = await caddy.ask('/auth', { 'x-forwarded-host': '"><script>x' })
    expect(body).not.toContain('<script>')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
  })

  it('exceptions by header (CVE-2026-34457): a health check’s name opens nothing', async () => {
    for (const agent of [
      'GoogleHC/1.0',
      'kube-probe/1.30',
      'ELB-HealthChecker/2.0',
      'Prometheus',
    ]) {
      expect((await caddy.ask('/auth', { 'user-agent': agent, ...PROGRAM })).status).toBe(401)
    }
  })

  it('ignores its own query, which some proxies let the visitor write', async () => {
    for (const path of [
      '/auth?rd=https://evil.example',
      '/auth?allowed_groups=STAFF&uri=/public',
      '/auth?',
    ]) {
      const { status, headers } = await caddy.ask(path, of('/admin'))
      expect(status).toBe(302)
      expect(headers.location).toBe(`${ORIGIN}/_catflap/login?return_to=%2Fadmin`)
    }
  })

  it('open redirect (GHSA-qqxw-m5fj-f7gv, GHSA-j7px-6hwj-hpjg, CVE-2021-21291, GHSA-4mf2-f3wh-gvf2, CVE-2024-21497, CVE-2021-29651)', async () => {
    const targets = [
      '//evil.example',
      '/\\evil.example',
      '/.//evil.example',
      '/%09/evil.example',
      '/@evil.example',
    ]
    for (const uri of targets) {
      const { status, headers } = await caddy.ask('/auth', of(uri))
      if (status === 400) continue
      const location = new URL(headers.location ?? '')
      expect([status, location.origin]).toEqual([302, ORIGIN])
      const back = location.searchParams.get('return_to')
      expect(new URL(back ?? '/', ORIGIN).origin).toBe(ORIGIN)
    }
  })

  it('answers any method on the wire, and a handshake that is passed on as such', async () => {
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) {
      expect((await caddy.ask('/auth', { cookie: 'who=mei' }, method)).status).toBe(200)
    }
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'x' }
    const allowed = await caddy.ask('/auth', { cookie: 'who=mei', origin: ORIGIN, ...upgrade })
    expect([allowed.status, allowed.headers['remote-user']]).toEqual([200, 'mei'])
    expect((await caddy.ask('/auth', upgrade)).status).toBe(401)
  })

  it('lets members of any group of a rule pass, and a group that is written as a path', async () => {
    const rules = [
      { path: '/any', groups: ['OTHERS', 'ADMIN'] },
      { path: '/all', groups: ['OTHERS', 'MORE'] },
    ]
    const door = await startForTest({ rules })
    const ask = async (uri: string, who: string) =>
      (await door.ask('/auth', { cookie: `who=${who}`, ...of(uri) })).status
    expect(await ask('/any', 'mei')).toBe(200)
    expect(await ask('/any', 'path')).toBe(200)
    expect(await ask('/all', 'mei')).toBe(403)
  })

  it('names the rule, whom it lets pass and who asked, and the default where no rule is', async () => {
    const program = { ...PROGRAM, cookie: 'who=lan', ...of('/admin') }
    const refused = await caddy.ask('/auth', program)
    expect(JSON.parse(refused.body)).toMatchObject({
      code: 'FORBIDDEN',
      parameter: 'rules[1] /admin',
      expected: 'ADMIN',
      seen: 'STAFF',
    })
    const door = await startForTest({ rules: [], otherwise: 'deny' })
    const denied = await door.ask('/auth', PROGRAM)
    expect(JSON.parse(denied.body)).toMatchObject({
      code: 'GATE_RULE_DENIES',
      parameter: 'default',
    })
    const bad = await caddy.ask('/auth', { ...PROGRAM, ...of('/%zz') })
    expect(JSON.parse(bad.body)).toMatchObject({
      code: 'GATE_TARGET_INVALID',
      parameter: 'percent',
    })
  })

  it.each([
    '/',
    '/auth/',
    '/auth/x',
    '/AUTH',
    '/_catflap/login',
    '/auth/envoy/app',
    '//auth',
    '/auth%2fstatus',
  ])('is nothing else: %s', async (path) => {
    const { status, body } = await caddy.ask(path, { cookie: 'who=mei' })
    expect(status).toBe(404)
    expect(body).toContain('GATE_PATH_UNKNOWN')
  })

  it('is the decision of the corpus for each of its paths', async () => {
    const expected = { public: 200, 'signed-in': 302, groups: 302, deny: 403, invalid: 400 }
    for (const [kind, targets] of Object.entries(CORPUS)) {
      for (const target of targets) {
        const { status } = await caddy.ask('/auth', of(Buffer.from(target).toString('latin1')))
        expect([target, status]).toEqual([target, expected[kind as keyof typeof expected]])
      }
    }
  })

  it('tells a log what was asked, and nothing that is secret', async () => {
    const door = await startForTest()
    await door.ask('/auth', {
      cookie: 'who=mei',
      'x-forwarded-for': '203.0.113.9',
      ...of('/app?code=c'),
    })
    await door.ask('/auth', { cookie: 'who=down' })
    await door.ask('/nowhere')
    expect(door.answers).toMatchObject([
      {
        path: '/auth',
        asked: { method: 'GET', target: '/app?code=c' },
        status: 200,
        client: '203.0.113.9',
      },
      { path: '/auth', status: 503, code: 'STORE_UNAVAILABLE', client: '127.0.0.1' },
      { path: undefined, asked: undefined, status: 404, code: 'GATE_PATH_UNKNOWN' },
    ])
    expect(JSON.stringify(door.answers)).not.toContain('who=')
  })
})
