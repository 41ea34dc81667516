/** Renewal that a person asks for, before it is due. */
import { describe, expect, it } from 'vitest'
import { createEnding } from '../../src/session/ending.ts'
import { createRenewal, type Refresh } from '../../src/session/renewal.ts'
import type { Session } from '../../src/session/session.ts'
import { createSessions } from '../../src/session/sessions.ts'
import type { SessionDetails } from '../../src/session/stored-session.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import { createRecorder } from '../../src/trace.ts'
import { createClock } from '../support/clock.ts'
import { createEventLog } from '../support/events.ts'
import { refusal } from '../support/refusal.ts'
import { runtimeAt } from '../support/runtime.ts'
import { details, record, unlisted } from '../support/session.ts'
import { asyncStore } from '../support/stores.ts'

const LIFETIMES = { idleLifetime: 10_000, absoluteLifetime: 50_000 }

/** A session that is good for long, in a store that processes share; the provider takes a moment. */
async function signedIn(change: Partial<SessionDetails> = {}) {
  const store = asyncStore(createMemoryStore())
  const clock = createClock()
  const log = createEventLog()
  let requests = 0
  const refresh: Refresh = async (session) => {
    requests += 1
    const accessToken = `renewed ${requests}`
    await new Promise((resolve) => setTimeout(resolve, 60))
    return { ...session, details: { ...session.details, accessToken } }
  }
  const another = () => {
    const renew = createRenewal(store, {
      refresh,
      end: createEnding(store, runtimeAt(clock.now), clock.now),
      now: clock.now,
      lastAnswer: () => 0,
      emit: log.emit,
    })
    return createSessions(store, '__Host-catflap', LIFETIMES, { ...runtimeAt(clock.now), renew })
  }
  const sessions = another()
  const lasting = { ...details, refreshToken: 'r', accessTokenExpiresAt: clock.now() + 2000 }
  const renewAt = clock.now() + 1000
  const { setCookie } = await sessions.create(
    { ...record, renewAt },
    { ...lasting, ...change },
    createRecorder(),
    unlisted,
  )
  const cookie = setCookie.split(';')[0] ?? ''
  const read = async (one = sessions) => (await one.read(cookie, undefined)) as Session
  return { another, cookie, log, read, sessions, requests: () => requests }
}

describe('renewing now', () => {
  it('is one token request for 50 presses at once, over two processes', async () => {
    const { another, log, read, sessions, requests } = await signedIn()
    const other = another()
    const pressed = Array.from({ length: 50 }, (_, i) => read(i % 2 === 0 ? sessions : other))
    await Promise.all((await Promise.all(pressed)).map((session) => session.renew()))
    expect(requests()).toBe(1)
    expect(await (await read()).accessToken()).toBe('renewed 1')
    // One flight in each process: the winner's, and one that waits for it.
    expect(log.of('session-renewed')).toHaveLength(1)
    expect(log.of('renewal-shared')).toHaveLength(1)
  })

  it('renews nothing for a request that still holds the tokens of before', async () => {
    const { log, read, requests } = await signedIn()
    const [first, late] = [await read(), await read()]
    await first.renew()
    await late.renew()
    expect(requests()).toBe(1)
    expect(log.of('renewal-shared')).toHaveLength(1)
  })

  it('renews again for a request that has seen the new tokens, in the same second too', async () => {
    const { read, requests } = await signedIn()
    await (await read()).renew()
    await (await read()).renew()
    expect(requests()).toBe(2)
    expect(await (await read()).accessToken()).toBe('renewed 2')
  })

  it('leaves a session without a refresh token as it is: REFRESH_TOKEN_MISSING', async () => {
    const { read, requests } = await signedIn({ refreshToken: undefined })
    const missing = { parameter: 'refresh_token', seen: 'nothing' }
    await expect((await read()).renew()).rejects.toEqual(refusal('REFRESH_TOKEN_MISSING', missing))
    expect(requests()).toBe(0)
    expect(await read()).toMatchObject({ sub: 'u-1' })
  })

  it('of a session that has ended brings nothing back: SESSION_ENDED', async () => {
    const { cookie, read, sessions, requests } = await signedIn()
    const session = await read()
    await sessions.end(cookie)
    await expect(session.renew()).rejects.toEqual(refusal('SESSION_ENDED'))
    expect(await read()).toBeUndefined()
    expect(requests()).toBe(0)
  })
})
