/** A login that fails: the page about it, the report to share, the list for the administrator. */
import type { Devbox, FaultName } from 'catflap-devbox'
import { afterEach, describe, expect, it } from 'vitest'
import { createViewer } from '../src/index.ts'
import { decodeClaims } from '../src/pages/jwt.ts'
import { createVisitor, NAVIGATION, startViewer, type Visitor } from './support.ts'

let box: Devbox
afterEach(() => box?.close())

/** Signs in with a fault, in a language; the page that a person gets. */
async function fail(
  fault: FaultName,
  language: 'en' | 'zh' = 'en',
): Promise<{ page: string; response: Response; visitor: Visitor; lines: string[] }> {
  const started = await startViewer('alice')
  box = started.box
  box.faults.set(fault)
  const { visitor, lines } = started
  const { headers } = await visitor.ask('/login', { headers: NAVIGATION })
  const location = headers.get('location')
  if (location === null) throw new Error('no login began')
  let url = new URL(location)
  for (let hops = 0; url.origin === box.origin && hops < 9; hops++) {
    const answer = await fetch(url, { headers: NAVIGATION, redirect: 'manual' })
    url = new URL(answer.headers.get('location') ?? '', url)
  }
  const asked = { headers: { ...NAVIGATION, 'accept-language': language } }
  const response = await visitor.ask(url.pathname + url.search, asked)
  return { page: await response.text(), response, visitor, lines }
}

describe('the page of a failed login', () => {
  it('draws the login up to the step that failed, which stands open, and what was not reached', async () => {
    const { page, response } = await fail('invalid-aud')
    expect(response.status).toBe(400)
    expect(page.match(/<li class="done">/g)).toHaveLength(4)
    expect(page).toMatch(/<li class="failed"><details open="">.*ID Token check/)
    expect(page.match(/<details open/g)).toHaveLength(1)
    expect(page.match(/not reached/g)).toHaveLength(2)
  })

  it('tells the checks that held and the one that did not, side by side', async () => {
    const { page } = await fail('invalid-aud')
    const table = page.slice(page.indexOf('<table class="checks">'), page.indexOf('</table>'))
    expect(table.match(/✓ held/g)).toHaveLength(4)
    expect(table).toMatch(/<tr class="failed">.*aud.*dev\.catflap\.app.*dev\.other\.app.*✗ refused/)
  })

  it('is in Chinese for who reads Chinese, the report too', async () => {
    const { page } = await fail('invalid-aud', 'zh')
    expect(page).toContain('<html lang="zh-CN">')
    for (const text of ['登录走到了哪里', '没有走到这一步', '代码: ID_TOKEN_AUDIENCE_MISMATCH']) {
      expect(page).toContain(text)
    }
    expect(page).not.toMatch(/characters|never shown/)
  })

  it.each<FaultName>([
    'invalid-aud',
    'userinfo-invalid-sub',
    'token-500',
    'invalid-state',
    'error-access-denied',
    'invalid-nonce',
  ])('holds no secret after %s, nor does its report', async (fault) => {
    const { page } = await fail(fault)
    expect(page).toContain('<pre id="report">')
    const secrets = box.secrets().filter((secret) => secret.length > 7)
    expect(secrets.length).toBeGreaterThan(0)
    for (const secret of secrets) expect(page).not.toContain(secret)
  })

  it('ends with a report of all this, and keeps foreign text on one line', async () => {
    const { page } = await fail('error-invalid-scope')
    const report = page.slice(page.indexOf('<pre id="report">'), page.indexOf('</pre>'))
    expect(report).toContain('Code: AUTHORIZATION_REFUSED')
    expect(report).toContain('✓ Authorization request')
    expect(report).toContain('✗ Authorization response (AUTHORIZATION_REFUSED')
    expect(report).toContain('✓ state: the same value')
    expect(report).toMatch(/Received code|Received state: \d+ characters/)
  })

  it('of a request that was no login has neither drawing nor report', async () => {
    const started = await startViewer('alice')
    box = started.box
    const page = await (await started.visitor.ask('/nope', { headers: NAVIGATION })).text()
    expect(page).not.toMatch(/class="flow"|id="report"|<script/)
  })
})

describe('the list of attempts', () => {
  it('is for administrators, as a page and as JSON', async () => {
    const { visitor, lines } = await fail('invalid-aud')
    box.faults.clear()
    await visitor.open('/session')
    const page = await (await visitor.ask('/attempts', { headers: NAVIGATION })).text()
    expect(page).toContain('✓ Signed in')
    expect(page).toContain('ID_TOKEN_AUDIENCE_MISMATCH')
    expect(page).toContain('dev.other.app')
    const { attempts } = (await (await visitor.ask('/api/attempts')).json()) as {
      attempts: { code?: string }[]
    }
    expect(attempts.map(({ code }) => code)).toEqual([undefined, 'ID_TOKEN_AUDIENCE_MISMATCH'])
    expect(lines.length).toBeGreaterThan(0)
  })

  it.each(['/attempts', '/api/attempts'])('%s is closed to everybody else', async (path) => {
    const started = await startViewer('bob')
    box = started.box
    const stranger = createVisitor(
      createViewer({ environment: { ...box.environment, CATFLAP_STORE: 'memory:' } }),
    )
    expect((await stranger.ask(path)).status).toBe(401)
    await started.visitor.open('/session')
    expect((await started.visitor.ask(path)).status).toBe(403)
  })
})

describe('a token as a person reads it', () => {
  const payload = (text: string) => `e30.${Buffer.from(text).toString('base64url')}.sig`
  it.each([
    ['a JWT', payload('{"a":1}'), { a: 1 }],
    ['an unsigned JWT', 'e30.e30.', {}],
    ['an opaque token', 'opaque', undefined],
    ['two parts', 'a.b', undefined],
    ['a payload that is no JSON', payload('{'), undefined],
    ['a payload that is a list', payload('[1]'), undefined],
    ['a payload that is null', payload('null'), undefined],
  ])('%s', (_, token, claims) => {
    expect(decodeClaims(token)).toEqual(claims)
  })

  it('an access token that is nested too deep to be shown counts as opaque', () => {
    const nested = (levels: number) => {
      const text = `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`
      return `x.${Buffer.from(text).toString('base64url')}.x`
    }
    expect(decodeClaims(nested(31))).toHaveProperty('a')
    expect(decodeClaims(nested(32))).toBeUndefined()
    expect(decodeClaims(nested(100_000))).toBeUndefined()
  })
})
