import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ERRORS, LoginError } from '../../src/errors.ts'
import { parseAuthorizationResponse } from '../../src/protocol/authorization-response.ts'
import { createKeyRing } from '../../src/session/key-ring.ts'
import { attemptId, createLoginTransactions } from '../../src/session/transactions.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import { createClock } from '../support/clock.ts'
import { createFixture } from '../support/fixture.ts'
import { hostileText, seedProperties } from '../support/fuzz.ts'
import { failureOf } from '../support/refusal.ts'

seedProperties('callback and transaction')
const read = (path: string): string[] =>
  JSON.parse(readFileSync(new URL(`../corpus/${path}.json`, import.meta.url), 'utf8'))
const query = hostileText(
  'state=',
  'code=',
  'error=',
  'iss=',
  '&',
  '=',
  '%',
  '%00',
  '+',
  's',
  'constructor',
)

describe('a callback query', () => {
  it('of any text is read, or refused with a code of the list', () => {
    fc.assert(
      fc.property(query, (text) => {
        try {
          const response = parseAuthorizationResponse(new URLSearchParams(text))
          expect(response.state).not.toBe('')
          expect(response.code === undefined).toBe(response.error !== undefined)
        } catch (error) {
          expect(error).toBeInstanceOf(LoginError)
          expect((error as LoginError).code).toMatch(/^PARAMETER_/)
        }
      }),
    )
  })

  it.each(read('callback/queries'))(
    '%j signs nobody in and costs no token request',
    async (text) => {
      const { browser, provider, log } = createFixture()
      await browser.begin()
      const response = await browser.get(`/callback${text}`, {})
      expect(response.status).toBe(400)
      expect(response.headers.getSetCookie()).toEqual([])
      expect(Object.keys(ERRORS)).toContain(((await response.json()) as { code: string }).code)
      expect(provider.count('token')).toBe(0)
      expect(log.of('login-completed')).toEqual([])
    },
  )

  it('of any error text is answered, when the state is right', async () => {
    const { browser, provider } = createFixture()
    const state = new URLSearchParams((await browser.begin()).split('?')[1]).get('state') ?? ''
    const error = hostileText('access_denied', 'constructor', '__proto__', '<script>', '"', '\n')
    await fc.assert(
      fc.asyncProperty(error, async (text) => {
        const fields = new URLSearchParams({ state, error: text })
        const response = await browser.get(`/callback?${fields}`)
        expect(response.status).toBeGreaterThanOrEqual(400)
        expect(response.status).toBeLessThan(504)
        expect(await response.text()).not.toContain('<script')
      }),
      { numRuns: 100 },
    )
    expect(provider.count('token')).toBe(0)
  })
})

describe('a login transaction cookie', () => {
  const transactions = createLoginTransactions(
    createKeyRing(createMemoryStore(), ['a secret of the app'], createClock().now),
    'catflap-login-',
    createClock().now,
  )
  const name = `catflap-login-${attemptId('s')}`

  it('of any value is refused, and never fails otherwise', async () => {
    const value = hostileText('A', 'AAAA', '-', '_', '=', '{"nonce":"x"}', '%00', '\u00e9')
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        const { code } = await failureOf(() => transactions.find(`${name}=${text}`, 's'))
        expect(code).toBe('LOGIN_TRANSACTION_EXPIRED')
      }),
    )
  })

  it.each(read('transaction/values'))(
    '%j is refused, and makes room for a good one',
    async (text) => {
      const cookie = `${name}=${text}`
      expect((await failureOf(() => transactions.find(cookie, 's'))).code).toMatch(
        /^(LOGIN_TRANSACTION_EXPIRED|STATE_MISMATCH)$/,
      )
      const { state, setCookies } = await transactions.begin(cookie, '/')
      const both = `${cookie}; ${setCookies.at(-1)?.split(';')[0]}`
      await expect(transactions.find(both, state)).resolves.toBeTruthy()
    },
  )

  it('does not open when any one character was changed', async () => {
    const { state, setCookies } = await transactions.begin(undefined, '/')
    const [pair = ''] = setCookies[0]!.split(';')
    const start = pair.indexOf('=') + 1
    // The last character may hold bits that stand for no byte.
    for (let i = start; i < pair.length - 1; i++) {
      const changed = pair.slice(0, i) + (pair[i] === 'A' ? 'B' : 'A') + pair.slice(i + 1)
      await expect(transactions.find(changed, state), `character ${i}`).rejects.toThrow()
    }
  })
})
