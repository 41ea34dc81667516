/**
 * One process keeps sessions open in its memory, another one renews and ends them: whatever that one
 * has been told is done, the very next request here must see.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSessions } from '../../src/session/sessions.ts'
import { createLmdbStore } from '../../src/store/lmdb.ts'
import { createRecorder } from '../../src/trace.ts'
import { createProcesses, type Processes } from '../store/processes.ts'
import { START } from '../support/clock.ts'
import { runtimeAt } from '../support/runtime.ts'
import { details, record, unlisted } from '../support/session.ts'

/** As many as there is time for; `.ci/run` takes 100,000. */
const ALTERNATIONS = Number(process.env.CATFLAP_ALTERNATIONS ?? 5000)
/** Renewals of a session before it ends. */
const RENEWALS = 9
const LIFETIMES = { idleLifetime: 1000, absoluteLifetime: 5000 }

// Memory where there is some: every one of these writes waits for its disk.
const memory = '/dev/shm'
const directory = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'catflap-alternating-'))
let processes: Processes
beforeAll(() => {
  processes = createProcesses()
})
afterAll(() => {
  processes.remove()
  rmSync(directory, { recursive: true, force: true })
})

/** Reads orders, `<cookie value> <count>` each, and answers `.` when one is carried out: 0 ends the session. */
const WRITER = `
  import { createInterface } from 'node:readline'
  import { openStored, sealSession } from './session/stored-session.js'
  import { sessionKeys } from './session/session-cookie.js'
  import { createLmdbStore } from './store/lmdb.js'
  import { TOMBSTONE } from './store/store.js'
  const store = await createLmdbStore({ directory: ${JSON.stringify(directory)} })
  for await (const line of createInterface({ input: process.stdin })) {
    const [value, count] = line.split(' ')
    const keys = sessionKeys(value)
    const { value: sealed, ...condition } = store.read(keys.storeKey, ${START})
    const stored = openStored(keys, sealed)
    const renewed = () => sealSession(keys, { ...stored, record: { ...stored.record, sub: count } })
    const next = count === '0' ? TOMBSTONE : renewed()
    const done = await store.write(keys.storeKey, next, condition, ${START})
    process.stdout.write(done ? '.' : 'x')
  }`

it(`shows each of ${ALTERNATIONS} renewals and logouts of another process at once`, async () => {
  const store = await createLmdbStore({ directory })
  const now = () => START
  const sessions = createSessions(store, 'catflap', LIFETIMES, runtimeAt(now))
  const { child } = processes.start(WRITER)
  let done: (answer: string) => void = () => undefined
  child.stdout?.on('data', (answer: string) => done(answer))
  const order = (cookie: string, count: number) =>
    new Promise<string>((resolve) => {
      done = resolve
      child.stdin?.write(`${cookie.slice(cookie.indexOf('=') + 1)} ${count}\n`)
    })

  const wrong: string[] = []
  const expectSub = (cookie: string, sub: string | undefined) => {
    const seen = sessions.read(cookie, undefined)
    if (seen instanceof Promise || seen?.sub !== sub) wrong.push(`not ${sub}`)
  }
  let cookie = ''
  for (let i = 0; i < ALTERNATIONS; i++) {
    const step = i % (RENEWALS + 1)
    if (step === 0) {
      const created = await sessions.create(record, details, createRecorder(), unlisted)
      cookie = created.setCookie.slice(0, created.setCookie.indexOf(';'))
      expectSub(cookie, record.sub)
    }
    const ends = step === RENEWALS
    if ((await order(cookie, ends ? 0 : i + 1)) !== '.') wrong.push('a write was refused')
    expectSub(cookie, ends ? undefined : String(i + 1))
  }
  child.stdin?.end()
  await store.close()
  expect(wrong).toEqual([])
}, 300_000)
