/** The doctor at real proxies: configured as docs/gate.md says, and each with one thing wrong. */
import { EventEmitter } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { CHECKS, type Check, type Finding, judge } from '../../src/doctor/findings.ts'
import { observe } from '../../src/doctor/observe.ts'
import { DEFAULT_IDENTITY } from '../../src/identity/headers.ts'
import { createIdentity } from '../../src/identity/identity.ts'
import { caddy } from './caddy.ts'
import { type Fronted, type FrontProxy, startFronted } from './front.ts'
import { haproxy } from './haproxy.ts'
import { nginx } from './nginx.ts'

const CADDY = caddy()

const REMOTE = createIdentity(DEFAULT_IDENTITY).names

async function examine(
  proxy: FrontProxy,
  edit: (text: string) => string = (text) => text,
  names: readonly string[] = REMOTE,
) {
  const fronted = await startFronted(proxy, edit)
  onTestFinished(() => fronted.close())
  const { origin, world, reached } = fronted
  const { port, hostname: host } = new URL(world.gate.addresses.auth ?? '')
  const auth = { host, port: Number(port) }
  const site = { origin, auth, names }
  const findings = judge(await observe(site), site)
  return { findings, reached, log: world.log }
}

const wrong = (findings: readonly Finding[]): Partial<Record<Check, string>> =>
  Object.fromEntries(
    findings.flatMap(({ check, status }) => (status === 'ok' ? [] : [[check, status]])),
  )

describe.each([nginx, CADDY, haproxy])('the doctor behind $kind', (proxy) => {
  it('finds nothing wrong with the documented configuration, and the app sees nothing of it', async () => {
    const { findings, reached, log } = await examine(proxy)
    expect(wrong(findings)).toEqual({})
    expect(findings).toHaveLength(15)
    expect(reached).toEqual([])
    expect(JSON.stringify(log)).not.toMatch(/unauthenticated\.\d+\./)
  })
})

type Edit = (text: string) => string
const without =
  (line: string): Edit =>
  (text) =>
    text.replace(line, '')
const instead =
  (from: string, to: string): Edit =>
  (text) =>
    text.replaceAll(from, to)

/** What is changed, what is found then and nothing else, and the line that mends it. */
type Row = [string, Edit, Partial<Record<Check, string>>, RegExp?]

async function finds(proxy: FrontProxy, [, edit, expected, line]: Row): Promise<void> {
  const { findings } = await examine(proxy, edit)
  const found = wrong(findings)
  expect(found).toMatchObject(expected)
  if (line !== undefined) {
    expect(findings.map((one) => one.line)).toContainEqual(expect.stringMatching(line))
  }
  const others = Object.entries(found).filter(([check]) => !(check in expected))
  expect(others.filter(([, status]) => status !== 'unknown')).toEqual([])
}

describe('the doctor finds what is wrong with nginx', () => {
  it.each<Row>([
    [
      'no X-Original-Method',
      without('proxy_set_header X-Original-Method $request_method;'),
      { question: 'problem' },
      /^proxy_set_header X-Original-Method \$request_method;$/,
    ],
    [
      'a visitor’s X-Forwarded-Uri kept',
      without('proxy_set_header X-Forwarded-Uri "";'),
      { forged: 'problem' },
      /^proxy_set_header x-forwarded-uri "";$/,
    ],
    [
      'a body that is announced',
      without('proxy_set_header Content-Length "";'),
      { body: 'warning' },
    ],
    [
      'the decoded path',
      instead('$http_host$request_uri', '$http_host$uri'),
      { target: 'problem', forged: 'problem' },
    ],
    [
      'no answer to what is forbidden',
      instead('error_page 401 403 500', 'error_page 401 500'),
      { answers: 'problem' },
    ],
    [
      'another Host',
      instead(
        'proxy_set_header Host $http_host;\n    proxy_set_header X-Forwarded-For',
        'proxy_set_header X-Forwarded-For',
      ),
      { host: 'problem' },
    ],
    [
      'pages that go to the app',
      instead('location /_catflap/ {', 'location /elsewhere/ {'),
      { pages: 'problem' },
    ],
    [
      'only one of its two questions that says what it is about',
      instead(
        'proxy_pass_request_body off;\n    include catflap-ask.conf;\n  }\n  location @',
        'proxy_pass_request_body off;\n  }\n  location @',
      ),
      { question: 'problem' },
      /^proxy_set_header X-Original-/,
    ],
    ['nobody asked', without('auth_request /_catflap_auth;'), { asked: 'problem' }],
    [
      'no Cookie',
      instead('proxy_set_header Upgrade "";', 'proxy_set_header Cookie "";'),
      { asked: 'problem' },
    ],
    [
      'a header in any spelling',
      instead('proxy_http_version 1.1;', 'proxy_http_version 1.1; underscores_in_headers on;'),
      { spelling: 'warning' },
    ],
  ])('%s', (...row) => finds(nginx, row))
})

