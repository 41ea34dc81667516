/** What we put into a browser stays small, whatever links and cookies it comes with. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { hostileText, seedProperties } from '../support/fuzz.ts'

seedProperties('cookie-sizes')
/** Names and values up to which browsers keep a cookie (RFC 6265bis, section 5.6), in bytes. */
const KEPT = 4096
const OURS = /^__Host-catflap/

const piece = hostileText(
  '"',
  '%',
  '&',
  '<',
  '%22',
  '/',
  '?',
  '#',
  'x',
  '猫',
  '\\',
  '../',
  'return_to',
)
const path = fc
  .tuple(piece, piece, fc.integer({ min: 0, max: 1200 }))
  .map(([start, repeated, times]) => `/${start}${repeated.repeat(times)}`.slice(0, 9000))
const name = fc.oneof(
  fc.stringMatching(/^[\w-]{22}$/),
  fc.integer({ min: 0, max: 4000 }).map((length) => 'n'.repeat(length)),
)
const planted = fc
  .array(fc.tuple(name, fc.integer({ min: 0, max: 4000 })), { maxLength: 6 })
  .map((list) => list.map(([end, size]) => [`__Host-catflap-login-${end}`, 'v'.repeat(size)]))

describe('whatever a link asks for', () => {
  it('no cookie of ours is over 4 KiB, and those under way stay within 4 KiB', async () => {
    const { browser, clock } = createFixture()
    const ours = () =>
      [...browser.cookies].filter(([key]) => /^__Host-catflap-login-[\w-]{22}$/.test(key))
    await fc.assert(
      fc.asyncProperty(path, planted, async (returnTo, more) => {
        clock.move(1)
        browser.cookies.clear()
        for (const [key = '', value = ''] of more) browser.cookies.set(key, value)
        for (let i = 0; i < 3; i++) {
          const answer = await browser.get(`/login?${new URLSearchParams({ return_to: returnTo })}`)
          expect(answer.status).toBe(302)
          for (const line of answer.headers.getSetCookie()) {
            expect(line).toMatch(OURS)
            expect(line.length).toBeLessThanOrEqual(KEPT)
          }
        }
        const bytes = ours().reduce((sum, [key, value]) => sum + key.length + value.length + 3, 0)
        expect(bytes).toBeLessThanOrEqual(4096)
      }),
      { numRuns: 100 },
    )
  })

  it('a guard leads to an address of less than 4 KiB', () => {
    const { login } = createFixture()
    const header = (key: string) => (NAVIGATION as Record<string, string>)[key]
    fc.assert(
      fc.property(path, (target) => {
        const { headers } = login.challenge('GET', target, header)
        expect(headers.get('location')!.length).toBeLessThan(4096)
      }),
    )
  })

  it('another name of the app leads to an address of less than 4 KiB', async () => {
    const { browser } = createFixture()
    const headers = { ...NAVIGATION, host: 'xxx-app.example' }
    await fc.assert(
      fc.asyncProperty(path, piece, async (returnTo, more) => {
        const query = new URLSearchParams({ return_to: returnTo, [more]: returnTo })
        const answer = await browser.get(`/login?${query}`, headers)
        expect(answer.headers.get('location')).toMatch(/^https:\/\/app\.example\/login(\?|$)/)
        expect(answer.headers.get('location')!.length).toBeLessThan(4096)
      }),
      { numRuns: 100 },
    )
  })
})
