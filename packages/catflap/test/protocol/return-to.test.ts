import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseReturnTo } from '../../src/protocol/return-to.ts'

const corpus = (name: string) =>
  JSON.parse(readFileSync(new URL(`../corpus/return-to/${name}.json`, import.meta.url), 'utf8'))
const refused: string[] = corpus('refused')
const kept: [string, string][] = corpus('kept')

describe('where a login may lead', () => {
  it.each(refused)('never to %j', (value) => {
    expect(parseReturnTo(value)).toBeUndefined()
  })

  it.each(kept)('from %j to %j', (value, path) => {
    expect(parseReturnTo(value)).toBe(path)
  })

  it('nowhere without a value', () => {
    expect(parseReturnTo(undefined)).toBeUndefined()
    expect(parseReturnTo(null)).toBeUndefined()
  })

  it.each([
    ['in its path', '/', '"'],
    ['in its query', '/?', '<'],
    ['in its fragment', '/#', '`'],
  ])('to a path that the parser makes longer %s: it counts as it is kept', (_, start, c) => {
    const plain = 'x'.repeat(2048 - 300 - start.length)
    expect(parseReturnTo(start + plain + c.repeat(100))).toHaveLength(2048)
    expect(parseReturnTo(`${start}x${plain}${c.repeat(100)}`)).toBeUndefined()
    expect(parseReturnTo(start + c.repeat(900))).toBeUndefined()
  })

  it('to a path of which a link to the login would be too long', () => {
    expect(encodeURIComponent(parseReturnTo(`/${'&'.repeat(1023)}`) ?? '')).toHaveLength(3072)
    expect(parseReturnTo(`/${'&'.repeat(1024)}`)).toBeUndefined()
  })

  it('to 2048 characters and no more', () => {
    expect(parseReturnTo(`/${'x'.repeat(2047)}`)).toHaveLength(2048)
    expect(parseReturnTo(`/${'x'.repeat(2048)}`)).toBeUndefined()
    expect(parseReturnTo(`/${'x'.repeat(10_240)}`)).toBeUndefined()
  })
})
