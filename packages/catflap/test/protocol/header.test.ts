import { describe, expect, it } from 'vitest'
import { mediaType, stripBlanks } from '../../src/protocol/header.ts'

describe('blanks around a value', () => {
  it.each([
    ['', ''],
    ['a', 'a'],
    [' \t a b\t ', 'a b'],
    [' \t', ''],
    ['\xa0a\xa0', '\xa0a\xa0'],
    ['\x0ba\x0c', '\x0ba\x0c'],
    ['\ufeffa\u2003', '\ufeffa\u2003'],
  ])('of %j leave %j: space and tab alone are blanks', (text, rest) => {
    expect(stripBlanks(text)).toBe(rest)
  })
})

describe('a media type', () => {
  it.each([
    [undefined, ''],
    [null, ''],
    ['', ''],
    ['application/json', 'application/json'],
    ['Application/JSON ; charset=utf-8', 'application/json'],
    [';x', ''],
    ['\xa0application/json', '\xa0application/json'],
  ])('of %j is %j', (header, type) => {
    expect(mediaType(header)).toBe(type)
  })
})
