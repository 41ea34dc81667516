import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseReturnTo } from '../../src/protocol/return-to.ts'
import { hostileText, seedProperties } from '../support/fuzz.ts'

seedProperties('return-to')
const ORIGIN = 'https://app.example'
const path = hostileText(
  '/',
  '//',
  '\\',
  '.',
  '..',
  '/./',
  '/../',
  '%2e',
  '%2E%2e',
  '%2f',
  '%5c',
  '%09',
  '\t',
  '\n',
  '\r',
  '@',
  ':',
  '?',
  '#',
  'evil.example',
  'https:',
  'javascript:',
  '\u2215',
  '\uff0f',
  '\u3002',
  '\u0000',
  ' ',
)

/** The ways in which a browser, or something before it, may read an address. */
const readings = (target: string) => [
  target,
  target.replace(/[\t\n\r]/g, ''),
  target.replaceAll('\\', '/'),
  target.trim(),
  new URL(target, ORIGIN).pathname,
  target
    .replace(/[\t\n\r]/g, '')
    .replaceAll('\\', '/')
    .trim(),
]

it('whatever is accepted stays on our origin, however it is read', () => {
  let accepted = 0
  fc.assert(
    fc.property(
      fc.oneof(
        path,
        path.map((text) => `/${text}`),
      ),
      (text) => {
        const target = parseReturnTo(text)
        if (target === undefined) return
        accepted++
        expect(target).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/)
        for (const reading of readings(target)) {
          expect(reading).toMatch(/^\/(?!\/)/)
          expect(new URL(reading, ORIGIN).origin).toBe(ORIGIN)
          expect(new URL(reading, `${ORIGIN}/callback?x`).origin).toBe(ORIGIN)
        }
        expect(parseReturnTo(target)).toBe(target)
      },
    ),
    { numRuns: 5000 },
  )
  expect(accepted).toBeGreaterThan(50)
})

it('a plain path is accepted as it is', () => {
  const plain = fc.stringMatching(/^\/([a-z0-9_~-]{1,8}\/?){0,4}(\?[a-z=&]{1,8})?(#[a-z]{1,4})?$/)
  fc.assert(
    fc.property(plain, (text) => {
      expect(parseReturnTo(text)).toBe(text)
    }),
  )
})
