import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { goingOnPage, logoutQuestion, signedOutPage } from '../../src/pages/logout-page.ts'

const HOSTILE = '/"><script>'
const pages = [
  ['the question', 'en', logoutQuestion('en', '/logout', '/')],
  ['the question', 'zh', logoutQuestion('zh', '/logout', '/')],
  ['the result', 'en', signedOutPage('en', '/login')],
  ['the result', 'zh', signedOutPage('zh', '/login')],
  ['the result at both', 'en', signedOutPage('en', '/login', 'both')],
  ['the result at both', 'zh', signedOutPage('zh', '/login', 'both')],
] as const

describe.each(pages)('%s in %s', (_, language, response) => {
  it('is styled by the one style whose hash the policy allows, and by no other', async () => {
    const page = await response.clone().text()
    const styles = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style]) => style!)
    expect(styles).toHaveLength(1)
    const hash = createHash('sha256').update(styles[0]!).digest('base64')
    const policy = response.headers.get('content-security-policy') ?? ''
    const directives = Object.fromEntries(
      policy.split('; ').map((directive) => {
        const [name = '', ...values] = directive.split(' ')
        return [name, values.join(' ')]
      }),
    )
    expect(directives).toEqual({
      'default-src': "'none'",
      'style-src': `'sha256-${hash}'`,
      'img-src': 'data:',
      'form-action': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
    })
    expect(page).not.toMatch(/ style=|<script| on\w+=|<img|https?:/)
    // An icon that is asked of nobody; without one browsers ask for /favicon.ico.
    expect(page.match(/<link.*?>/g)).toEqual(['<link rel="icon" href="data:,">'])
  })

  it('is in that language', async () => {
    const page = await response.clone().text()
    expect(page).toContain(language === 'zh' ? '<html lang="zh-CN">' : '<html lang="en">')
    const text = page.replace(/<style>[\s\S]*<\/style>/, '').replace(/<[^>]*>/g, '')
    expect(/\p{Script=Han}/u.test(text)).toBe(language === 'zh')
  })

  it('is a page that nobody keeps, and whose form keeps its Origin header', () => {
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('referrer-policy')).toBe('same-origin')
  })
})

it('the question posts to the logout path and leads back', async () => {
  const page = await logoutQuestion('en', '/out', '/stay').text()
  expect(page).toContain('<form method="post" action="/out">')
  expect(page).toContain('href="/stay"')
})

it('the result leads to a new login', async () => {
  expect(await signedOutPage('en', '/in').text()).toContain('href="/in"')
})

it('paths are escaped', async () => {
  expect(await logoutQuestion('en', HOSTILE, HOSTILE).text()).not.toContain('<script>')
  expect(await signedOutPage('en', HOSTILE).text()).not.toContain('<script>')
})

describe.each(['en', 'zh'] as const)(
  'the page that leads on to the provider, in %s',
  (language) => {
    const address = 'https://op.example/end?a=1&b="><script>'

    it('goes there by itself, and by a click where that is switched off', async () => {
      const page = await goingOnPage(language, 'https://op.example/end?a=1&b=2').text()
      const escaped = 'https://op.example/end?a=1&#38;b=2'
      expect(page).toContain(`<meta http-equiv="refresh" content="0;url=${escaped}">`)
      expect(page).toContain(`href="${escaped}"`)
      expect(page.indexOf('http-equiv')).toBeLessThan(page.indexOf('</head>'))
    })

    it('runs no script, tells nobody where it came from, and is not kept', async () => {
      const response = goingOnPage(language, address)
      expect(await response.text()).not.toContain('<script')
      expect(response.headers.get('referrer-policy')).toBe('no-referrer')
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    })
  },
)

it('only the result at both says nothing of a session that goes on', async () => {
  expect(await signedOutPage('en', '/in').text()).toContain('still signed in at the provider')
  expect(await signedOutPage('en', '/in', 'both').text()).not.toContain('still signed in')
})

it('the pages after signing out, and no other, have the browser forget what Back would show', () => {
  const clears = (response: Response) => response.headers.get('clear-site-data')
  expect(clears(signedOutPage('en', '/in'))).toBe('"cache"')
  expect(clears(goingOnPage('en', 'https://op.example/end'))).toBe('"cache"')
  expect(clears(logoutQuestion('en', '/out', '/stay'))).toBeNull()
})
