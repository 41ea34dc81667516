import { describe, expect, it } from 'vitest'
import { ERRORS, type LoginErrorCode } from '../../src/errors.ts'
import { ERROR_TEXTS } from '../../src/pages/error-texts.ts'

const codes = Object.keys(ERRORS) as LoginErrorCode[]

describe('error texts', () => {
  it.each(['en', 'zh'] as const)('in %s are there for every code and no other', (language) => {
    expect(Object.keys(ERROR_TEXTS[language]).toSorted()).toEqual(codes.toSorted())
  })

  it.each(codes)('of %s say what, why and what to do', (code) => {
    for (const language of ['en', 'zh'] as const) {
      const { title, cause, fix } = ERROR_TEXTS[language][code]
      expect(title.length).toBeGreaterThan(3)
      expect(cause.length).toBeGreaterThan(3)
      expect(fix.length).toBeGreaterThan(3)
      expect(title).not.toMatch(/[.。]$/)
      expect(`${cause}\n${fix}`).toMatch(/[.?。？]\n.*[.?。？]$/)
    }
  })

  it.each(codes)('of %s are Chinese in Chinese, and not in English', (code) => {
    for (const text of Object.values(ERROR_TEXTS.zh[code])) {
      expect(text).toMatch(/\p{Script=Han}/u)
      // Names of the specs stay; a sentence of English words does not.
      expect(text).not.toMatch(/\b[a-z]{2,}\b[ ,]+\b[a-z]{2,}\b[ ,]+\b[a-z]{2,}\b/)
    }
    expect(Object.values(ERROR_TEXTS.en[code]).join('')).not.toMatch(/\p{Script=Han}/u)
  })

  it.each(['en', 'zh'] as const)('in %s have titles that nobody confuses', (language) => {
    const titles = codes.map((code) => ERROR_TEXTS[language][code].title)
    expect(new Set(titles).size).toBe(codes.length)
  })
})