describe('the doctor finds what is wrong with Caddy', () => {
  it.each<Row>([
    [
      'a visitor’s X-Original-* kept',
      without('header_up -X-Original-*'),
      { forged: 'problem' },
      /^header_up -x-original-(?:url|uri|method)$/,
    ],
    [
      'no X-Forwarded-Method',
      instead('uri /auth?', 'uri /auth?\nheader_up -X-Forwarded-Method'),
      { question: 'problem' },
      /^header_up x-forwarded-method {method}$/,
    ],
    ['Remote_User kept', without('request_header -Remote*'), { spelling: 'warning' }],
    [
      'a prefix taken off before it asks',
      instead(
        '      request_header -Remote*',
        '      uri strip_prefix /catflap-doctor\n      request_header -Remote*',
      ),
      { target: 'problem', forged: 'problem' },
    ],
  ])('%s', (...row) => finds(CADDY, row))
})

const answer = (body: unknown) => ({ status: 401, raw: [], body: JSON.stringify(body) })
it.each([
  [{ names: [], asked: { method: 'GET', target: 5 } }, 'problem'],
  [{ names: [5] }, 'problem'],
  [{ names: [], refusal: null }, 'problem'],
  [{ names: [], refusal: { code: 'X', line: '\u001b[2J' } }, 'ok'],
])('takes no word that is none of the gate’s: %j', (report, status) => {
  const value = 'x'
  const values = { redirect: value, unauthenticated: value, forbidden: value, unavailable: value }
  const plain = answer({ probe: 'catflap-gate', ...report })
  const observed = { pages: plain, door: { ...answer(values), status: 200 }, probes: { plain } }
  const site = { origin: 'https://notes.example', auth: undefined, names: REMOTE }
  const findings = judge(observed, site)
  expect(findings.find(({ check }) => check === 'asked')?.status).toBe(status)
  expect(JSON.stringify(findings)).not.toContain('\\u001b')
})

it('looks for the names that the app is told by, whatever they are', async () => {
  const names = ['X-WEBAUTH-USER', 'X-WEBAUTH-GROUPS']
  const { findings } = await examine(CADDY, undefined, names)
  const found = findings.find(({ check }) => check === 'spelling')
  expect(found).toMatchObject({ status: 'warning', seen: 'x_webauth_user, x_webauth_groups' })
})

describe('the doctor finds what HAProxy does not ask about', () => {
  it.each<Row>([
    [
      'requests that are no GET',
      instead('Remote-Name if !own', 'Remote-Name if !own { method GET }'),
      { asked: 'problem' },
    ],
    [
      'WebSockets',
      instead('Remote-Name if !own', 'Remote-Name if !own !{ req.hdr(upgrade) -m found }'),
      { asked: 'problem' },
    ],
  ])('%s', (...row) => finds(haproxy, row))
})

describe('catflap-gate doctor', () => {
  async function command(fronted: Fronted, ...argv: readonly string[]) {
    let text = ''
    const { auth = '' } = fronted.world.gate.addresses
    const env = {
      ...fronted.world.box.environment,
      OIDC_REDIRECT_URI: `${fronted.origin}/_catflap/callback`,
      CATFLAP_STORE: 'memory:',
      CATFLAP_GATE_AUTH_LISTEN: new URL(auth).host,
      CATFLAP_GATE_AUTH_PROXY: 'nginx',
    }
    const out = (more: string) => (text += more)
    const around = { env, out, err: out, signals: new EventEmitter() }
    return { code: await run(['doctor', ...argv], around), text }
  }

  it('tells it by its exit code, in both languages and as JSON', async () => {
    const fronted = await startFronted(nginx, without('proxy_set_header Content-Length "";'))
    onTestFinished(() => fronted.close())
    const english = await command(fronted, '--lang', 'en')
    expect(english.code).toBe(1)
    expect(english.text).toContain('✓ The proxy asks this gate about a request\n')
    expect(english.text).toContain('! The question announces no body\n  seen: content-length\n')
    const chinese = await command(fronted, '--lang', 'zh')
    expect(chinese.text).toContain('! 询问不声明请求体\n  实际: content-length\n')
    const { exitCode, findings } = JSON.parse((await command(fronted, '--json')).text)
    expect(exitCode).toBe(1)
    expect(findings.map(({ check }: Finding) => check)).toEqual(CHECKS)
    expect(findings.find(({ status }: Finding) => status === 'warning')).toMatchObject({
      check: 'body',
      en: { title: 'The question announces no body' },
      zh: { title: '询问不声明请求体' },
    })
  })

  it('says that no gate answers, and that there is no site', async () => {
    const fronted = await startFronted(nginx)
    await fronted.close()
    const { code, text } = await command(fronted, '--lang', 'en')
    expect(code).toBe(2)
    expect(text).toContain('✗ A gate answers at auth.listen\n  seen: ECONNREFUSED\n')
    expect(text).toContain(
      '✗ /_catflap/ of the app’s address is the gate’s\n  seen: ECONNREFUSED\n',
    )
    expect(text).toContain('? The proxy asks this gate about a request\n')
  })

  it('takes no operand', async () => {
    const around = { env: {}, out: () => {}, err: () => {}, signals: new EventEmitter() }
    expect(await run(['doctor', '/'], around)).toBe(2)
  })
})
