import { readFileSync } from 'node:fs'
import { ERROR_TEXTS, ERRORS } from 'catflap'
import { describe, expect, it } from 'vitest'
import { errorDocs } from '../../scripts/error-docs.mjs'

describe('docs/errors', () => {
  it.each([
    ['en', 'errors.md'],
    ['zh', 'errors.zh-CN.md'],
  ] as const)('says in %s exactly what the code says', (language, file) => {
    const text = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8')
    expect(text).toBe(errorDocs(ERRORS, ERROR_TEXTS, language))
    for (const code of Object.keys(ERRORS)) expect(text).toContain(`\n## ${code}\n`)
  })
})
