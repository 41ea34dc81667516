/**
 * Renewal of a session's access token: one token request per session and expiry, however many
 * requests, processes and hosts ask at once. All others get the winner's result from the store.
 */
import { ERRORS, LoginError, type LoginErrorCode } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { SessionStore, StoreEntry } from '../store/store.ts'
import { keepReason } from './ended-reason.ts'
import type { EndSession } from './ending.ts'
import { type Lease, type LeaseAnswer, takeLease } from './lease.ts'
import { IV } from './seal.ts'
import type { SessionKeys } from './session-cookie.ts'
import { attempt, contended } from './stored.ts'
import {
  holdsDetails,
  openStored,
  type SessionDetails,
  type StoredSession,
  sealSession,
} from './stored-session.ts'

/** Milliseconds between two looks at the store while another process renews, and how many looks. */
const POLL = 40
const POLLS = 900
/** Milliseconds before a store that failed is asked again to take a result or an end; doubled from the first to the last. */
const FIRST_PAUSE = 100
const LAST_PAUSE = 1600
/** Tries to write the result while others move the idle end. */
const TRIES = 20
/** Leases that a renewal may lose before it has sent anything. */
const LEASES = 3
/** Seconds after a failure for which whoever asks for a renewal waits before the next try. */
const LONGEST_WAIT = 1

/**
 * Makes new tokens out of a session's refresh token; throws what the provider's requests throw.
 *
 * @param check - called right before the refresh token leaves; throws when it must not
 */
export type Refresh = (session: StoredSession, check: () => void) => Promise<StoredSession>

/** The lease may be somebody else's by now; nothing was sent. */
class LeaseLost extends Error {}

/**
 * Renews a session that is due and gives its details, fresh either by our own request or by somebody
 * else's. After a failure there is a pause before the next try, which grows; where no answer had come, it ends
 * with the first one that the provider gives to anybody of this process, a second later at the earliest.
 *
 * It rejects with {@link LoginError} `SESSION_ENDED`, `RENEWAL_REFUSED` and every other refusal, as
 * well as `JWKS_INVALID` and `USERINFO_INVALID`, each of which has ended the session; and, with the
 * session left as it is, with the provider's and the store's `…_UNAVAILABLE`, `CLIENT_REFUSED` and
 * other 5xx.
 */
export type Renew = (keys: SessionKeys, wish?: RenewalWish) => Promise<SessionDetails>

/** Of a renewal that somebody has asked for. */
export interface RenewalWish {
  /** The sealed details that the caller has found: while the session still holds them, it is due. */
  readonly found?: Uint8Array
  /**
   * True of whoever can do nothing without its result: they do not wait out a pause that has grown over
   * many failures, but a second at most, and then there is a try.
   */
  readonly insists?: boolean
}

/** Answers of 502 that come after the new tokens: they are what the provider says of the person now. */
const UNUSABLE: ReadonlySet<LoginErrorCode> = new Set(['JWKS_INVALID', 'USERINFO_INVALID'])

/** True of a failed renewal that ends the session; every other leaves it for a later try. */
export function endsSession({ code, status }: LoginError): boolean {
  return status < 500 || UNUSABLE.has(code)
}

/** True of a failure that any answer of the provider's shows to be over. */
const isUnanswered = (code: LoginErrorCode): boolean => ERRORS[code].status === 503

/** A session as it lies in the store now. */
interface Current {
  readonly entry: StoreEntry
  readonly stored: StoredSession
}

/** What a renewal needs besides the store; `now` is in seconds since the epoch. */
export interface RenewalRuntime {
  readonly refresh: Refresh
  readonly end: EndSession
  readonly now: () => number
  /** When the provider last gave an answer, to whatever was asked; seconds since the epoch. */
  readonly lastAnswer: () => number
  readonly emit: Emit
}

