/** What a history replaces of this thread: its timers, and what WebCrypto would have other threads do. */

interface Scheduled {
  cancelled: boolean
}

type Schedule = (delay: number, label: string, run: () => void) => Scheduled

interface Handle {
  step: Scheduled
  ref(): Handle
  unref(): Handle
}

/** Gives the timers of this thread to a world; what comes back undoes that. */
export function replaceTimers(schedule: Schedule, elapsed: () => number): () => void {
  const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate } = globalThis
  const clock = performance.now
  const handle = (step: Scheduled): Handle => {
    const made: Handle = { step, ref: () => made, unref: () => made }
    return made
  }
  const cancel = (one: unknown) => {
    const step = (one as Handle | undefined)?.step
    if (step !== undefined) step.cancelled = true
  }
  const every = (run: () => void, delay: number) => {
    const next = (): Scheduled =>
      schedule(delay, 'interval', () => {
        made.step = next()
        run()
      })
    const made = handle(next())
    return made
  }
  Object.assign(globalThis, {
    setTimeout: (run: (...all: unknown[]) => void, delay = 0, ...all: unknown[]) =>
      handle(schedule(delay, 'timer', () => run(...all))),
    setImmediate: (run: (...all: unknown[]) => void, ...all: unknown[]) =>
      handle(schedule(0, 'timer', () => run(...all))),
    clearTimeout: cancel,
    setInterval: every,
    clearInterval: cancel,
  })
  performance.now = elapsed
  return () => {
    Object.assign(globalThis, {
      setTimeout,
      clearTimeout,
      setInterval,
      clearInterval,
      setImmediate,
    })
    performance.now = clock
  }
}

/** Nothing in a history is done by other threads: when it comes back would be theirs to say. */
export function forbidCrypto(): () => void {
  const { subtle } = globalThis.crypto
  const names = ['verify', 'sign', 'digest', 'importKey', 'exportKey', 'generateKey'] as const
  const forbid = (name: string) => {
    const value = () => Promise.reject(new Error(`${name}: another thread's time is not decided`))
    Object.defineProperty(subtle, name, { configurable: true, value })
  }
  names.forEach(forbid)
  return () => {
    for (const name of names) Reflect.deleteProperty(subtle, name)
  }
}
