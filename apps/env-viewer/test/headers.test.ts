/** The headers of every answer, the language switch, the style sheet. */
import { createHash } from 'node:crypto'
import type { Devbox } from 'catflap-devbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createViewer } from '../src/index.ts'
import { BACK_SOURCE, SCRIPT_SOURCES, SCRIPTS } from '../src/pages/script.ts'
import {
  createVisitor,
  NAVIGATION,
  ORIGIN,
  startViewer,
  unconfiguredViewer,
  type Visitor,
} from './support.ts'

const WITHOUT_SCRIPT =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
const POLICY = `${WITHOUT_SCRIPT}; script-src ${BACK_SOURCE}`
const SCRIPT_POLICY = `${WITHOUT_SCRIPT}; script-src ${SCRIPT_SOURCES}`
const BACK = `<script>${SCRIPTS.back}</script>`
let box: Devbox
let visitor: Visitor

beforeAll(async () => {
  ;({ box, visitor } = await startViewer('alice'))
  await visitor.open('/session')
})
afterAll(() => box.close())

describe('the headers', () => {
  it.each([
    ['/', POLICY],
    ['/session', SCRIPT_POLICY],
    ['/sessions', SCRIPT_POLICY],
    ['/attempts', SCRIPT_POLICY],
    ['/env', SCRIPT_POLICY],
    ['/recipes', SCRIPT_POLICY],
    ['/nope', POLICY],
    ['/api/session', POLICY],
    ['/api/env', POLICY],
    ['/env/download/env', POLICY],
    ['/readyz', POLICY],
  ])('of %s keep everything in, and nothing in a cache', async (path, policy) => {
    const { headers } = await visitor.ask(path, { headers: NAVIGATION })
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      vary: 'Accept, Accept-Language, Cookie, Sec-Fetch-Mode',
    })
  })

  it.each(['/', '/env'])('of %s are the same without configuration', async (path) => {
    const { headers } = await unconfiguredViewer().visitor.ask(path, { headers: NAVIGATION })
    expect(headers.get('content-security-policy')).toBe(POLICY)
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('of a page of the library stay its own', async () => {
    const { headers } = await visitor.ask('/logout', { headers: NAVIGATION })
    expect(headers.get('content-security-policy')).toContain("style-src 'sha256-")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('allow the script that asks for a page anew on Back, and the pages have no other', async () => {
    for (const path of ['/', '/doctor', '/nope']) {
      const page = await (await visitor.ask(path, { headers: NAVIGATION })).text()
      expect(page.split(BACK)).toHaveLength(2)
      expect(page.replace(BACK, '')).not.toMatch(/<script|<style| style=| on\w+=/)
      // Nothing is loaded from elsewhere; links to the specifications lead there.
      expect(page).not.toMatch(/(src|action|rel="stylesheet" href)="https?:/)
    }
  })

  it('of a page that shows nobody allow that script, too, and the page has none', async () => {
    const { visitor: stranger } = unconfiguredViewer()
    for (const path of ['/', '/nope']) {
      const page = await (await stranger.ask(path, { headers: NAVIGATION })).text()
      expect(page).not.toContain('<script')
    }
  })

  it.each([
    ['/env', [SCRIPTS.search]],
    ['/recipes', [SCRIPTS.search]],
    ['/session', [SCRIPTS.clock]],
    ['/sessions', [SCRIPTS.clock]],
    ['/attempts', [SCRIPTS.clock]],
    ['/callback?state=x&code=y', [SCRIPTS.copy, SCRIPTS.clock]],
  ])('of %s allow no other script but our own, by its hash', async (path, scripts) => {
    // The callback heals itself for who is signed in: a stranger sees its page.
    const environment = { ...box.environment, CATFLAP_STORE: 'memory:' }
    const stranger = createVisitor(createViewer({ environment }))
    const asking = path.startsWith('/callback') ? stranger : visitor
    const answer = await asking.ask(path, { headers: NAVIGATION })
    const page = await answer.text()
    expect(page).not.toMatch(/<style| style=| on\w+=/)
    expect(page.replace(BACK, '').match(/<script/g)).toHaveLength(scripts.length)
    for (const script of scripts) {
      expect(page.split(`<script>${script}</script>`)).toHaveLength(2)
      const hash = createHash('sha256').update(script).digest('base64')
      expect(answer.headers.get('content-security-policy')).toContain(`'sha256-${hash}'`)
      expect(script).not.toMatch(/fetch|XMLHttp|import|eval|innerHTML|https?:/)
    }
  })
})

describe('the style sheet', () => {
  it('is sent once, and again only when it has changed', async () => {
    const first = await visitor.ask('/style.css')
    const etag = first.headers.get('etag') ?? ''
    expect(first.headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(etag).toMatch(/^"[\w-]{22}"$/)
    const again = await visitor.ask('/style.css', {
      headers: { 'if-none-match': `"x", W/${etag}` },
    })
    expect([again.status, await again.text()]).toEqual([304, ''])
    const other = await visitor.ask('/style.css', { headers: { 'if-none-match': '"x"' } })
    expect(other.status).toBe(200)
  })

  it('loads nothing from elsewhere', async () => {
    expect(await (await visitor.ask('/style.css')).text()).not.toMatch(/@import|url\(/)
  })
})

describe('the language switch', () => {
  it('keeps the choice and shows the same page', async () => {
    const answer = await visitor.ask('/env?a=1&lang=zh&b=2')
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/env?a=1&b=2')
    expect(answer.headers.get('set-cookie')).toBe('lang=zh; Path=/; Max-Age=31536000; SameSite=Lax')
    expect(await (await visitor.ask('/env', { headers: NAVIGATION })).text()).toContain(
      'lang="zh-CN"',
    )
    await visitor.ask('/?lang=en')
    expect(await (await visitor.ask('/env', { headers: NAVIGATION })).text()).toContain('lang="en"')
  })

  it.each([
    '//evil.example/?lang=zh',
    '///evil.example/?lang=zh',
    '/\\evil.example/?lang=zh',
    '/\\/evil.example/?lang=zh',
    '/.//evil.example/?lang=zh',
    '/a/..//evil.example/?lang=zh',
    '/%2e//evil.example/?lang=zh',
    '/\t/evil.example/?lang=zh',
    '/%09/evil.example/?lang=zh',
    '/%5cevil.example/?lang=zh',
    '/@evil.example/?lang=zh',
    '/?lang=zh&next=//evil.example',
    '/https://evil.example/?lang=zh',
  ])('of %j leads nowhere else', async (path) => {
    const { app } = createViewer({ environment: {} })
    const answer = await app.fetch(new Request(ORIGIN + path))
    expect(answer.status).toBe(303)
    expect(new URL(answer.headers.get('location') ?? '', ORIGIN).origin).toBe(ORIGIN)
  })

  it.each(['/?lang=fr', '/?lang=', '/?lang=zh%0d%0aset-cookie:a=b', '/?lan=zh'])(
    'ignores %s',
    async (path) => {
      const answer = await visitor.ask(path)
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null])
    },
  )

  it('leaves the parameters of a callback to the login', async () => {
    const answer = await createVisitor(
      createViewer({ environment: { ...box.environment, CATFLAP_STORE: 'memory:' } }),
    ).ask('/callback?code=c&state=s&lang=zh', { headers: NAVIGATION })
    expect(answer.status).toBe(400)
  })

  it('sets a Secure cookie behind https', async () => {
    const environment = {
      ...box.environment,
      CATFLAP_STORE: 'memory:',
      OIDC_REDIRECT_URI: 'https://env.mybox.heiyu.space/callback',
    }
    const answer = await createViewer({ environment }).app.request('/?lang=zh')
    expect(answer.headers.get('set-cookie')).toMatch(/; Secure$/)
  })
})
