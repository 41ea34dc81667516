/** `catflap-gate check` as a person calls it: what it says in both languages, and its exit code. */
import { EventEmitter } from 'node:events'
import type { RequestListener } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { fetchAppPage } from '../../src/check/app-page.ts'
import { run } from '../../src/cli/run.ts'
import { addressOf, startApp } from '../support/world.ts'

const RULES = `[
  { path: /admin, groups: [ADMIN] },
  { path: /hook, public: true, methods: [POST] },
  { path: /public, public: true }
]`

async function check(...argv: readonly string[]) {
  let [text, errors] = ['', '']
  const code = await run(['check', '--rules', RULES, ...argv], {
    env: {},
    out: (more) => (text += more),
    err: (more) => (errors += more),
    signals: new EventEmitter(),
  })
  return { code, text, errors }
}

async function app(listener: RequestListener): Promise<string> {
  const server = await startApp(listener)
  onTestFinished(() => void server.close().closeAllConnections())
  return addressOf(server)
}

const html =
  (text: string): RequestListener =>
  (_req, res) =>
    void res.setHeader('content-type', 'text/html; charset=utf-8').end(text)

describe('check of a request', () => {
  it('needs neither an app nor a provider, and tells by its exit code whether the app is reached', async () => {
    const codes = [
      await check('/public/a'),
      await check('/admin'),
      await check('/admin', '--session-groups', ''),
      await check('/admin', '--session-groups', 'STAFF,ADMIN'),
      await check('POST', 'https://app.example/hook?x'),
      await check('PUT', '/hook'),
      await check('/%zz'),
    ].map(({ code }) => code)
    expect(codes).toEqual([0, 1, 1, 0, 0, 1, 1])
  })

  it('says why, in English', async () => {
    const { text } = await check('/public/..%2fadmin', '--lang', 'en')
    expect(text.split('\n').slice(0, 7)).toEqual([
      'GET /public/..%2fadmin',
      'Decided by rules[0] /admin: members of ADMIN',
      'The path can be read as /admin (escapes decoded, dot segments resolved); the strictest of its readings decides.',
      '',
      'Nobody signed in: a page is sent to the login, a program gets 401',
      'Signed in, of no group: 403',
      'Signed in, of ADMIN: reaches the app',
    ])
    expect(text).toContain('  /public/..%2fadmin  (as it came)  default: signed in')
  })

  it('says why, in Chinese', async () => {
    const { text } = await check('/public//a', '--lang', 'zh', '--session-groups', 'STAFF')
    expect(text.split('\n').slice(0, 7)).toEqual([
      'GET /public//a',
      '由 default 决定：已登录的人',
      '有公开规则覆盖它，但只公开普通路径：不含转义的斜杠、//、;、\\ 和点段。',
      '',
      '未登录: 页面转到登录，程序得到 401',
      '已登录，不属于任何组: 到达应用',
      '已登录，属于 STAFF: 到达应用',
    ])
  })

  it('tells how a browser would send an address', async () => {
    const { text } = await check('/文', '--lang', 'en')
    expect(text).toContain('A browser would send /%E6%96%87')
  })

  it('shows a control character as text: a terminal would obey it', async () => {
    const { text } = await check('/\u001b[2J\u202e', '--lang', 'en')
    expect(text.split('\n')[0]).toBe('GET /\\u{1b}[2J\\u{202e}')
  })

  it('is JSON for a program', async () => {
    expect(JSON.parse((await check('/admin', '--json')).text)).toMatchObject({
      kind: 'judged',
      access: 'groups',
      rule: { at: 'rules[0]', groups: ['ADMIN'] },
      asked: { answer: 'sign-in' },
    })
  })

  it.each([
    [['check', 'GET', '/a', '/b'], 'a method and an address'],
    [['chekc'], 'no command "chekc"'],
    [['--session-groups', 'A', '--upstream', 'http://127.0.0.1:1'], 'belongs to the command check'],
    [['check', '/', '--rules', '[{ path: admin, deny: true }]'], 'RULE_PATH_INVALID'],
  ])('refuses what cannot be asked: %j', async (argv, words) => {
    let errors = ''
    const code = await run(argv, {
      env: {},
      out: () => {},
      err: (more) => (errors += more),
      signals: new EventEmitter(),
    })
    expect([code, errors]).toEqual([2, expect.stringContaining(words)])
  })
})

