/**
 * Virtual time for a history: one queue of steps, whose delays a seed decides, so that the same seed gives
 * the same history to the last step. Nothing sleeps for real.
 *
 * A step belongs to a process of the app, or to what is outside. What it sets off at once is its own, too: the
 * next step begins when nothing is left to do. So a process that has crashed does nothing more, and one that is
 * frozen does it later.
 */
import { createRandom, createTrail, type Trail } from './random.ts'
import { forbidCrypto, replaceTimers } from './replaced.ts'

/** One process of the app. */
export interface Process {
  readonly name: string
  /** Milliseconds by which its clock is ahead. */
  skew: number
  alive: boolean
  /** Until when it does nothing; virtual milliseconds. */
  frozenUntil: number
  /** Calls to store or provider until it stops; `undefined` for never. */
  stopIn: number | undefined
  /** For how long, then, in milliseconds; 0 stands for a crash. */
  stopFor: number
}

export interface World {
  /** Milliseconds since the epoch, virtual. */
  time(): number
  /** Whose step this is; `undefined` outside of the app. */
  process(): Process | undefined
  /** A number from 0 to 1: the next one of the act that has led to this step. */
  random(): number
  /** One of these. */
  pick<T>(items: readonly T[]): T
  /** True once in so many times. */
  once(inSoMany: number): boolean
  /** Waits in virtual time; never ends for a process that has crashed. */
  sleep(milliseconds: number): Promise<void>
  /** A step of a process, or of the world outside, some milliseconds from now. */
  post(to: Process | undefined, delay: number, label: string, run: () => void): void
  /** The first step of an act, which has randomness of its own: without it all others stay as they are. */
  begin(at: number, number: number, run: () => void): void
  /** Takes steps until none is left or this time has come. */
  run(until: number): Promise<void>
  /** How many steps are still to come, of processes that live. */
  left(): number
  readonly trail: Trail
}

interface Step {
  at: number
  readonly order: number
  readonly process: Process | undefined
  readonly random: () => number
  readonly label: string
  readonly run: () => void
  cancelled: boolean
}

/** Steps of one history: more would be one that never ends. */
const MOST_STEPS = 50_000

const immediate = globalThis.setImmediate
/** Immediates that are asked for at once: a turn of the event loop for each would cost more than most steps. */
const BATCH = 256

let ahead = 0
let waiting: (() => void)[] = []

/** Calls when nothing is left to do at this very time: between two immediates all else is done, rejections are told, too. */
function whenSettled(call: () => void): void {
  waiting.push(call)
  if (ahead > 0) return
  ahead = BATCH
  for (let i = 0; i < BATCH; i++) immediate(next)
}

function next(): void {
  ahead--
  if (waiting.length === 0) return
  const all = waiting
  waiting = []
  for (const call of all) call()
}

/**
 * Makes a world. The timers of this thread are its own until it is closed.
 *
 * @param start - virtual milliseconds
 * @param afterStep - what is looked at after every step
 */
export function createWorld(
  seed: number,
  start: number,
  afterStep: () => void = () => undefined,
): World & { close(): void } {
  const trail = createTrail()
  const outside = createRandom(seed)
  let now = start
  let order = 0
  let current: Pick<Step, 'process' | 'random'> = { process: undefined, random: outside }
  const queue: Step[] = []

  function enter(step: Step): void {
    let [low, high] = [0, queue.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = queue[middle]!
      const isBefore = other.at < step.at || (other.at === step.at && other.order < step.order)
      if (isBefore) low = middle + 1
      else high = middle
    }
    queue.splice(low, 0, step)
  }

  function schedule(
    delay: number,
    label: string,
    run: () => void,
    { process, random } = current,
  ): Step {
    const at = now + Math.max(0, delay)
    const step = { at, order: order++, process, random, label, run, cancelled: false }
    enter(step)
    return step
  }

  const restoreTimers = replaceTimers(schedule, () => now - start)
  const allowCrypto = forbidCrypto()

  /** Takes a step, unless it is nobody's any more, or comes later. */
  function take(step: Step): boolean {
    const { process } = step
    if (step.cancelled || process?.alive === false) return false
    if (process !== undefined && process.frozenUntil > now) {
      step.at = process.frozenUntil
      enter(step)
      return false
    }
    current = step
    trail.add(process?.name ?? '-', step.label)
    step.run()
    return true
  }

  /** Takes the next step of all that have come by then; false when there is none. */
  function takeNext(until: number): boolean {
    for (let next = queue[0]; next !== undefined && next.at <= until; next = queue[0]) {
      if (trail.steps > MOST_STEPS) throw new Error(`seed ${seed}: a history without an end`)
      queue.shift()
      now = Math.max(now, next.at)
      if (take(next)) return true
    }
    return false
  }

  return {
    trail,
    time: () => now,
    process: () => current.process,
    random: () => current.random(),
    pick: (items) => items[Math.floor(current.random() * items.length)]!,
    once: (inSoMany) => current.random() < 1 / inSoMany,
    sleep: (milliseconds) =>
      new Promise((resolve) => void schedule(milliseconds, 'goes on', resolve)),
    post(to, delay, label, run) {
      schedule(delay, label, run, { process: to, random: current.random })
    },
    begin(at, number, run) {
      const random = createRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b))
      schedule(at - now, 'act', run, { process: undefined, random })
    },
    run: (until) =>
      new Promise((resolve, reject) => {
        // By calls, not by awaiting each step: half of a step's own cost were promises.
        const goOn = (look: () => void) => {
          try {
            look()
            if (takeNext(until)) return whenSettled(() => goOn(afterStep))
            if (Number.isFinite(until)) now = Math.max(now, until)
            resolve()
          } catch (error) {
            reject(error)
          }
        }
        whenSettled(() => goOn(() => undefined))
      }),
    left: () => queue.filter((step) => !step.cancelled && step.process?.alive !== false).length,
    close() {
      restoreTimers()
      allowCrypto()
    },
  }
}
