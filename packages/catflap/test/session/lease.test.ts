/** A lease whose store loses an answer: what was written is there, and nobody has been told. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type LeaseAnswer, takeLease } from '../../src/session/lease.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'

const KEY = 'lease:one'
const now = (): number => Date.now() / 1000
const never = (): boolean => false

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** The same store as a process sees it whose answer to one of its writes does not come. */
function losing(store: SessionStore, lost: number): SessionStore {
  let writes = 0
  return {
    ...store,
    async write(key, value, condition, at) {
      const written = await store.write(key, value, condition, at)
      if (writes++ === lost) throw new Error('the connection is gone')
      return written
    },
  }
}

function heldIn(answer: LeaseAnswer) {
  if (answer.kind === 'held') return answer.lease
  throw new Error(answer.kind)
}

describe('a lease of which the answer to an extension was lost', () => {
  it('is still extended, so that nobody else sends the same refresh token', async () => {
    const store = createMemoryStore()
    const lease = heldIn(await takeLease(losing(store, 1), KEY, now, never))
    await vi.advanceTimersByTimeAsync(30_000)
    expect((await takeLease(store, KEY, now, never)).kind).toBe('taken')
    await lease.release()
    expect((await takeLease(store, KEY, now, never)).kind).toBe('held')
  })

  it('is given back with its pause', async () => {
    const store = createMemoryStore()
    const lease = heldIn(await takeLease(losing(store, 1), KEY, now, never))
    await vi.advanceTimersByTimeAsync(2000)
    await lease.release('TOKEN_ENDPOINT_UNAVAILABLE')
    expect((await takeLease(store, KEY, now, never)).kind).toBe('paused')
  })
})

describe('a lease that somebody else has taken meanwhile', () => {
  it('is not taken back by a late extension', async () => {
    const store = createMemoryStore()
    let isAway = false
    const failing: SessionStore = {
      ...store,
      write: (...args) => (isAway ? Promise.reject(new Error('away')) : store.write(...args)),
    }
    await takeLease(failing, KEY, now, never)
    isAway = true
    await vi.advanceTimersByTimeAsync(7000)
    heldIn(await takeLease(store, KEY, now, never))
    const before = await store.read(KEY, now())
    isAway = false
    await vi.advanceTimersByTimeAsync(1000)
    expect(await store.read(KEY, now())).toEqual(before)
  })
})

/** A process, or the whole machine, stands still: time goes on, and no timer goes off. */
const suspend = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)

describe('a process that was suspended until its lease was forgotten', () => {
  it('does not write into the one that somebody else has begun, though revisions are the same again', async () => {
    const store = createMemoryStore()
    const old = heldIn(await takeLease(store, KEY, now, never))
    suspend(610)
    heldIn(await takeLease(store, KEY, now, never))
    await vi.advanceTimersByTimeAsync(2500)
    await old.release()
    expect((await takeLease(store, KEY, now, never)).kind).toBe('taken')
  })

  it('does not take it when it goes on with what it has read before', async () => {
    const store = createMemoryStore()
    const first = heldIn(await takeLease(store, KEY, now, never))
    await first.release()
    const late: SessionStore = {
      ...store,
      async read(key, at) {
        const entry = await store.read(key, at)
        await new Promise((resolve) => setTimeout(resolve, 2500))
        return entry
      },
    }
    const taking = takeLease(late, KEY, now, never)
    suspend(610)
    heldIn(await takeLease(store, KEY, now, never))
    await vi.advanceTimersByTimeAsync(8000)
    expect((await taking).kind).toBe('taken')
  })
})

describe('a lease whose holder died long ago', () => {
  it('is not taken twice while it vanishes, by two clocks that are two seconds apart', async () => {
    const store = createMemoryStore()
    const start = now()
    const dead = Buffer.from(JSON.stringify({ owner: 'dead', until: start + 6, failures: 0 }))
    await store.write(KEY, dead, { revision: 0, expiresAt: start + 606 }, start)
    vi.setSystemTime((start + 605) * 1000)
    const slow: SessionStore = {
      ...store,
      async write(...args) {
        await new Promise((resolve) => setTimeout(resolve, 500))
        return store.write(...args)
      },
    }
    const behind = takeLease(slow, KEY, now, never)
    heldIn(await takeLease(store, KEY, () => now() + 2, never))
    await vi.advanceTimersByTimeAsync(600)
    expect((await behind).kind).toBe('taken')
  })
})

describe('a lease that is given back while an extension is under way', () => {
  it('is not extended any more', async () => {
    const store = createMemoryStore()
    const slow: SessionStore = {
      ...store,
      async write(...args) {
        await new Promise((resolve) => setTimeout(resolve, 5000))
        return store.write(...args)
      },
    }
    const taking = takeLease(slow, KEY, now, never)
    await vi.advanceTimersByTimeAsync(5000)
    const lease = heldIn(await taking)
    await vi.advanceTimersByTimeAsync(4500)
    const releasing = lease.release()
    await vi.advanceTimersByTimeAsync(30_000)
    await releasing
    expect((await takeLease(store, KEY, now, never)).kind).toBe('held')
  })
})
