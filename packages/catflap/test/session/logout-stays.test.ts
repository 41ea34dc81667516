/**
 * A logout stays done on every store: whatever a request in flight still writes comes too late.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createSessions } from '../../src/session/sessions.ts'
import { createLmdbStore } from '../../src/store/lmdb.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import { createRedisStore } from '../../src/store/redis.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { createRecorder } from '../../src/trace.ts'
import { createRedisServer } from '../support/redis-server.ts'
import { runtimeAt } from '../support/runtime.ts'
import { details, record, unlisted } from '../support/session.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function inLmdb(): Promise<SessionStore> {
  const directory = mkdtempSync(join(tmpdir(), 'catflap-logout-'))
  cleanUps.push(() => rmSync(directory, { recursive: true, force: true }))
  return createLmdbStore({ directory })
}

async function inRedis(): Promise<SessionStore> {
  const redis = await createRedisServer()
  await redis.start()
  cleanUps.push(() => redis.remove())
  return createRedisStore({ url: redis.url })
}

describe.each([
  ['memory', async () => createMemoryStore()],
  ['LMDB', inLmdb],
  ['Redis', inRedis],
])('in %s', (_, createStore) => {
  it('a slow write that began before the logout does not bring the session back', async () => {
    const store = await createStore()
    cleanUps.push(() => store.close())
    let time = Math.floor(Date.now() / 1000)
    const late: (() => Promise<boolean>)[] = []
    const slow: SessionStore = {
      ...store,
      write: (...parameters) =>
        new Promise((resolve) => {
          late.push(async () => {
            const written = await store.write(...parameters)
            resolve(written)
            return written
          })
        }),
    }
    const lifetimes = { idleLifetime: 1000, absoluteLifetime: 5000 }
    const open = (one: SessionStore) =>
      createSessions(
        one,
        '__Host-catflap',
        lifetimes,
        runtimeAt(() => time),
      )
    const { setCookie, storeKey } = await open(store).create(
      record,
      details,
      createRecorder(),
      unlisted,
    )
    const cookie = setCookie.split(';')[0]

    time += 500
    // The slow request reads the session, which moves its idle end — by a write that waits.
    expect((await open(slow).read(cookie, undefined))?.sub).toBe('u-1')
    expect(late).toHaveLength(1)
    await open(store).end(cookie)
    expect(await late[0]?.()).toBe(false)
    expect(await open(store).read(cookie, undefined)).toBeUndefined()
    expect((await store.read(storeKey, time))?.value.byteLength).toBe(0)
  })
})
