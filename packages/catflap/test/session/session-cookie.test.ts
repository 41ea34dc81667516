import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createCookieValue, sessionKeys } from '../../src/session/session-cookie.ts'

const value = createCookieValue()

describe('a session cookie', () => {
  it('is a version character and 32 random bytes', () => {
    expect(value).toMatch(/^1[\w-]{43}$/)
    expect(new Set(Array.from({ length: 100 }, createCookieValue)).size).toBe(100)
  })

  // As sessions lie in stores: other keys would sign everybody out.
  it('leads to the two halves of a hash, whatever their bits', () => {
    for (let i = 0; i < 300; i++) {
      const cookie = createCookieValue()
      const digest = createHash('sha512').update(`catflap session\0${cookie}`).digest()
      const { storeKey, sealKey } = sessionKeys(cookie)!
      expect(storeKey).toBe(digest.subarray(0, 32).toString('base64url'))
      expect(Buffer.from(sealKey)).toEqual(digest.subarray(32))
    }
  })

  it('leads to keys that do not contain it or each other', () => {
    const { storeKey, sealKey, id } = sessionKeys(value)!
    expect(storeKey).toHaveLength(43)
    expect(sealKey.byteLength).toBe(32)
    expect(Buffer.from(sealKey).toString('base64url')).not.toBe(storeKey)
    expect(storeKey).not.toContain(value.slice(1, 12))
    expect(storeKey.startsWith(id)).toBe(true)
    expect(id.length).toBeLessThan(storeKey.length / 2)
  })

  it('leads elsewhere when one character differs, the last one too', () => {
    const keys = new Set([sessionKeys(value)?.storeKey])
    for (let i = 1; i < value.length; i++) {
      const other = value[i] === 'A' ? 'B' : 'A'
      keys.add(sessionKeys(value.slice(0, i) + other + value.slice(i + 1))?.storeKey)
    }
    expect(keys.size).toBe(44)
  })

  it.each([
    ['empty', ''],
    ['too short', value.slice(0, -1)],
    ['too long', `${value}A`],
    ['of another version', `2${value.slice(1)}`],
    ['without version', value.slice(1)],
    ['in quotes', `"${value}"`],
    ['with a space', ` ${value}`],
    ['with a line end', `${value}\n`],
    ['with a character of other base64', `${value.slice(0, -1)}+`],
    ['with padding', `${value.slice(0, -1)}=`],
  ])('is not recognised %s', (_, other) => {
    expect(sessionKeys(other)).toBeUndefined()
  })
})
