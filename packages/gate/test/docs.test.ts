/** docs/gate.md says of checks and errors exactly what the code says. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withGateTables } from '../../../scripts/gate-docs.mjs'
import { GATE_TEXTS } from '../src/answers/texts.ts'
import { CHECKS } from '../src/doctor/findings.ts'
import { CHECK_TEXTS } from '../src/doctor/words.ts'
import { GATE_ERRORS } from '../src/errors.ts'

const tables = { errors: GATE_ERRORS, texts: GATE_TEXTS, checks: CHECK_TEXTS }

describe('docs/gate', () => {
  it.each([
    ['en', 'gate.md'],
    ['zh', 'gate.zh-CN.md'],
  ] as const)('has in %s the tables of the code', (language, name) => {
    const text = readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')
    expect(text).toBe(withGateTables(text, tables, language))
    for (const code of Object.keys(GATE_ERRORS)) expect(text).toContain(`\n| \`${code}\` | `)
    for (const check of CHECKS) expect(text).toContain(`\n| \`${check}\` | `)
  })

  it('refuses a text without them', () => {
    expect(() => withGateTables('# Nothing\n', tables, 'en')).toThrow('no table')
  })
})
