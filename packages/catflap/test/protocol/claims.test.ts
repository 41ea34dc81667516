/** Values that came as JSON: how deep, what kind, and frozen. */
import { describe, expect, it } from 'vitest'
import { deepFreeze, kindOfText, MAX_DEPTH, parseObject } from '../../src/protocol/claims.ts'

/** Objects or lists within one another, as text. */
const nested = (levels: number, [open, close]: readonly [string, string] = ['{"a":', '}']) =>
  `${open.repeat(levels)}1${close.repeat(levels)}`

describe('a JSON object', () => {
  it.each([
    ['that is empty', '{}', {}],
    ['between blanks', ' \t\r\n{"a":null}\n', { a: null }],
    ['with lists and texts', '{"a":[1,"x"],"b":"y"}', { a: [1, 'x'], b: 'y' }],
  ])('%s is read', (_, text, value) => {
    expect(parseObject(text)).toEqual(value)
  })

  it('is read as deep as it may be, and no deeper', () => {
    expect(parseObject(nested(MAX_DEPTH))).toBeDefined()
    expect(parseObject(nested(MAX_DEPTH + 1))).toBeUndefined()
    const lists = nested(MAX_DEPTH - 1, ['[', ']'])
    expect(parseObject(`{"b":"x","a":${lists}}`)).toBeDefined()
    expect(parseObject(`{"b":"x","a":[${lists}]}`)).toBeUndefined()
  })

  it.each(['', 'null', '1', '"x"', '[]', '[{}]', '{', '{}x', 'true'])('is none of %j', (text) => {
    expect(parseObject(text)).toBeUndefined()
  })
})

describe('what a text is that holds no JSON object', () => {
  it.each([
    ['', 'an empty body'],
    [' \t\r\n', 'an empty body'],
    ['[]', 'other JSON'],
    ['null', 'other JSON'],
    [' "x" ', 'other JSON'],
    [nested(MAX_DEPTH, ['[', ']']), 'other JSON'],
    [nested(MAX_DEPTH + 1, ['[', ']']), `JSON nested more than ${MAX_DEPTH} levels deep`],
    ['{"a"', 'JSON that is broken or cut off'],
    ['[1,', 'JSON that is broken or cut off'],
    [' \t\r\n {"a"', 'JSON that is broken or cut off'],
    ['<html>', 'no JSON'],
    ['x{"a"', 'no JSON'],
    [' x', 'no JSON'],
    ['x ', 'no JSON'],
    ['no [1]', 'no JSON'],
  ])('%j: %s', (text, kind) => {
    expect(kindOfText(text)).toBe(kind)
  })
})

describe('a frozen value', () => {
  it('is the same one, frozen to the bottom', () => {
    const value = { a: [{ b: 1 }], c: null, d: 'x' }
    expect(deepFreeze(value)).toBe(value)
    for (const one of [value, value.a, value.a[0]]) expect(Object.isFrozen(one)).toBe(true)
  })

  it.each([null, 'x', 1, undefined])('of %j is itself', (value) => {
    expect(deepFreeze(value)).toBe(value)
  })
})
