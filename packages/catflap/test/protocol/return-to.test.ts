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

  it('to 2048 characters and no more', () => {
    expect(parseReturnTo(`/${'x'.repeat(2047)}`)).toHaveLength(2048)
    expect(parseReturnTo(`/${'x'.repeat(2048)}`)).toBeUndefined()
    expect(parseReturnTo(`/${'x'.repeat(10_240)}`)).toBeUndefined()
  })
})
