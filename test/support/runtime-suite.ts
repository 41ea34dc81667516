/**
 * What holds of the example on a runtime that is not Node: its stores, what a restart leaves, and what
 * the runtime's own fetch and cryptography make of a box with a fault.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ERRORS } from 'catflap'
import type { FaultName } from 'catflap-devbox'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createRedisServer } from '../../packages/catflap/test/support/redis-server.ts'
import { OUTCOMES } from '../integration/outcomes.mjs'
import type { RunningApp, Serving } from './framework-app.ts'
import { createUserAgent, sessionName } from './user-agent.ts'

/** Starts the example with variables of its own. */
export type StartWith = (variables: Readonly<Record<string, string>>) => Promise<RunningApp>

const PAGE = '/private/cats'

/** Registers the tests of every store. */
export function itKeepsSessions(startWith: StartWith): void {
  it('keeps sessions over a restart in LMDB, which several processes open at once', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'catflap-shared-'))
    onTestFinished(() => rmSync(directory, { recursive: true }))
    const shared = { CATFLAP_DATA_DIR: directory }
    const first = await startWith(shared)
    const cookie = await signIn(first)
    expect(readdirSync(directory)).toContain('data.mdb')
    const beside = await startWith(shared)
    expect(await statusOf(beside, cookie)).toBe(200)
    await first.close()
    expect(await statusOf(beside, cookie)).toBe(200)
    await beside.close()
    const again = await startWith(shared)
    expect(await statusOf(again, cookie)).toBe(200)
    await again.close()
  })

  it.each(['memory:', 'redis'])('keeps sessions in %s', async (store) => {
    const redis = store === 'redis' ? await createRedisServer() : undefined
    await redis?.start()
    onTestFinished(() => redis?.remove())
    const running = await startWith({ CATFLAP_STORE: redis?.url ?? store })
    try {
      expect(await statusOf(running, await signIn(running))).toBe(200)
      if (redis !== undefined) expect(Number(redis.command('dbsize'))).toBeGreaterThan(0)
    } finally {
      await running.close()
    }
  })
}

/** Faults that are met by signatures, by hashes, and by reading an answer: what a runtime brings. */
const OF_RUNTIMES =
  /^((token|userinfo|jwks)-(hang|drip|redirect|oversized|gzip-bomb|reset|truncated|html)|.*(sig|kid|hash|eddsa|-key).*)$/

/** Registers a login at each of these faults; its outcome is that on Node. */
export function itMeetsFaults(start: (more: Partial<Serving>) => Promise<RunningApp>): void {
  const rows = Object.entries(OUTCOMES).filter(([fault]) => OF_RUNTIMES.test(fault))
  describe.concurrent('at a box with a fault', () => {
    it.for(rows)('%s: %s', async ([fault, outcome], { expect }) => {
      // Short where no answer comes; else room for a busy machine.
      const timeout = /-(hang|drip)$/.test(fault) ? '6000' : '60000'
      const environment = () => ({ CATFLAP_STORE: 'memory:', OIDC_HTTP_TIMEOUT_MS: timeout })
      const running = await start({ environment, faults: [fault as FaultName] })
      try {
        const { status, body } = await createUserAgent().browse(running.origin + PAGE)
        if (outcome === 'signed-in') expect([status, body]).toEqual([200, HELLO])
        else {
          const code = outcome as keyof typeof ERRORS
          expect([status, body]).toEqual([ERRORS[code].status, expect.stringContaining(code)])
        }
      } finally {
        await running.close()
      }
    })
  })
}

const HELLO = expect.stringContaining('Hello alice@')

/** @returns the session cookie's value; its name has the port in it */
async function signIn({ origin }: RunningApp): Promise<string> {
  const person = createUserAgent()
  expect((await person.browse(origin + PAGE)).status).toBe(200)
  return person.cookies.get(sessionName(origin)) ?? ''
}

async function statusOf({ origin }: RunningApp, value: string): Promise<number> {
  const cookie = `${sessionName(origin)}=${value}`
  return (await createUserAgent().get(origin + PAGE, { cookie })).status
}
