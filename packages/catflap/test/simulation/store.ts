/**
 * The store of a history: the memory store behind a way that takes time, fails before or after a write took
 * effect, or has it take effect after the failure was told.
 */
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore, StoreEntry } from '../../src/store/store.ts'
import type { Process, World } from './world.ts'

/** A write that took effect. */
export interface Written {
  readonly key: string
  readonly value: Uint8Array
  /** Seconds, as the entry has it. */
  readonly expiresAt: number
}

interface Failed {
  readonly at: number
  readonly process: Process | undefined
  readonly key: string
}

export interface SimulatedStore {
  /** The store as a process sees it: the one whose step it is. */
  readonly store: SessionStore
  /** How often a call fails: once in so many; 0 for never. */
  faults: number
  /** Milliseconds that each way takes longer, at most. */
  slow: number
  /** Writes since somebody has last looked, who empties it. */
  readonly written: Written[]
  /** What lies there now, unless it has expired for everybody. */
  peek(key: string): StoreEntry | undefined
  /** The keys of all entries that were ever there. */
  keys(): Iterable<string>
  /** How many calls failed between two times, virtual milliseconds; of a process, with such a key. */
  failures(from: number, to: number, process?: Process, key?: string): number
  readonly faultCount: number
  /** Milliseconds of the longest way that there may have been. */
  readonly longest: number
}

/** Longest way to the store, and back; milliseconds. */
const WAYS = { remote: 30, embedded: 4 } as const
/** Longest time after which a write takes effect of which its process was told that it failed. */
const LATE = 1500

type Fault = 'before' | 'after' | 'late' | undefined

/** @param crash - ends the process that calls, if this is the call at which it ends */
export function createSimulatedStore(
  world: World,
  kind: keyof typeof WAYS,
  crash: (process: Process | undefined) => boolean = () => false,
): SimulatedStore {
  const memory = createMemoryStore()
  const failed: Failed[] = []
  const known = new Set<string>()
  /** When the last write of a process takes effect: those after it do so later. */
  const busy = new Map<Process | undefined, number>()
  let longest = 0
  const way = () => {
    const most = WAYS[kind] + simulated.slow
    if (most > longest) longest = most
    return world.random() * most
  }
  let faultCount = 0

  function drawFault(): Fault {
    if (simulated.faults === 0 || !world.once(simulated.faults)) return undefined
    faultCount++
    return world.pick(['before', 'after', 'late'])
  }

  function note(key: string): Error {
    failed.push({ at: world.time(), process: world.process(), key })
    return new Error('the store is away')
  }

  /** Milliseconds until a call takes effect. */
  function delayOf(process: Process | undefined, writes: boolean, fault: Fault): number {
    const delay = way() + (fault === 'late' ? world.random() * LATE : 0)
    if (!writes) return delay
    const at = Math.max(world.time() + delay, busy.get(process) ?? 0)
    busy.set(process, at)
    return at - world.time()
  }

  function across<T>(key: string, writes: boolean, effect: () => T): Promise<T> {
    const process = world.process()
    const fault = drawFault()
    if (world.once(2) && crash(process)) return new Promise(() => undefined)
    return new Promise((resolve, reject) => {
      const fail = () => reject(note(key))
      if (fault === 'before') return world.post(process, way(), 'store fails', fail)
      world.post(undefined, delayOf(process, writes, fault), 'store', () => {
        const result = effect()
        if (fault === 'late' || crash(process)) return
        if (fault === 'after') world.post(process, way(), 'store fails', fail)
        else world.post(process, way(), 'store answers', () => resolve(result))
      })
      if (fault === 'late') world.post(process, way(), 'store fails', fail)
    })
  }

  function readAtOnce(key: string, now: number) {
    if (drawFault() !== undefined) throw note(key)
    return memory.read(key, now)
  }

  const simulated: SimulatedStore = {
    faults: 0,
    slow: 0,
    written: [],
    peek: (key) => memory.read(key, Math.floor(world.time() / 1000) - 1) as StoreEntry | undefined,
    keys: () => known,
    failures: (from, to, process, key) =>
      failed.filter(
        (one) =>
          one.at >= from &&
          one.at <= to &&
          (process === undefined || one.process === process) &&
          (key === undefined || one.key === key),
      ).length,
    get faultCount() {
      return faultCount
    },
    get longest() {
      return longest
    },
    store: {
      read: (key, now) =>
        kind === 'embedded'
          ? readAtOnce(key, now)
          : across(key, false, () => memory.read(key, now) as StoreEntry | undefined),
      write: (key, value, condition, now) =>
        across(key, true, () => {
          const done = memory.write(key, value, condition, now) as boolean
          if (done) {
            known.add(key)
            simulated.written.push({ key, value, expiresAt: condition.expiresAt })
          }
          return done
        }),
      keepKey: (proposed) => memory.keepKey?.(proposed),
      close: () => undefined,
    },
  }
  return simulated
}
