import { describe, expect, it } from 'vitest'
import { ERRORS, LoginError, type LoginErrorCode } from '../../src/errors.ts'
import { errorResponse, toLoginError } from '../../src/pages/error-response.ts'
import { ERROR_TEXTS, textElsewhere } from '../../src/pages/error-texts.ts'

const codes = Object.keys(ERRORS) as LoginErrorCode[]
const HOSTILE = `"'><script>alert(1)</script>&amp;`
const answer = (error: LoginError, headers: Record<string, string> = {}, login = '/login') =>
  errorResponse({
    error,
    header: (name) => headers[name],
    login,
    trace: undefined,
    provider: undefined,
  })
const html = { accept: 'text/html,*/*;q=0.8' }

describe('a page for a person', () => {
  it.each(codes)('tells of %s in both languages, with its status', async (code) => {
    for (const [lang, language] of [
      ['en', 'en'],
      ['zh-CN', 'zh'],
    ] as const) {
      const response = answer(new LoginError(code, 'x'), { ...html, 'accept-language': lang })
      const { title, causes, fix } = textElsewhere(code, language)
      const page = await response.text()
      expect(response.status).toBe(ERRORS[code].status)
      expect(page).toContain(`<html lang="${lang}">`)
      expect(page).toContain(`<dd>${code}</dd>`)
      const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
      for (const text of [title, fix]) expect(page).toContain(escaped(text))
      const listed = causes.map((cause) => `<li>${escaped(cause)}</li>`).join('')
      expect(page).toContain(
        causes.length > 1 ? `<ol>${listed}</ol>` : `<p>${escaped(causes[0]!)}</p>`,
      )
      expect(page.includes(lang === 'en' ? 'the likeliest first' : '按可能性排序')).toBe(
        causes.length > 1,
      )
    }
  })

  it('escapes whatever others have sent', async () => {
    const details = { parameter: HOSTILE, expected: HOSTILE, seen: HOSTILE }
    const page = await answer(
      new LoginError('ISSUER_MISMATCH', 'x', details),
      html,
      `/login?return_to=${HOSTILE}`,
    ).text()
    expect(page).not.toContain('<script')
    expect(page).not.toContain(HOSTILE)
    expect(page.match(/&#60;script&#62;/g)).toHaveLength(4)
    expect(page).toContain('href="/login?return_to=&#34;&#39;')
  })

  it('leaves out facts that there are not', async () => {
    const page = await answer(new LoginError('CODE_REFUSED', 'hush'), html).text()
    expect(page.match(/<dt>/g)).toHaveLength(1)
    expect(page).not.toContain('hush')
    expect(page).not.toContain('undefined')
  })

  it('is never kept, framed, sniffed or scripted', () => {
    const { headers } = answer(new LoginError('INTERNAL', 'x'), html)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    const policy = headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('vary')).toMatch(/Accept, Accept-Language, Cookie/)
  })
})

describe('problem details for a program', () => {
  it.each(codes)('tell of %s, its fix and the login', async (code) => {
    const response = answer(
      new LoginError(code, 'hush'),
      { accept: 'application/json' },
      '/login?x=1',
    )
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: ERROR_TEXTS.en[code].title,
      status: ERRORS[code].status,
      detail: textElsewhere(code, 'en').fix,
      code,
      login: '/login?x=1',
    })
  })

  it('speak the language of the caller', async () => {
    const problem = await answer(new LoginError('FORBIDDEN', 'x'), {
      'accept-language': 'zh',
    }).json()
    expect(problem).toMatchObject({ title: ERROR_TEXTS.zh.FORBIDDEN.title })
  })
})

it.each(codes)('%s says when to come again only where that may help', (code) => {
  for (const headers of [{}, html]) {
    const retry = answer(new LoginError(code, 'x'), headers).headers.get('retry-after')
    expect(retry).toBe(ERRORS[code].status === 503 ? '5' : null)
  }
})

it('a bug tells nothing of itself', async () => {
  const bug = new TypeError('hush')
  const error = toLoginError(bug)
  expect(error).toMatchObject({ code: 'INTERNAL', status: 500, cause: bug })
  for (const headers of [{}, html])
    expect(await answer(error, headers).text()).not.toContain('hush')
  const known = new LoginError('FORBIDDEN', 'x')
  expect(toLoginError(known)).toBe(known)
})
