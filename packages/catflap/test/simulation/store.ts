/**
 * The store of a history: the memory store behind a network that is slow, fails, and loses the answer
 * of a write that took effect.
 */
import { createMemoryStore } from '../../src/store/memory.ts'
import type { MaybePromise, SessionStore } from '../../src/store/store.ts'
import type { World } from './world.ts'

export interface SimulatedStore {
  /** The store as a process sees it. */
  readonly store: SessionStore
  /** How often a call fails: once in so many; 0 for never. */
  faults: number
  /** Whether a call failed between two times; virtual milliseconds. */
  failedBetween(from: number, to: number): boolean
}

/** Longest way to the store, and back; milliseconds. */
const WAY = 30

export function createSimulatedStore(world: World): SimulatedStore {
  const memory = createMemoryStore()
  const failures: number[] = []

  async function across<T>(effect: () => MaybePromise<T>): Promise<T> {
    await world.sleep(world.random() * WAY)
    const fails = simulated.faults > 0 && world.once(simulated.faults)
    // Half of the failures come before anything has happened, half after it.
    if (fails && world.once(2)) fail()
    const result = await effect()
    await world.sleep(world.random() * WAY)
    if (fails) fail()
    return result
  }

  function fail(): never {
    failures.push(world.time())
    throw new Error('the store is away')
  }

  const simulated: SimulatedStore = {
    faults: 0,
    failedBetween: (from, to) => failures.some((time) => time >= from && time <= to),
    store: {
      read: (key, now) => across(() => memory.read(key, now)),
      write: (key, value, condition, now) => across(() => memory.write(key, value, condition, now)),
      keepKey: (proposed) => memory.keepKey?.(proposed),
      close: () => undefined,
    },
  }
  return simulated
}
