/** What a login stores, and when its cookie is given out. */
import { describe, expect, it } from 'vitest'
import { LoginError } from '../../src/errors.ts'
import { createSessions } from '../../src/session/sessions.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { createRecorder } from '../../src/trace.ts'
import { createClock } from '../support/clock.ts'
import { refusal } from '../support/refusal.ts'
import { runtimeAt } from '../support/runtime.ts'
import { details, record } from '../support/session.ts'

const LIFETIMES = { idleLifetime: 1000, absoluteLifetime: 5000 }

describe('a new session and its lists', () => {
  it('are stored together, the session first, and there is a cookie once all is stored', async () => {
    const begun: string[] = []
    const memory = createMemoryStore()
    let finish = () => {}
    const onDisk = new Promise<void>((resolve) => {
      finish = resolve
    })
    const store: SessionStore = {
      ...memory,
      write: async (key, ...rest) => {
        begun.push(key.split(':')[0] ?? '')
        await onDisk
        return memory.write(key, ...rest)
      },
    }
    const { now } = createClock()
    const sessions = createSessions(store, '__Host-catflap', LIFETIMES, runtimeAt(now))
    let created = false
    const creating = sessions.create(record, details, createRecorder(), ({ storeKey }) => {
      begun.push(`list of ${storeKey}`)
      return onDisk
    })
    void creating.then(() => {
      created = true
    })
    await new Promise(setImmediate)
    expect(begun).toEqual([expect.any(String), `list of ${begun[0]}`])
    expect(created).toBe(false)
    finish()
    expect((await creating).storeKey).toBe(begun[0])
  })

  it('are refused together: without its list a session has no cookie', async () => {
    const { now } = createClock()
    const memory = createMemoryStore()
    const sessions = createSessions(memory, '__Host-catflap', LIFETIMES, runtimeAt(now))
    const failing = () => Promise.reject(new LoginError('STORE_UNAVAILABLE', 'lists'))
    await expect(sessions.create(record, details, createRecorder(), failing)).rejects.toEqual(
      refusal('STORE_UNAVAILABLE'),
    )
  })
})
