/**
 * One value that is fetched lazily, shared by all who ask, kept while it is fresh, and kept as stale
 * while the provider is away. Failed fetches are spaced by a growing pause.
 */
import { LoginError } from '../errors.ts'

const FIRST_PAUSE = 1
const LONGEST_PAUSE = 30

/** See {@link createRefresher}. */
export interface Refresher<T> {
  /** The value, fetched if need be; rejects with the last failure while there is none. */
  get(): Promise<T>
  /** The value while it is fresh. */
  fresh(): T | undefined
  /** Fetches even a fresh value again, together with everyone who asks meanwhile. */
  renew(): Promise<T>
  /** Seconds since the last fetch began; `Infinity` before the first. */
  age(): number
  /** Why the last fetch failed; `undefined` when it did not. */
  failure(): unknown
}

/**
 * Makes a refresher.
 *
 * @param fresh - seconds for which a value is used without asking again
 * @param now - seconds since the epoch
 * @param onStale - told when a fetch failed and the old value serves on
 * @param load - fetches the value
 */
export function createRefresher<T>(
  fresh: number,
  now: () => number,
  onStale: () => void,
  load: () => Promise<T>,
): Refresher<T> {
  let value: T | undefined
  let loadedAt = Number.NEGATIVE_INFINITY
  let startedAt = Number.NEGATIVE_INFINITY
  let failure: { readonly error: unknown; readonly until: number } | undefined
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
      failure = { error, until: now() + pause }
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

  return {
    renew,
    fresh: current,
    age: () => now() - startedAt,
    failure: () => failure?.error,
    async get() {
      const kept = current()
      if (kept !== undefined) return kept
      // A clock that was set back must not turn a pause of seconds into one of hours.
      const pausing = failure !== undefined && Math.abs(failure.until - now()) <= LONGEST_PAUSE
      if (failure === undefined || failure.until <= now() || !pausing) return renew()
      if (value === undefined) throw failure.error
      return value
    },
  }
}
