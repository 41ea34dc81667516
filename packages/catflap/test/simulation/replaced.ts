/**
 * What a history replaces of this thread: its timers, and the work that WebCrypto does on other threads. That
 * is done at once where `node:crypto` can (the same OpenSSL, the same checks); the rest is handed back in the
 * order in which it was asked for.
 */
import { createHash, KeyObject, sign, verify, type webcrypto } from 'node:crypto'

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

const known = new WeakMap<object, KeyObject>()

function keyOf(key: webcrypto.CryptoKey): KeyObject {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = KeyObject.from(key)
  known.set(key, made)
  return made
}

const optionsOf = (key: webcrypto.CryptoKey) =>
  ({ key: keyOf(key), dsaEncoding: 'ieee-p1363' }) as const

const hashOf = (algorithm: { readonly hash?: unknown } | string): string => {
  const name = typeof algorithm === 'string' ? algorithm : algorithm.hash
  const text = typeof name === 'string' ? name : (name as { readonly name: string }).name
  return text.replace('-', '').toLowerCase()
}

type Bytes = Uint8Array<ArrayBuffer>

/** What is done at once. */
const AT_ONCE = {
  verify: async (
    algorithm: webcrypto.EcdsaParams,
    key: webcrypto.CryptoKey,
    signature: Bytes,
    data: Bytes,
  ) => verify(hashOf(algorithm), data, optionsOf(key), signature),
  sign: async (algorithm: webcrypto.EcdsaParams, key: webcrypto.CryptoKey, data: Bytes) =>
    new Uint8Array(sign(hashOf(algorithm), data, optionsOf(key))).buffer,
  digest: async (algorithm: string | { readonly name: string }, data: Bytes) => {
    const hash = hashOf(typeof algorithm === 'string' ? algorithm : algorithm.name)
    return new Uint8Array(createHash(hash).update(data).digest()).buffer
  },
} as const

/** See the file's head. */
export function replaceCrypto(): { handBack(): Promise<boolean>; restore(): void } {
  const waiting: { readonly work: Promise<unknown>; readonly settle: (work: unknown) => void }[] =
    []
  const { subtle } = globalThis.crypto
  const replace = (name: string, value: unknown) =>
    Object.defineProperty(subtle, name, { configurable: true, value })
  for (const [name, method] of Object.entries(AT_ONCE)) replace(name, method)
  const others = ['importKey', 'exportKey', 'generateKey'] as const
  for (const name of others) {
    const method = subtle[name] as (...all: unknown[]) => Promise<unknown>
    replace(name, (...all: unknown[]) => {
      const work = method.apply(subtle, all)
      work.catch(() => undefined)
      return new Promise((settle) => waiting.push({ work, settle }))
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
      for (const name of [...Object.keys(AT_ONCE), ...others]) Reflect.deleteProperty(subtle, name)
    },
  }
}
