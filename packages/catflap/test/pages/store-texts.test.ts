import { describe, expect, it } from 'vitest'
import { VARIABLES } from '../../src/configuration/environment.ts'
import { LoginError, type StoreFailure } from '../../src/errors.ts'
import { errorResponse } from '../../src/pages/error-response.ts'
import { errorText } from '../../src/pages/error-texts.ts'
import { STORE_TEXTS } from '../../src/pages/store-texts.ts'

const reasons = Object.keys(STORE_TEXTS.en) as StoreFailure[]
const failure = (reason: StoreFailure) => new LoginError('STORE_UNAVAILABLE', 'hush', { reason })
const namesIn = (text: string) =>
  [...new Set(text.match(/\b[A-Z]+(?:_[A-Z]+)+\b|\bdata\.mdb\b|rediss?:\/\//g))].sort()

async function answer(reason: StoreFailure, language: string, accept: string): Promise<string> {
  const headers: Record<string, string> = { accept, 'accept-language': language }
  const header = (name: string) => headers[name]
  const told = {
    error: failure(reason),
    header,
    login: '/login',
    trace: undefined,
    provider: undefined,
  }
  return errorResponse(told).text()
}

describe('the reasons of a failing store', () => {
  it('are the same in both languages', () => {
    expect(Object.keys(STORE_TEXTS.zh)).toEqual(reasons)
  })

  it.each(reasons)('%s: say what is the matter and what to do, with the same names', (reason) => {
    const [en, zh] = [STORE_TEXTS.en[reason], STORE_TEXTS.zh[reason]]
    for (const text of [en.what, en.fix]) expect(text).toMatch(/\.$|[%*>a-z]\.$/)
    for (const text of [zh.what, zh.fix]) expect(text).toMatch(/\p{Script=Han}.*。$/u)
    expect(`${en.what}${en.fix}`).not.toMatch(/\p{Script=Han}/u)
    expect(namesIn(zh.what + zh.fix)).toEqual(namesIn(en.what + en.fix))
    const known = [...VARIABLES.store, ...VARIABLES.dataDirectory, 'NODE_EXTRA_CA_CERTS']
    const variables = (en.what + en.fix).match(/\b(CATFLAP|NODE)_[A-Z_]+/g) ?? []
    expect(variables.filter((name) => !known.includes(name))).toEqual([])
  })

  it.each(reasons)('%s: stand on the page, in place of causes that may not be', async (reason) => {
    const page = await answer(reason, 'en', 'text/html')
    expect(page).toContain(`<dt>Reason</dt><dd>${reason}</dd>`)
    const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
    expect(page).toContain(escaped(STORE_TEXTS.en[reason].what))
    expect(page).toContain(escaped(STORE_TEXTS.en[reason].fix))
    expect(page).not.toMatch(/<ol>|hush/)
  })

  it('are told to programs', async () => {
    const problem = JSON.parse(await answer('READ_ONLY', 'zh', 'application/json'))
    expect(problem).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      reason: 'READ_ONLY',
      detail: STORE_TEXTS.zh.READ_ONLY.fix,
    })
  })

  it('are left out where there is none', () => {
    const error = new LoginError('STORE_UNAVAILABLE', 'x')
    expect(errorText(error, 'en', undefined).causes.length).toBeGreaterThan(1)
  })
})
