/** Instants on the library's pages: as the protocol has them, and as people read them. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { LoginError } from '../../src/errors.ts'
import { errorResponse } from '../../src/pages/error-response.ts'
import { escapeWithTimes } from '../../src/pages/page.ts'

const header = (name: string): string | undefined => (name === 'accept' ? 'text/html' : undefined)
const pageOf = (seen: string): Response => {
  const error = new LoginError('ID_TOKEN_EXPIRED', 'exp', { parameter: 'exp', expected: 'x', seen })
  return errorResponse({ error, login: '/login', trace: undefined, provider: undefined, header })
}

describe('an instant in a text', () => {
  it.each([
    [
      '1700000000, 3 seconds behind',
      '1700000000 (<time datetime="2023-11-14T22:13:20Z">2023-11-14 22:13:20 UTC</time>), 3 seconds behind',
    ],
    ['17000000001', '17000000001'],
    ['a1700000000', 'a1700000000'],
    ['1700000000.5', '1700000000.5'],
    ['127.1700000000', '127.1700000000'],
    ['<1700000000>', '&#60;1700000000&#62;'],
  ])('%j is told in UTC beside its seconds, where it is one', (text, html) => {
    expect(escapeWithTimes(text)).toBe(html)
  })
})

describe('a page', () => {
  it('with an instant has the one script that its policy allows', async () => {
    const response = pageOf('1700000000')
    const [, script = ''] = /<script>(.*?)<\/script>/s.exec(await response.text()) ?? []
    const hash = createHash('sha256').update(script).digest('base64')
    expect(response.headers.get('content-security-policy')).toMatch(/; script-src 'sha256-[^ ;]+'$/)
    expect(response.headers.get('content-security-policy')).toContain(`'sha256-${hash}'`)
  })

  it('without an instant has no script, and allows none', async () => {
    const response = pageOf('another time')
    expect(await response.text()).not.toContain('<script')
    expect(response.headers.get('content-security-policy')).not.toContain('script-src')
  })

  it('takes no text of others for a time of its own', async () => {
    expect(await pageOf('<time datetime="x">').text()).not.toContain('<script')
  })
})
