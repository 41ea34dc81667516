/**
 * Another site sends a person through the login again and again, with what paths it likes: that must
 * not fill the browser's cookies until the app's server refuses every request (431).
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { createUserAgent, type UserAgent } from '../support/user-agent.ts'

let setup: Awaited<ReturnType<typeof startBoxAndApp>>
let agent: UserAgent
let origin: string
beforeEach(async () => {
  setup = await startBoxAndApp()
  agent = createUserAgent()
  origin = setup.app.origin
})
afterEach(() => setup.close())

/** Paths that are short in a link, and long where they are kept. */
const PATHS: readonly (readonly [string, string])[] = [
  ['%22 in its path', `/${'%22'.repeat(900)}`],
  ['%3C in its query', `/?${'%3C'.repeat(900)}`],
  ['%60 in its fragment', `/%23${'%60'.repeat(900)}`],
  ['2048 plain characters', `/${'x'.repeat(2047)}`],
  ['%26 in its query', `/?${'%26'.repeat(1020)}`],
]

describe('a browser that hostile links sent through the login', () => {
  it.each(PATHS)('with %s is still served, and signs out', async (_, path) => {
    await agent.browse(`${origin}/mine`)
    for (let i = 0; i < 8; i++) {
      const begun = await agent.get(`${origin}/login?return_to=${path}`, {
        'sec-fetch-site': 'cross-site',
      })
      expect([begun.status, i]).toEqual([302, i])
    }
    const page = await agent.get(`${origin}/mine`)
    expect([page.status, page.body]).toEqual([200, expect.stringContaining('at /mine')])
    const out = await agent.post(`${origin}/logout`, { origin, 'sec-fetch-site': 'same-origin' })
    expect(out.status).toBe(303)
    expect((await agent.get(`${origin}/mine`)).status).toBe(302)
  })

  it('still completes the login that it wanted itself', async () => {
    for (let i = 0; i < 8; i++) await agent.get(`${origin}/login?return_to=${PATHS[i % 5]![1]}`)
    const answer = await agent.browse(`${origin}/mine`)
    expect([answer.status, answer.url]).toEqual([200, `${origin}/mine`])
  })
})
