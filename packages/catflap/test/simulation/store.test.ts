/** The histories' store is held to the contract of all stores, so that it is no kinder than they are. */
import { afterEach, expect, it } from 'vitest'
import type { MaybePromise, SessionStore } from '../../src/store/store.ts'
import { describeStore } from '../contract/store.ts'
import { createSimulatedStore } from './store.ts'
import { createWorld } from './world.ts'

const START = 1_800_000_000_000
const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

/** A store of a world whose time goes on while somebody waits. */
function drivenStore(kind: 'remote' | 'embedded') {
  const world = createWorld(1, START)
  open.push(() => world.close())
  const simulated = createSimulatedStore(world, kind)
  let waiting = 0
  let isRunning = false

  async function run(): Promise<void> {
    if (isRunning) return
    isRunning = true
    while (waiting > 0) await world.run(Number.POSITIVE_INFINITY)
    isRunning = false
  }

  function drive<T>(answer: MaybePromise<T>): MaybePromise<T> {
    if (!(answer instanceof Promise)) return answer
    waiting++
    void run()
    return answer.finally(() => waiting--)
  }

  const { store } = simulated
  const driven: SessionStore = {
    ...store,
    read: (...all) => drive(store.read(...all)),
    write: (...all) => drive(store.write(...all)),
  }
  return { driven, simulated, world }
}

describeStore('of histories, far away', () => drivenStore('remote').driven)
describeStore('of histories, in a file', () => drivenStore('embedded').driven)

it('keeps the order of the writes of one process, however long each takes', async () => {
  const { driven, simulated } = drivenStore('remote')
  const writes = Array.from({ length: 50 }, (_, i) =>
    driven.write(`key-${i}`, new Uint8Array(1), { revision: 0, expiresAt: 1_800_000_060 }, 1.8e9),
  )
  await Promise.all(writes)
  expect(simulated.written.map(({ key }) => key)).toEqual(writes.map((_, i) => `key-${i}`))
})

it('fails before a write, after it, and before one that still takes effect', async () => {
  const { driven, simulated, world } = drivenStore('remote')
  simulated.faults = 1
  const seen = new Set<string>()
  for (let i = 0; i < 60; i++) {
    const condition = { revision: 0, expiresAt: 1_800_000_600 }
    const write = driven.write(`key-${i}`, new Uint8Array(1), condition, 1.8e9)
    await expect(Promise.resolve(write)).rejects.toThrow('away')
    const isThere = simulated.peek(`key-${i}`) !== undefined
    await world.run(world.time() + 2000)
    const comes = simulated.peek(`key-${i}`) !== undefined
    seen.add(isThere ? 'after' : comes ? 'late' : 'before')
  }
  expect([...seen].sort()).toEqual(['after', 'before', 'late'])
})
