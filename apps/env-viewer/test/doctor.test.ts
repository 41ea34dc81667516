/** The page of the doctor: who may see it, what it says, and that it is the command's report. */
import { examine } from 'catflap/doctor'
import type { Devbox } from 'catflap-devbox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NAVIGATION, startViewer, unconfiguredViewer, type Visitor } from './support.ts'

const CATFLAP_SECRET = 'a-secret-that-seals-login-transactions'
let box: Devbox
let alice: Visitor
let bob: Visitor
let nobody: Visitor
const boxes: Devbox[] = []

beforeAll(async () => {
  const first = await startViewer('alice', { CATFLAP_SECRET })
  const second = await startViewer('bob')
  const third = await startViewer('alice')
  boxes.push(first.box, second.box, third.box)
  box = first.box
  ;[alice, bob, nobody] = [first.visitor, second.visitor, third.visitor]
  expect((await alice.open('/session')).status).toBe(200)
  expect((await bob.open('/session')).status).toBe(200)
})
beforeEach(() => box.faults.clear())
afterAll(() => Promise.all(boxes.map((one) => one.close())))

const pageOf = async (language: 'en' | 'zh'): Promise<string> => {
  const headers = { ...NAVIGATION, 'accept-language': language }
  return (await alice.ask('/doctor', { headers })).text()
}

interface Report {
  readonly outcome: string
  readonly findings: { check: string; outcome: string; seen: { en: string } }[]
}

describe('the page', () => {
  it.each([
    ['alice', () => alice, 200, 200],
    ['bob', () => bob, 403, 403],
    ['nobody', () => nobody, 302, 401],
    ['anybody at a viewer without configuration', () => unconfiguredViewer().visitor, 503, 503],
  ])('answers %s', async (_, who, page, api) => {
    expect((await who().ask('/doctor', { headers: NAVIGATION })).status).toBe(page)
    expect((await who().ask('/api/doctor', { headers: NAVIGATION })).status).toBe(api)
  })

  it('is in the navigation of administrators only; the start page marks it as theirs', async () => {
    const home = async (visitor: Visitor): Promise<string> =>
      (await visitor.ask('/', { headers: NAVIGATION })).text()
    const navigation = async (visitor: Visitor): Promise<string> =>
      (await home(visitor)).split('</nav>')[0] ?? ''
    expect(await navigation(alice)).toContain('href="/doctor"')
    expect(await navigation(bob)).not.toContain('/doctor')
    expect(await navigation(nobody)).not.toContain('/doctor')
    expect(await home(bob)).toContain('href="/doctor">Doctor</a><span class="tag">administrators<')
  })

  it.each([
    ['en', 'Nothing stands in the way', '1 warning', 'Kind of store'],
    ['zh', '没有任何妨碍登录', '1 个警告', '存储类型'],
  ] as const)(
    'in %s names the warning and what is in order',
    async (language, all, count, title) => {
      const text = await pageOf(language)
      expect(text).toContain(count)
      expect(text).toContain(title)
      expect(text).toContain(box.issuer)
      expect(text).not.toContain(all)
    },
  )

  it.each([
    ['en', 'Client id and secret', 'Restart the app'],
    ['zh', '客户端 ID 与密钥', '重启应用'],
  ] as const)('in %s begins with the problem and its fix', async (language, title, fix) => {
    box.faults.set('secret-rotated')
    const text = await pageOf(language)
    const places = ['✗ 1', title, 'invalid_grant', 'invalid_client', fix, '! 1', '✓ 25']
    const found = places.map((place) => text.indexOf(place))
    expect(found).not.toContain(-1)
    expect(found).toEqual(found.toSorted((a, b) => a - b))
  })

  it('shows no secret', async () => {
    for (const fault of ['secret-rotated', 'discovery-issuer-mismatch', 'jwks-html'] as const) {
      box.faults.set(fault)
      const text = await pageOf('en')
      for (const secret of [...box.secrets(), CATFLAP_SECRET]) expect(text).not.toContain(secret)
    }
  })

  it('is JSON for a program', async () => {
    const headers = { accept: 'application/json' }
    const [one, other] = await Promise.all(
      ['/doctor', '/api/doctor'].map((path) => alice.ask(path, { headers })),
    )
    expect(one?.headers.get('content-type')).toContain('application/json')
    const reports = [await one?.json(), await other?.json()] as Report[]
    expect(reports.map(({ outcome }) => outcome)).toEqual(['warning', 'warning'])
  })

  it('names the headers of a proxy without their values', async () => {
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' }
    const answer = await alice.ask('/api/doctor', { headers })
    const text = await answer.text()
    const { findings } = JSON.parse(text) as Report
    const seen = findings.find(({ check }) => check === 'proxy-headers')?.seen.en
    expect(seen).toBe('x-forwarded-for, x-forwarded-proto')
    expect(text).not.toContain('203.0.113.7')
  })

  it('makes the checks of the command, with the same outcome', async () => {
    box.faults.set('jwks-empty')
    const { findings } = (await (await alice.ask('/api/doctor')).json()) as Report
    const environment = { ...box.environment, CATFLAP_STORE: 'memory:', CATFLAP_SECRET }
    const own = await examine({ environment })
    const brief = (all: readonly { check: string; outcome: string }[]) =>
      all.map(({ check, outcome }) => `${check}:${outcome}`)
    expect(brief(findings)).toEqual(brief(own))
    expect(brief(own)).toContain('signing-keys:problem')
  })
})
