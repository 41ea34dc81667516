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

it('the trace of a login ends with the making of its session, and says how long that may live', async () => {
  const { now } = createClock()
  const sessions = createSessions(createMemoryStore(), '__Host-catflap', LIFETIMES, runtimeAt(now))
  const recorder = createRecorder()
  await recorder.step('id-token', async () => undefined)
  const create = () => sessions.create(record, details, recorder, async () => {})
  const { setCookie } = await create()
  const session = await sessions.read(setCookie.split(';')[0], undefined)
  const { steps } = session!.trace()
  expect(steps.map(({ name, failed }) => [name, failed])).toEqual([
    ['id-token', undefined],
    ['session', undefined],
  ])
  expect(steps[1]?.received).toEqual([
    { name: 'cookie', value: '__Host-catflap' },
    { name: 'max-age', value: '5000' },
    { name: 'idle', value: '1000' },
  ])
  expect(recorder.steps.map(({ name }) => name)).toEqual(['id-token', 'session'])
})

it('a session whose place is taken is none: there is no cookie of it', async () => {
  const { now } = createClock()
  const taken: SessionStore = { ...createMemoryStore(), write: () => false }
  const sessions = createSessions(taken, '__Host-catflap', LIFETIMES, runtimeAt(now))
  await expect(sessions.create(record, details, createRecorder(), async () => {})).rejects.toEqual(
    refusal('STORE_UNAVAILABLE', { reason: 'CONTENTION' }),
  )
})

it('the cookie of a session that is over is removed as it was set', async () => {
  const { now } = createClock()
  const sessions = createSessions(createMemoryStore(), '__Host-catflap', LIFETIMES, runtimeAt(now))
  const { setCookie } = await sessions.create(record, details, createRecorder(), async () => {})
  expect(sessions.clearCookie).toBe(
    setCookie.replace(/=[\w-]+/, '=').replace('Max-Age=5000', 'Max-Age=0'),
  )
})
