/**
 * Logins being completed, or completed a moment ago: the copies of one callback share what came of
 * the first. Of a login that is over nothing but its outcome is kept, and of those a bounded number,
 * so that a flood of failures costs next to nothing.
 */
import { LoginError } from '../errors.ts'
import type { LoginRecorder, LoginStepName } from '../trace.ts'
import type { Completion } from './completion.ts'

/** Seconds for which copies of one callback get the result of the first. */
const GRACE = 30
/** Most logins remembered. A copy of one that is forgotten is told that its login is spent. */
const MAX_KEPT = 1000

/** A login being completed, and what recorded it. */
export interface Flight {
  readonly result: Promise<Completion>
  readonly recorder: LoginRecorder
}

const FACTS = ['parameter', 'expected', 'seen', 'said'] as const
type Fact = (typeof FACTS)[number]

/** What copies of a callback need to know of a login that failed; no more, since many may be kept. */
interface Failure extends Pick<LoginError, 'code' | Fact> {
  readonly step: LoginStepName | undefined
}

interface Kept {
  /** Seconds since the epoch. */
  readonly until: number
  readonly flight?: Flight
  readonly completion?: Completion
  readonly failure?: Failure
}

/** See {@link createFlights}. */
export interface Flights {
  /** What came, or comes, of a login: completed by the first who asks, shared with all others. */
  join(id: string, recorder: LoginRecorder, complete: () => Promise<Completion>): Flight
  /** Logins remembered now. */
  readonly size: number
}

/**
 * Makes the place where copies of a callback meet.
 *
 * @param now - seconds since the epoch
 */
export function createFlights(now: () => number): Flights {
  /** In the order in which they began, which is that of their ends unless a clock was set back. */
  const kept = new Map<string, Kept>()

  function makeRoom(): void {
    for (const [id, { until }] of kept) {
      if (until > now() && kept.size < MAX_KEPT) return
      kept.delete(id)
    }
  }

  /** Puts the outcome in the place of the flight, which holds everything that the login was. */
  function land(id: string, flight: Flight, outcome: Omit<Kept, 'until'> | undefined): void {
    const before = kept.get(id)
    if (before?.flight !== flight) return
    if (outcome === undefined) kept.delete(id)
    else kept.set(id, { until: before.until, ...outcome })
  }

  function begin(id: string, recorder: LoginRecorder, complete: () => Promise<Completion>): Flight {
    makeRoom()
    const flight = { result: complete(), recorder }
    kept.delete(id)
    kept.set(id, { until: now() + GRACE, flight })
    flight.result.then(
      (completion) => land(id, flight, { completion }),
      (error: unknown) => land(id, flight, outcomeOf(error, recorder)),
    )
    return flight
  }

  return {
    join(id, recorder, complete) {
      const found = kept.get(id)
      if (found === undefined || found.until <= now()) return begin(id, recorder, complete)
      const { flight, completion, failure } = found
      if (flight !== undefined) return flight
      if (completion !== undefined) return { result: Promise.resolve(completion), recorder }
      return { result: again(failure!, recorder), recorder }
    },
    get size() {
      return kept.size
    },
  }
}

/** With the store away nothing was spent, so nothing is kept: the next try is a first one. */
function outcomeOf(error: unknown, { steps }: LoginRecorder): Omit<Kept, 'until'> | undefined {
  const step = steps.find(({ failed }) => failed !== undefined)?.name
  const { code, parameter, expected, seen, said } =
    error instanceof LoginError ? error : new LoginError('INTERNAL', 'a bug in this app')
  return code === 'STORE_UNAVAILABLE'
    ? undefined
    : { failure: { code, parameter, expected, seen, said, step } }
}

/** Fails a copy as its original did, at the same step. */
async function again(failure: Failure, recorder: LoginRecorder): Promise<never> {
  const { code, step } = failure
  const error = new LoginError(
    code,
    'authorization response: a copy of one that failed',
    Object.fromEntries(FACTS.map((name) => [name, failure[name]])),
  )
  if (step === undefined) throw error
  return recorder.step(step, () => Promise.reject(error))
}
