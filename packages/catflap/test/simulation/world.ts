/**
 * Virtual time for a history: one queue of events, whose delays one seed decides, so that the same seed
 * gives the same history to the last step. Nothing sleeps for real.
 *
 * While a history runs, the timers of this thread are the world's, and what WebCrypto does on other
 * threads is handed back in the order in which it was asked for.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

/** One process of the app: what it was about to do ends with it. */
export interface Process {
  readonly name: string
  /** Seconds by which its clock is ahead. */
  skew: number
  alive: boolean
  /** Told when it crashes. */
  onCrash: () => void
}

export interface World {
  /** Milliseconds since the epoch, virtual. */
  time(): number
  /** A number from 0 to 1, the next of the seed. */
  random(): number
  /** One of these. */
  pick<T>(items: readonly T[]): T
  /** True once in so many times. */
  once(inSoMany: number): boolean
  /** Waits in virtual time; never ends for a process that has crashed. */
  sleep(milliseconds: number): Promise<void>
  /** Runs something as a process, or, without one, as the world outside. */
  as<T>(process: Process | undefined, run: () => T): T
  /** Runs events until the queue is empty or this time has come; how many there were. */
  run(until: number): Promise<number>
}

interface Event {
  readonly at: number
  readonly order: number
  readonly process: Process | undefined
  readonly run: () => void
}

/** Events of one history: more would be one that never ends. */
const MOST_EVENTS = 200_000

/** mulberry32: 32 bits of state are enough to choose delays. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const immediate = globalThis.setImmediate
const current = new AsyncLocalStorage<Process | undefined>()

/** Runs `history` in a world of its own, and puts everything back. */
export async function inWorld<T>(
  seed: number,
  start: number,
  history: (world: World) => Promise<T>,
): Promise<T> {
  const random = createRandom(seed)
  const crypto = queueCrypto()
  let now = start
  let order = 0
  let queue: Event[] = []

  function schedule(delay: number, run: () => void): Event {
    const at = now + Math.max(0, delay)
    const event = { at, order: order++, process: current.getStore(), run }
    let place = queue.length
    while (place > 0 && queue[place - 1]!.at > at) place--
    queue.splice(place, 0, event)
    return event
  }
  const cancel = (event: unknown) => {
    queue = queue.filter((one) => one !== (event as { event?: Event } | undefined)?.event)
  }

  /** Until nothing is left to do at this very time. */
  async function settle(): Promise<void> {
    do {
      for (let i = 0; i < 2; i++) await new Promise((resolve) => immediate(resolve))
    } while (await crypto.handBack())
  }

  const world: World = {
    time: () => now,
    random,
    pick: (items) => items[Math.floor(random() * items.length)]!,
    once: (inSoMany) => random() < 1 / inSoMany,
    sleep: (milliseconds) => new Promise((resolve) => void schedule(milliseconds, resolve)),
    as: (process, run) => current.run(process, run),
    async run(until) {
      for (let count = 0; ; count++) {
        await settle()
        const next = queue[0]
        if (next === undefined || next.at > until) {
          now = Math.max(now, until)
          return count
        }
        if (count > MOST_EVENTS) throw new Error(`seed ${seed}: a history without an end`)
        queue.shift()
        now = next.at
        if (next.process?.alive !== false) current.run(next.process, next.run)
      }
    },
  }
  const restore = replaceTimers(schedule, cancel, () => now - start)
  try {
    return await history(world)
  } finally {
    restore()
    crypto.restore()
  }
}

type Schedule = (delay: number, run: () => void) => Event

function replaceTimers(
  schedule: Schedule,
  cancel: (event: unknown) => void,
  elapsed: () => number,
): () => void {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis
  const clock = performance.now
  const handle = (event: Event) => ({ event, unref: () => undefined, ref: () => undefined })
  const again = (delay: number, run: () => void) => {
    const made = handle(undefined as never) as { event: Event }
    const next = () => {
      made.event = schedule(delay, () => {
        next()
        run()
      })
    }
    next()
    return made
  }
  Object.assign(globalThis, {
    setTimeout: (run: (...all: unknown[]) => void, delay = 0, ...all: unknown[]) =>
      handle(schedule(delay, () => run(...all))),
    clearTimeout: cancel,
    setInterval: (run: () => void, delay: number) => again(delay, run),
    clearInterval: cancel,
  })
  performance.now = elapsed
  return () => {
    Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval })
    performance.now = clock
  }
}

/** Work of other threads: done whenever it is done, and handed back in the order in which it was begun. */
function queueCrypto(): { handBack(): Promise<boolean>; restore(): void } {
  const waiting: { readonly work: Promise<unknown>; readonly settle: (work: unknown) => void }[] =
    []
  const { subtle } = globalThis.crypto
  const names = ['verify', 'sign', 'importKey', 'exportKey', 'digest', 'generateKey'] as const
  for (const name of names) {
    const method = subtle[name] as (...all: unknown[]) => Promise<unknown>
    Object.defineProperty(subtle, name, {
      configurable: true,
      value: (...all: unknown[]) => {
        const work = method.apply(subtle, all)
        work.catch(() => undefined)
        return new Promise((settle) => waiting.push({ work, settle }))
      },
    })
  }
  return {
    async handBack() {
      const batch = waiting.splice(0)
      for (const { work } of batch) await work.catch(() => undefined)
      for (const { work, settle } of batch) settle(work)
      return batch.length > 0
    },
    restore() {
      for (const name of names) Reflect.deleteProperty(subtle, name)
    },
  }
}
