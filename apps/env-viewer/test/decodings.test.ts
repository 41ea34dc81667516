/** What a text says in disguise, and of which characters each byte of that was made: those are hidden. */
import { describe, expect, it } from 'vitest'
import { decodingsOf } from '../src/env/decodings.ts'
import { plainReading } from '../src/env/reading.ts'

const bytes = (text: string): string => Buffer.from(text).toString('latin1')

/** What each byte of a decoding was made of; fails where nothing reads so. */
function sourcesOf(text: string, decoded: string): readonly string[] {
  const all = decodingsOf(plainReading(text))
  const reading = all.find((one) => one.text === decoded)
  expect(all.map((one) => one.text)).toContain(decoded)
  return [...decoded].map((_, at) => text.slice(reading?.from[at], reading?.to[at]))
}

describe('a decoding knows what it was made of', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['escapes of an address', 'ab%40%4ac', 'ab@Jc', ['a', 'b', '%40', '%4a', 'c']],
    ['escapes of C', '\\x41b\\101\\n', 'AbA\n', ['\\x41', 'b', '\\101', '\\n']],
    ['a quote of a shell', "it'\\''s", "it's", ['i', 't', "'\\''", 's']],
    ['names of HTML', 'a&AMP;b&lcub;', 'a&b{', ['a', '&AMP;', 'b', '&lcub;']],
    ['zeros', 'a\0b\0', 'ab', ['a', 'b']],
    [
      'base64, group by group',
      'dGFiYnktY2F0=',
      'tabby-cat\n',
      ['dG', 'GF', 'Fi', 'Yn', 'nk', 'kt', 'Y2', '2F', 'F0', '0'],
    ],
    [
      'base64 in lines',
      'dGFiYnktY2\r\n F0',
      'tabby-cat\n',
      ['dG', 'GF', 'Fi', 'Yn', 'nk', 'kt', 'Y2', '2\r\n F', 'F0', '0'],
    ],
    [
      'base64url',
      '__-_-_-_',
      '\xff\xff\xbf\xfb\xff\xbf\n',
      ['__', '_-', '-_', '-_', '_-', '-_', '_'],
    ],
    [
      'hexadecimal with zeros',
      '740961620a2d',
      't\tab\n-\n',
      ['74', '09', '61', '62', '0a', '2d', 'd'],
    ],
    ['hexadecimal', '74616262792d', 'tabby-\n', ['74', '61', '62', '62', '79', '2d', 'd']],
    [
      'hexadecimal as a list in C',
      '0x74, 0X61, 0x62,0x62,0x79,0x2D',
      'tabby-\n',
      ['74', '61', '62', '62', '79', '2D', 'D'],
    ],
  ])('%s: %j', (_, text, decoded, sources) => {
    expect(sourcesOf(text, decoded)).toEqual(sources)
  })

  it.each<[string, string]>([
    ['two halves of a character of JSON', '\\ud83d\\udc31'],
    ['the same in capitals', '\\UD83D\\UDC31'],
    ['a number of HTML', '&#128049;'],
    ['a number of HTML in hexadecimal', '&#x1f431;'],
    ['a code point of JavaScript', '\\u{1F431}'],
  ])('%s stands for all bytes of it: %s', (_, written) => {
    expect(sourcesOf(`a${written}`, `a${bytes('🐱')}`)).toEqual(['a', ...Array(4).fill(written)])
  })
})

it('a number beyond the last character stands for none, the last one for itself', () => {
  expect(sourcesOf('a&#x110000;b', 'ab')).toEqual(['a', 'b'])
  expect(sourcesOf('a&#x10ffff;', `a${bytes('\u{10ffff}')}`)).toHaveLength(5)
})

it.each([0, 1, 2, 3, 4])('base64 and hexadecimal begin anywhere: %i characters later', (later) => {
  const before = '"'.repeat(later)
  expect(sourcesOf(`${before}dGFiYnkt"`, 'tabby-\n')[0]).toBe('dG')
  expect(sourcesOf(`${before}74616262792d"`, 'tabby-\n')[0]).toBe('74')
})

it.each(['a', 'bc', 'def'])('base64 begins behind letters that are none: %s', (before) => {
  expect(sourcesOf(`${before}dGFiYnkt`, 'tabby-\n')[0]).toBe('dG')
})

it('hexadecimal begins behind a digit that belongs to nothing, and ends before a letter', () => {
  expect(sourcesOf('a74616262792dx', 'tabby-\n').slice(4)).toEqual(['79', '2d', 'd'])
  expect(sourcesOf('a7-46-16-26-27-92-dx', 'tabby-\n').slice(4)).toEqual(['7-9', '2-d', 'd'])
})

it('what stands in two runs does not belong together', () => {
  expect(sourcesOf('dGFiYnkt, Y2F0cy05', 'tabby-\ncats-9\n')[7]).toBe('Y2')
  expect(sourcesOf('74616262792d 636174732d39', 'tabby-cats-9\n')[6]).toBe('63')
})
