import { readFileSync } from 'node:fs'
import { ERROR_TEXTS, ERRORS, STORE_TEXTS, textElsewhere } from 'catflap'
import { FAULTS } from 'catflap-devbox'
import { describe, expect, it } from 'vitest'
import { errorDocs } from '../../scripts/error-docs.mjs'
import { OUTCOMES } from '../integration/outcomes.mjs'

const tables = {
  errors: ERRORS,
  texts: ERROR_TEXTS,
  elsewhere: textElsewhere,
  reasons: STORE_TEXTS,
  faults: FAULTS,
  outcomes: OUTCOMES,
}

describe('docs/errors', () => {
  it.each([
    ['en', 'errors.md'],
    ['zh', 'errors.zh-CN.md'],
  ] as const)('says in %s exactly what the code says', (language, file) => {
    const text = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8')
    expect(text).toBe(errorDocs(tables, language))
    for (const code of Object.keys(ERRORS)) expect(text).toContain(`\n## ${code}\n`)
    for (const fault of Object.keys(FAULTS)) expect(text).toContain(`\n| \`${fault}\` | `)
  })

  it('refuse an outcome that is no code', () => {
    const outcomes = { ...OUTCOMES, expired: 'ID_TOKEN_LATE' }
    expect(() => errorDocs({ ...tables, outcomes }, 'en')).toThrow('ID_TOKEN_LATE')
  })
})