describe('check alone', () => {
  it('lists what is open, and what a public POST means', async () => {
    const { code, text } = await check('--lang', 'en')
    expect([code, text.split('\n')]).toEqual([
      0,
      [
        'Open to everybody:',
        '  rules[1] POST /hook',
        '  rules[2] /public',
        'Where no rule holds: signed in.',
        expect.stringContaining('rules[1] opens POST'),
        expect.stringContaining('could not be looked at (no upstream is set)'),
        '',
      ],
    ])
  })

  it('proposes the rule for the manifest that the app’s page links to, in both languages', async () => {
    const upstream = await app(html('<link rel="manifest" href="app.webmanifest">'))
    const line = '  - { path: =/app.webmanifest, public: true, methods: [GET, HEAD] }'
    for (const [lang, words] of [
      ['en', 'browsers fetch /app.webmanifest without cookies'],
      ['zh', '浏览器获取 /app.webmanifest 时不带 Cookie'],
    ] as const) {
      const { text } = await check('--upstream', upstream, '--lang', lang)
      expect(text).toContain(words)
      expect(text.split('\n')).toContain(line)
    }
    const { text } = await check('--upstream', upstream, '--json')
    expect(JSON.parse(text)).toMatchObject({ manifest: { kind: 'rule' } })
  })

  it('tells of an app that is away, and of a page without a manifest', async () => {
    const away = await check('--upstream', 'http://127.0.0.1:1', '--lang', 'en')
    expect(away.text).toContain('could not be looked at (ECONNREFUSED)')
    const none = await check('--upstream', await app(html('<p>')), '--lang', 'zh')
    expect(none.text).toContain('应用的页面没有链接它')
  })
})

describe('the app’s page', () => {
  it('is found behind redirects within the app, and nowhere else', async () => {
    const address = await app((req, res) => {
      if (req.url === '/base/') return void res.writeHead(302, { location: 'app/' }).end()
      if (req.url === '/base/app/') return html('here')(req, res)
      res.writeHead(302, { location: req.url === '/out/' ? '//other.example/' : req.url }).end()
    })
    expect(await fetchAppPage(`${address}/base`)).toEqual({ html: 'here', path: '/app/' })
    expect(await fetchAppPage(`${address}/out`)).toEqual({ why: 'status 302', path: '/' })
    expect(await fetchAppPage(address)).toEqual({ why: 'redirects', path: '/' })
  })

  it('is read up to a limit, and no longer than the patience', async () => {
    const endless = await app((_req, res) => {
      res.setHeader('content-type', 'text/html')
      const write = (): void => {
        while (res.write('x'.repeat(65_536)));
        res.once('drain', write)
      }
      write()
    })
    const page = await fetchAppPage(endless)
    expect('html' in page && page.html.length).toBeLessThan(600_000)
    const silent = await app(() => {})
    expect(await fetchAppPage(silent, 50)).toMatchObject({ why: 'timeout' })
    const half = await app((_req, res) => {
      res.setHeader('content-type', 'text/html')
      res.write('<p>')
    })
    expect(await fetchAppPage(half, 50)).toMatchObject({ why: 'timeout' })
  })

  it.each([
    [404, 'text/html', 'status 404'],
    [200, 'application/json', 'no HTML'],
  ])('is none with status %d and type %s', async (status, type, why) => {
    const address = await app(
      (_req, res) => void res.writeHead(status, { 'content-type': type }).end(),
    )
    expect(await fetchAppPage(address)).toEqual({ why, path: '/' })
  })
})
