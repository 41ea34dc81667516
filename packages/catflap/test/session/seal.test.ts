import { describe, expect, it } from 'vitest'
import { deriveKey, open, seal } from '../../src/session/seal.ts'

const key = deriveKey('test', 'secret')
const sealed = seal(key, 'name', 'text 猫')

describe('a sealed text', () => {
  it('opens with its key and name', () => {
    expect(open(key, 'name', sealed)).toBe('text 猫')
  })

  it('may be empty', () => {
    expect(open(key, 'name', seal(key, 'name', ''))).toBe('')
  })

  it('does not hold the text, and is never the same twice', () => {
    expect(sealed.includes('text')).toBe(false)
    expect(seal(key, 'name', 'text 猫').equals(sealed)).toBe(false)
  })

  it('does not open when any one byte was changed', () => {
    for (let i = 0; i < sealed.byteLength; i++) {
      for (const bit of [1, 128]) {
        const changed = Buffer.from(sealed)
        changed[i]! ^= bit
        expect(open(key, 'name', changed), `byte ${i}`).toBeUndefined()
      }
    }
  })

  it('does not open when it was cut or lengthened anywhere', () => {
    for (let length = 0; length < sealed.byteLength; length++) {
      expect(open(key, 'name', sealed.subarray(0, length)), `${length} bytes`).toBeUndefined()
      expect(open(key, 'name', sealed.subarray(length + 1)), `from ${length}`).toBeUndefined()
    }
    expect(open(key, 'name', Buffer.concat([sealed, Buffer.alloc(1)]))).toBeUndefined()
  })

  it.each([
    ['under another name', key, 'other'],
    ['under a name that begins alike', key, 'name2'],
    ['with a key for another purpose', deriveKey('other', 'secret'), 'name'],
    ['with a key of another secret', deriveKey('test', 'secret2'), 'name'],
  ])('does not open %s', (_, otherKey, name) => {
    expect(open(otherKey, name, sealed)).toBeUndefined()
  })
})

describe('a derived key', () => {
  it('is 32 bytes, the same for the same secret', () => {
    expect(key.byteLength).toBe(32)
    expect(deriveKey('test', 'secret')).toEqual(key)
  })

  it('cannot be had by moving text from purpose to secret', () => {
    expect(deriveKey('a', 'b\0c')).not.toEqual(deriveKey('a\0b', 'c'.repeat(2)))
    expect(deriveKey('ab', 'c')).not.toEqual(deriveKey('a', 'bc'))
  })
})
