/** What a flood of failed callbacks leaves in memory, counted in bytes. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { createLogin } from '../../src/login.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import { createBrowser } from '../support/browser.ts'
import { createClock } from '../support/clock.ts'
import { createTestProvider, ENVIRONMENT } from '../support/provider.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const CALLBACKS = 600

it('a failed callback leaves its outcome, and not the login that it was', async () => {
  const { now } = createClock()
  const provider = createTestProvider(now)
  provider.answers.set('token', () => Response.json({ error: 'invalid_grant' }, { status: 400 }))
  const store = createMemoryStore()
  const login = createLogin({
    environment: ENVIRONMENT,
    fetch: provider.fetch,
    now,
    session: { store },
    onEvent: () => {},
  })
  async function fail(): Promise<void> {
    const browser = createBrowser(login, provider)
    const response = await browser.get(await browser.begin(`/${'x'.repeat(1000)}`))
    expect(response.status).toBe(400)
  }
  async function used(): Promise<number> {
    for (let i = 0; i < 5; i++) {
      collectGarbage()
      // Some of it is let go of by callbacks, in a later turn.
      await new Promise((resolve) => setImmediate(resolve))
    }
    return process.memoryUsage().heapUsed
  }
  // What is made once, such as compiled code, is made now.
  for (let i = 0; i < 100; i++) await fail()
  const before = await used()
  for (let i = 0; i < CALLBACKS; i++) await fail()
  expect(((await used()) - before) / CALLBACKS).toBeLessThan(3000)
}, 120_000)
