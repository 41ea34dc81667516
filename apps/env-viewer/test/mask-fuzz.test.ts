/** The mask against values that nobody thought of: secrets in disguises of disguises among anything. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '../../../test/support/any-text.ts'
import { maskEnvironment } from '../src/env/mask.ts'
import { shownOf } from './mask-support.ts'

const DISGUISES: readonly ((text: string) => string)[] = [
  encodeURIComponent,
  (text) => JSON.stringify(text),
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => Buffer.from(text).toString('hex'),
  (text) =>
    [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  (text) => text.replace(/./gsu, (one) => `&#${one.codePointAt(0)};`),
  (text) => `'${text.replaceAll("'", "'\\''")}'`,
]

/** A text without half characters, which no process can be given. */
const text = anyText({ maxLength: 30 })
const secret = fc.string({ unit: 'grapheme-ascii', minLength: 10, maxLength: 40 })

describe('the mask', () => {
  it('finds a secret in any disguise of three, among anything', () => {
    fc.assert(
      fc.property(
        secret.filter((one) => /^\S.*\S$/.test(one) && new Set(one).size > 6),
        text,
        text,
        fc.array(fc.nat(DISGUISES.length - 1), { maxLength: 3 }),
        (hidden, before, after, disguises) => {
          const written = disguises.reduce((one, at) => DISGUISES[at]?.(one) ?? one, hidden)
          const shown = shownOf('X', `${before}\n${written}\n${after}`, { A_KEY: hidden })
          expect(shown).not.toContain(written)
          expect(shown).toContain('•')
        },
      ),
      { numRuns: 2000, seed: 9 },
    )
  })

  it('stands any value, and shows one again as it is once it is masked', () => {
    const piece = fc.oneof(
      text,
      fc.constantFrom(
        ...[
          'password',
          '=',
          ':',
          ' ',
          '"',
          "'",
          '{',
          '}',
          '[',
          ']',
          ';',
          '&',
          '?',
          '//',
          '@',
          '\\u',
        ],
        ...[
          '%',
          '&#',
          '\\',
          'Basic ',
          'eyJ',
          '.',
          '-----BEGIN PRIVATE KEY-----',
          '--',
          '\n',
          '<',
          '>',
        ],
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const [one] = maskEnvironment({ X: pieces.join('') })
        expect(one?.masked).toBe(one?.shown !== pieces.join(''))
      }),
      { numRuns: 3000, seed: 9 },
    )
  })
})
