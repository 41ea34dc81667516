/**
 * One value that is fetched lazily, shared by all who ask, kept while it is fresh, and kept as stale
 * while the provider is away. Failed fetches are spaced by a growing pause. The first answer that the provider
 * gives to anybody ends it, a second later at the earliest, and whoever has an old value does not wait then.
 */
import { LoginError } from '../errors.ts'

const FIRST_PAUSE = 1
const LONGEST_PAUSE = 30
/** Seconds after a failure for which whoever cannot do without the value waits at most. */
const LONGEST_WAIT = 1

/** See {@link createRefresher}. */
export interface Refresher<T> {
  /**
   * The value, fetched if need be. Whoever comes within the pause after a failure gets the old value, or
   * waits a second at most, with all others, for the next try.
   */
  get(): Promise<T>
  /** The same for whoever cannot do with an old value: it waits where `get` would give that. */
  insist(): Promise<T>
  /** The value while it is fresh. */
  fresh(): T | undefined
  /** Fetches even a fresh value again, together with everyone who asks meanwhile. */
  renew(): Promise<T>
  /** Seconds since the last fetch began; `Infinity` before the first. */
  age(): number
  /** Why the last fetch failed; `undefined` when it did not. */
  failure(): unknown
}

/** What a refresher works with. */
export interface RefresherRuntime {
  /** Seconds for which a value is used without asking again. */
  readonly fresh: number
  /** Seconds since the epoch. */
  readonly now: () => number
  /** How often the provider has given an answer, whatever was asked: one more ends a pause. */
  readonly answers: () => number
  /** Told when a fetch failed and the old value serves on. */
  readonly onStale: () => void
}

/**
 * Makes a refresher.
 *
 * @param load - fetches the value
 */
export function createRefresher<T>(
  { fresh, now, answers, onStale }: RefresherRuntime,
  load: () => Promise<T>,
): Refresher<T> {
  let value: T | undefined
  let loadedAt = Number.NEGATIVE_INFINITY
  let startedAt = Number.NEGATIVE_INFINITY
  let failure: Failure | undefined
  let pause = FIRST_PAUSE
  let flight: Promise<T> | undefined

  async function attempt(): Promise<T> {
    startedAt = now()
    try {
      value = await load().catch(retryOnce)
      loadedAt = now()
      failure = undefined
      pause = FIRST_PAUSE
      return value
    } catch (error) {
      failure = { error, at: now(), until: now() + pause, answers: answers() }
      pause = Math.min(pause * 2, LONGEST_PAUSE)
      if (value === undefined) throw error
      onStale()
      return value
    }
  }

  /** A dropped connection deserves a second try; a time-out has had its time already. */
  function retryOnce(error: unknown): Promise<T> {
    const dropped =
      error instanceof LoginError && error.status === 503 && error.parameter !== 'timeout'
    return dropped ? load() : Promise.reject(error)
  }

  function renew(): Promise<T> {
    flight ??= attempt().finally(() => {
      flight = undefined
    })
    return flight
  }

  /** A clock that was set back must not make a value of minutes one of days. */
  const current = (): T | undefined => (Math.abs(now() - loadedAt) < fresh ? value : undefined)

  /** Whether the provider has answered anybody since a failure, a second ago at least. */
  function isBack({ answers: before, at }: Failure): boolean {
    return answers() > before && Math.abs(now() - at) >= LONGEST_WAIT
  }

  /** Whether to leave the provider alone for now. */
  function isPausing(): boolean {
    if (failure === undefined || isBack(failure)) return false
    // A clock that was set back must not turn a pause of seconds into one of hours.
    return failure.until > now() && failure.until - now() <= LONGEST_PAUSE
  }

  let next: Promise<T> | undefined
  /** The next try that the pause allows to those who wait, shared by all of them. */
  function nextTry(): Promise<T> {
    const wait = Math.min(Math.max((failure?.at ?? 0) + LONGEST_WAIT - now(), 0), LONGEST_WAIT)
    next ??= new Promise((resolve) => setTimeout(resolve, wait * 1000)).then(renew).finally(() => {
      next = undefined
    })
    return next
  }

  async function insist(): Promise<T> {
    return current() ?? (isPausing() ? nextTry() : renew())
  }

  return {
    renew,
    fresh: current,
    age: () => now() - startedAt,
    failure: () => failure?.error,
    async get() {
      const kept = current()
      if (kept !== undefined) return kept
      if (value === undefined) return insist()
      if (isPausing()) return value
      // That it answers somebody does not say that it answers this: nobody waits for it.
      if (failure === undefined || !isBack(failure)) return insist()
      renew().catch(() => undefined)
      return value
    },
    insist,
  }
}

interface Failure {
  readonly error: unknown
  /** Seconds since the epoch, like `until`. */
  readonly at: number
  readonly until: number
  readonly answers: number
}