/** See {@link Renew}. */
export function createRenewal(
  store: SessionStore,
  { refresh, end: endSession, now, lastAnswer, emit }: RenewalRuntime,
): Renew {
  const flights = new Map<string, Promise<SessionDetails>>()

  return function renew(keys, wish = {}) {
    const { found, insists = false } = wish
    // Its random start tells one state of the session from all others.
    const state =
      found === undefined ? '' : Buffer.from(found.subarray(0, IV)).toString('base64url')
    const name = `${keys.storeKey} ${state} ${insists}`
    let flight = flights.get(name)
    if (flight === undefined) {
      flight = run(keys, wish).finally(() => flights.delete(name))
      flights.set(name, flight)
    }
    return flight
  }

  async function run(
    keys: SessionKeys,
    { found, insists = false }: RenewalWish,
  ): Promise<SessionDetails> {
    let waitedOut: number | undefined
    const isOver = (failedAt: number, code: LoginErrorCode): boolean => {
      if (failedAt === waitedOut) return true
      // Who failed with an answer learns nothing from the next one: back-off would end for all by all.
      const isBack = isUnanswered(code) && lastAnswer() > failedAt
      return (insists || isBack) && now() - failedAt >= LONGEST_WAIT
    }
    let lost = 0
    for (let i = 0; i < POLLS; i++) {
      const seen = await current(keys)
      if (!isDue(seen, found)) return shared(keys, seen)
      const answer: LeaseAnswer = await takeLease(store, `lease:${keys.storeKey}`, now, isOver)
      if (answer.kind === 'paused') {
        // Once: a try that failed meanwhile has given its answer.
        if (!insists || waitedOut !== undefined) {
          throw new LoginError(answer.code, 'renewal: it failed a moment ago')
        }
        waitedOut = answer.failedAt
        const left = Math.min(Math.max(waitedOut + LONGEST_WAIT - now(), 0), LONGEST_WAIT)
        await new Promise((resolve) => setTimeout(resolve, left * 1000))
        continue
      }
      if (answer.kind === 'held') {
        const details = await holding(keys, answer.lease, found)
        if (details !== undefined) return details
        if (++lost === LEASES) throw contended()
        continue
      }
      await new Promise((resolve) => setTimeout(resolve, POLL))
    }
    throw new LoginError('TOKEN_ENDPOINT_UNAVAILABLE', 'renewal: another process is still at it')
  }

  /** Renews; `undefined` when the lease was lost before anything was sent. */
  async function holding(
    keys: SessionKeys,
    lease: Lease,
    found?: Uint8Array,
  ): Promise<SessionDetails | undefined> {
    const start = performance.now()
    const check = () => {
      if (!lease.isHeld()) throw new LeaseLost()
    }
    let before: Current | undefined
    try {
      // Somebody may have renewed between our look and the lease.
      before = await current(keys)
      if (!isDue(before, found)) {
        await lease.release()
        return shared(keys, before)
      }
      const renewed = await save(keys, before.entry, await refresh(before.stored, check))
      await lease.release()
      const duration = Math.round(performance.now() - start)
      emit({ type: 'session-renewed', session: keys.id, duration })
      return renewed.details
    } catch (error) {
      if (!(error instanceof LeaseLost)) return await failed(keys, lease, error, before)
      await lease.release()
      return undefined
    }
  }

  /** What a renewal's failure leaves: the session as somebody else has renewed it meanwhile; else it rejects. */
  async function failed(
    keys: SessionKeys,
    lease: Lease,
    error: unknown,
    before: Current | undefined,
  ): Promise<SessionDetails> {
    const failure = error instanceof LoginError ? error : undefined
    let newer: Current | undefined
    try {
      if (failure !== undefined) {
        emit({ type: 'renewal-failed', session: keys.id, code: failure.code }, failure)
        // With the lease still held: else somebody would send the refused token again.
        if (endsSession(failure) && before !== undefined) newer = await end(keys, failure, before)
      }
    } finally {
      await lease.release(newer === undefined ? (failure?.code ?? 'INTERNAL') : undefined)
    }
    if (newer === undefined) throw error
    return shared(keys, newer)
  }

  function isDue({ entry, stored }: Current, found?: Uint8Array): boolean {
    const { renewAt } = stored.record
    if (renewAt !== undefined && renewAt <= now()) return true
    return found !== undefined && holdsDetails(entry.value, found)
  }

  function shared({ id }: SessionKeys, { stored }: Current): SessionDetails {
    emit({ type: 'renewal-shared', session: id })
    return stored.details
  }

  async function current(keys: SessionKeys): Promise<Current> {
    const entry = await attempt(() => store.read(keys.storeKey, now()))
    if (entry !== undefined && entry.value.byteLength > 0) {
      return { entry, stored: openStored(keys, entry.value) }
    }
    throw new LoginError('SESSION_ENDED', 'session: it ended meanwhile')
  }

  /**
   * Writes the result. The new tokens are here alone and the old one is spent, so a store that fails is
   * asked again before they are given up.
   */
  function save(
    keys: SessionKeys,
    before: StoreEntry,
    renewed: StoredSession,
  ): Promise<StoredSession> {
    const value = sealSession(keys, renewed)
    return insist(() => replace(keys, before, value, renewed))
  }

  /** Puts it in the place of what was there, unless the session has ended; what somebody else wrote wins. */
  async function replace(
    keys: SessionKeys,
    before: StoreEntry,
    value: Uint8Array,
    renewed: StoredSession,
  ): Promise<StoredSession> {
    for (let i = 0; i < TRIES; i++) {
      const { entry, stored } = await current(keys)
      // A moved idle end leaves the bytes as they were; other bytes are another renewal.
      if (Buffer.compare(entry.value, before.value) !== 0) return stored
      const { revision, expiresAt } = entry
      const condition = { revision, expiresAt }
      if (await attempt(() => store.write(keys.storeKey, value, condition, now()))) return renewed
    }
    throw contended()
  }

  /** Ends what was refused; what somebody else has made of it meanwhile stays, and is given. */
  async function end(
    keys: SessionKeys,
    failure: LoginError,
    { entry, stored: { record } }: Current,
  ): Promise<Current | undefined> {
    const isRefused = (value: Uint8Array) => Buffer.compare(value, entry.value) === 0
    let tries = 0
    const ended = await insist(() => {
      tries++
      return endSession(keys, isRefused)
    })
    if (ended === undefined) {
      const newer = await currentIfAny(keys)
      // A try whose answer was lost may be what has ended it.
      if (newer !== undefined || tries === 1) return newer
    }
    await keepReason(store, { keys, record }, failure, now())
    emit({ type: 'session-ended', session: keys.id, reason: 'renewal-refused' })
    return undefined
  }

  async function currentIfAny(keys: SessionKeys): Promise<Current | undefined> {
    try {
      return await current(keys)
    } catch (error) {
      if (error instanceof LoginError && error.code === 'SESSION_ENDED') return undefined
      throw error
    }
  }
}

/** Asks a store that fails again, for some seconds. */
async function insist<T>(act: () => Promise<T>): Promise<T> {
  for (let pause = FIRST_PAUSE; ; pause *= 2) {
    try {
      return await act()
    } catch (error) {
      const isAway = error instanceof LoginError && error.code === 'STORE_UNAVAILABLE'
      if (!isAway || pause > LAST_PAUSE) throw error
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}
