import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cookiesWithPrefix, cookieValue } from '../../src/protocol/cookie.ts'
import { sessionKeys } from '../../src/session/session-cookie.ts'
import { createSessions } from '../../src/session/sessions.ts'
import { createClock } from '../support/clock.ts'
import { hostileText, seedProperties } from '../support/fuzz.ts'
import { runtimeAt } from '../support/runtime.ts'
import { countingStore } from '../support/stores.ts'

seedProperties('cookie')
const corpus: string[] = JSON.parse(
  readFileSync(new URL('../corpus/cookie/headers.json', import.meta.url), 'utf8'),
)
const header = hostileText(
  ...['catflap', 'catflap-login-', '=', ';', '; ', ' ', '\t', '\xa0', '\x0b', '"', ',', '1'],
)
const token = fc.stringMatching(/^[a-z-]{1,6}$/)
const value = fc.stringMatching(/^[\w=/+-]{0,8}$/)

/** Slow and plain: what a cookie header means when it is well formed (RFC 6265, section 4.2.1). */
const reference = (text: string) =>
  text.split('; ').map((pair) => {
    const [name = '', ...rest] = pair.split('=')
    return { name, value: rest.join('=') }
  })

function lookUp() {
  const store = countingStore()
  const lifetimes = { idleLifetime: 10, absoluteLifetime: 10 }
  return {
    store,
    sessions: createSessions(store, 'catflap', lifetimes, runtimeAt(createClock().now)),
  }
}

describe('a cookie header', () => {
  it('that is well formed is read as by the plain reference', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(token, value), { minLength: 1, maxLength: 8 }),
        token,
        (pairs, name) => {
          const text = pairs.map((pair) => pair.join('=')).join('; ')
          for (const wanted of [name, pairs[0]![0], pairs.at(-1)![0]]) {
            const values = reference(text).filter((one) => one.name === wanted)
            const [one, another] = new Set(values.map((pair) => pair.value))
            expect(cookieValue(text, wanted)).toBe(another === undefined ? one : undefined)
            expect(cookiesWithPrefix(text, wanted)).toEqual(
              reference(text).filter((one) => one.name.startsWith(wanted)),
            )
          }
        },
      ),
    )
  })

  it('of any text reads without failing, and only what stands in it', () => {
    fc.assert(
      fc.property(header, (text) => {
        const found = cookieValue(text, 'catflap')
        expect(found === undefined || text.includes(`catflap=${found}`)).toBe(true)
        for (const one of cookiesWithPrefix(text, 'catflap')) expect(text).toContain(one.value)
        const byPrefix = cookiesWithPrefix(text, 'catflap').filter(({ name }) => name === 'catflap')
        const values = new Set(byPrefix.map((one) => one.value))
        expect(found).toBe(values.size === 1 ? byPrefix[0]?.value : undefined)
      }),
    )
  })

  it('of any text signs nobody in, and asks the store only for a value of our form', () => {
    const { store, sessions } = lookUp()
    fc.assert(
      fc.property(header, (text) => {
        store.reads.splice(0)
        expect(sessions.read(text, undefined)).toBeUndefined()
        const form = /^1[\w-]{43}$/.test(cookieValue(text, 'catflap') ?? '')
        expect(store.reads).toHaveLength(form ? 1 : 0)
      }),
    )
  })

  it.each(corpus)('%j signs nobody in', (text) => {
    const { sessions } = lookUp()
    expect(sessions.read(text, undefined)).toBeUndefined()
    expect(() => cookiesWithPrefix(text, 'catflap-login-')).not.toThrow()
  })
})

it('a session cookie value is taken in exactly one form', () => {
  const near = hostileText('1', 'A'.repeat(43), '_', '-', '=', '+', '\n', '%00', 'é')
  const form = fc.stringMatching(/^1[A-Za-z0-9_-]{43}$/)
  fc.assert(
    fc.property(fc.oneof(near, form), (text) => {
      const made = [...text].length === 44 && /^1/.test(text) && !/[^A-Za-z0-9_-]/.test(text)
      expect(sessionKeys(text) !== undefined).toBe(made)
    }),
  )
})
