import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'

const DOCUMENT = { ...NAVIGATION, 'sec-fetch-dest': 'document' }
const plain = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
const dataOf = (html: string, name: string) =>
  plain(html.match(new RegExp(`data-${name}="([^"]*)"`))?.[1] ?? '')

describe('the fragment of a wanted page', () => {
  it('is kept by a page with one script, that the policy knows and that is told everything', async () => {
    const { browser, provider } = createFixture()
    const response = await browser.get('/login?return_to=/inbox&max_age=60', DOCUMENT)
    const html = await response.text()
    expect([response.status, response.headers.get('location')]).toEqual([200, null])
    const [, script = ''] = /<script[^>]*>([\s\S]*?)<\/script>/.exec(html) ?? []
    const hash = createHash('sha256').update(script).digest('base64')
    expect(response.headers.get('content-security-policy')).toContain(`script-src 'sha256-${hash}'`)
    expect(dataOf(html, 'page')).toBe('/inbox')
    const login = '/login?return_to=%2Finbox&max_age=60&fragment='
    expect([dataOf(html, 'kept'), dataOf(html, 'none')]).toEqual([`${login}kept`, `${login}none`])
    // Without scripts only the fragment is lost.
    expect(html).toMatch(
      /<noscript><meta http-equiv="refresh" content="0;url=\/login\?.*fragment=none"/,
    )
    // No login has begun, so that none is left behind.
    expect(response.headers.getSetCookie()).toEqual([])
    expect(provider.asked).toEqual([])
  })

  it('is taken up behind the login by such a page, which sets the session', async () => {
    const { browser, provider, login } = createFixture()
    const begun = await browser.get('/login?return_to=/inbox%3Fa%3D1&fragment=kept', DOCUMENT)
    expect(begun.status).toBe(302)
    const response = await browser.get(provider.approve(begun.headers.get('location') ?? ''))
    const html = await response.text()
    expect([response.status, dataOf(html, 'page')]).toEqual([200, '/inbox?a=1'])
    expect(html).toContain('sessionStorage.removeItem')
    // Its address holds code and state, which the app's own log would have by `Referer`.
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await login.readSession(browser.header(), undefined)).toMatchObject({ sub: 'u-1' })
  })

  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['a browser that does not say what it opens', '/login?return_to=/x', NAVIGATION],
    ['a frame', '/login?return_to=/x', { ...NAVIGATION, 'sec-fetch-dest': 'iframe' }],
    ['no page', '/login', DOCUMENT],
    ['a page without one', '/login?return_to=/x&fragment=none', DOCUMENT],
    ['a page whose fragment is known', '/login?return_to=/x%23y', DOCUMENT],
  ])('costs no page where the login is asked for: %s', async (_, path, headers) => {
    const { browser } = createFixture()
    expect((await browser.get(path, headers)).status).toBe(302)
  })

  it('cannot be used to lead anywhere else', async () => {
    const { browser } = createFixture()
    const link = `/login?return_to=${encodeURIComponent('/"><script>alert(1)</script>')}`
    const html = await (await browser.get(link, DOCUMENT)).text()
    expect(html.match(/<script/g)).toHaveLength(1)
    expect(dataOf(html, 'page')).toMatch(/^\/%22/)
  })
})
