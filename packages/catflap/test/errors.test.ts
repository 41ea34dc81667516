import { describe, expect, it } from 'vitest'
import { ERRORS, LoginError, type LoginErrorCode, shown } from '../src/errors.ts'

describe('a LoginError', () => {
  it('has the status of its code', () => {
    for (const code of Object.keys(ERRORS) as LoginErrorCode[]) {
      expect(new LoginError(code, 'x').status).toBe(ERRORS[code].status)
    }
  })

  it('says what was expected and what was seen', () => {
    const details = { parameter: 'p', expected: 'a', seen: 'b' }
    expect(new LoginError('FORBIDDEN', 'no', details)).toMatchObject({
      ...details,
      message: 'no (expected a; seen b)',
    })
    expect(new LoginError('FORBIDDEN', 'no', { expected: 'a' }).message).toBe(
      'no (expected a; seen nothing)',
    )
    expect(new LoginError('FORBIDDEN', 'no').message).toBe('no')
  })

  it('holds nothing on more than one line, and nothing without end, whoever made it', () => {
    const evil = `\u001b[2J\r\n\u202e${'y'.repeat(10_000)}`
    const error = new LoginError('FORBIDDEN', 'no', { parameter: evil, expected: evil, seen: evil })
    for (const text of [error.message, error.parameter, error.expected, error.seen]) {
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      expect(text?.length).toBeLessThan(1400)
    }
    expect(error.seen).toContain('(10007 characters)')
  })

  it('has a cause only when it was given one', () => {
    expect('cause' in new LoginError('FORBIDDEN', 'x')).toBe(false)
    expect(new LoginError('FORBIDDEN', 'x', { cause: 1 }).cause).toBe(1)
  })

  it('means unavailable by 503, and nothing else', () => {
    const codes = Object.keys(ERRORS) as LoginErrorCode[]
    expect(codes.filter((code) => ERRORS[code].status === 503)).toEqual(
      codes.filter((code) => code.endsWith('_UNAVAILABLE')),
    )
  })
})

describe('a value that is shown', () => {
  it.each<[string, unknown, string]>([
    ['text', 'text', 'text'],
    ['nothing', undefined, 'nothing'],
    ['null', null, 'null'],
    ['a list', ['a', 1], '["a",1]'],
    ['a number', 7, '7'],
    ['what JSON cannot say', () => 1, 'function'],
    ['line ends', 'a\r\nb', 'a\uFFFD\uFFFDb'],
    ['an escape sequence', '\u001b[31m', '\uFFFD[31m'],
    ['marks that turn text around', 'a\u202eb\u2066c', 'a\uFFFDb\uFFFDc'],
    ['line separators', 'a\u2028b\u2029c', 'a\uFFFDb\uFFFDc'],
    ['200 characters', 'x'.repeat(200), 'x'.repeat(200)],
    ['201 characters', 'x'.repeat(201), `${'x'.repeat(200)}… (201 characters)`],
    ['Chinese', '猫', '猫'],
  ])('is fit for a log: %s', (_, value, text) => {
    expect(shown(value)).toBe(text)
  })
})
