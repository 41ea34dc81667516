/**
 * A lease in the store: whoever holds it does a thing alone, among all processes that share the
 * store. A holder that dies loses it when it runs out; one that failed leaves a pause behind.
 */
import { randomBytes } from 'node:crypto'
import { isLoginErrorCode, type LoginErrorCode } from '../errors.ts'
import { parseObject } from '../protocol/claims.ts'
import type { SessionStore, StoreEntry } from '../store/store.ts'
import { attempt } from './stored.ts'

/** Seconds for which a lease is held without being extended. */
const HOLD = 6
/** Extensions within that time. */
const EXTENSIONS = 3
/** Seconds by which the clocks of two processes may differ. */
const SKEW = 2
/** Seconds of the first pause after a failure, and of the longest. */
const FIRST_PAUSE = 1
const LONGEST_PAUSE = 60
/** Seconds for which a lease's entry is kept beyond its end: the next holder knows how often its forerunners failed. */
const KEPT = 600

/** What there is where no lease is: nothing that could vanish. */
const NOTHING = { revision: 0, expiresAt: Number.POSITIVE_INFINITY }

/** What came of asking for a lease. */
export type LeaseAnswer =
  | { readonly kind: 'held'; readonly lease: Lease }
  | { readonly kind: 'taken' }
  /** Somebody's try failed at `failedAt`, in seconds since the epoch. */
  | { readonly kind: 'paused'; readonly code: LoginErrorCode; readonly failedAt: number }

/** A lease that we hold; extended until it is given back. */
export interface Lease {
  /**
   * False once it may have run out by anybody's clock: this process was stopped, or the store has not taken its
   * extensions. Asked right before what only its holder may do.
   */
  isHeld(): boolean
  /** Gives it back; with a code, only after a pause that grows with each failure in a row. */
  release(failure?: LoginErrorCode): Promise<void>
}

interface LeaseRecord {
  readonly owner: string
  readonly until: number
  readonly failures: number
  readonly code?: LoginErrorCode
  /** With a code: when that failure was. */
  readonly failedAt?: number
}

/**
 * Asks for a lease.
 *
 * @param now - seconds since the epoch
 * @param isOver - whether the pause after such a failure has ended before its time
 * @throws {@link LoginError} `STORE_UNAVAILABLE`
 */
export async function takeLease(
  store: SessionStore,
  key: string,
  now: () => number,
  isOver: (failedAt: number, code: LoginErrorCode) => boolean,
): Promise<LeaseAnswer> {
  const entry = await attempt(() => store.read(key, now()))
  const previous = entry && readRecord(entry)
  if (previous !== undefined && previous.until > now()) {
    const { code, failedAt = previous.until } = previous
    if (code === undefined) return { kind: 'taken' }
    const known = isLoginErrorCode(code) ? code : 'INTERNAL'
    if (!isOver(failedAt, known)) return { kind: 'paused', code: known, failedAt }
  }
  const owner = randomBytes(9).toString('base64url')
  const failures = previous?.code === undefined ? 0 : previous.failures
  let revision = 0
  let vanishes = 0
  let heldUntil = 0

  const know = (seen: Pick<StoreEntry, 'revision' | 'expiresAt'>): void => {
    revision = seen.revision
    // Sooner, since clocks differ: for somebody else it may have vanished already. So nobody takes a lease while
    // its entry vanishes; it is kept long, and few come at that moment.
    vanishes = seen.expiresAt - HOLD
  }
  know(entry ?? NOTHING)

  const put = async (record: LeaseRecord): Promise<boolean> => {
    // Of an entry that has vanished since, revisions begin anew: ours may be somebody else's by now.
    if (now() >= vanishes) return false
    const value = Buffer.from(JSON.stringify(record))
    const condition = { revision, expiresAt: record.until + KEPT }
    const written = await attempt(() => store.write(key, value, condition, now()))
    if (written) know({ revision: revision + 1, expiresAt: condition.expiresAt })
    return written
  }

  const write = async (record: LeaseRecord): Promise<boolean> => {
    if (await put(record)) return true
    // A write of ours whose answer was lost may be there: the lease is still ours, one revision on.
    const found = await attempt(() => store.read(key, now()))
    if (found === undefined || readRecord(found)?.owner !== owner) return false
    know(found)
    return put(record)
  }

  const hold = async (): Promise<boolean> => {
    const until = now() + HOLD
    const isOurs = await write({ owner, until, failures })
    if (isOurs) heldUntil = until
    return isOurs
  }
  if (!(await hold())) return { kind: 'taken' }
  // One at a time, so that none comes after the lease was given back.
  let extension: Promise<unknown> | undefined
  const extend = () => {
    extension ??= hold()
      .catch(() => undefined)
      .finally(() => {
        extension = undefined
      })
  }
  const timer = setInterval(extend, (HOLD * 1000) / EXTENSIONS)
  timer.unref()

  const lease: Lease = {
    isHeld: () => now() < heldUntil - SKEW,
    async release(code) {
      clearInterval(timer)
      await extension
      const pause = code === undefined ? 0 : Math.min(FIRST_PAUSE * 2 ** failures, LONGEST_PAUSE)
      const failure = code && { failures: failures + 1, code, failedAt: now() }
      // Nobody waits for this: at the worst the lease runs out by itself.
      await write({ owner, until: now() + pause, failures: 0, ...failure }).catch(() => undefined)
    },
  }
  return { kind: 'held', lease }
}

function readRecord({ value }: StoreEntry): LeaseRecord | undefined {
  const record = parseObject(Buffer.from(value).toString('utf8'))
  return typeof record?.until === 'number' ? (record as unknown as LeaseRecord) : undefined
}
