/**
 * What the library asks of a place that keeps sessions: small sealed values under hashed keys.
 *
 * A store may answer at once or later. It never sees a token, a claim or a cookie in the clear.
 */

/** A value now, or a promise of it. */
export type MaybePromise<T> = T | Promise<T>

/** A value with the revision that the next write must name. */
export interface StoreEntry {
  readonly value: Uint8Array
  /** Counts the writes of this key, from 1. */
  readonly revision: number
  /** Seconds since the epoch. */
  readonly expiresAt: number
}

/**
 * Keeps entries until they expire. Every write is a compare-and-set, so that a request in flight
 * cannot undo what happened meanwhile. An empty value is a tombstone: no write follows it.
 *
 * What a method throws, the library reports as `STORE_UNAVAILABLE`: it cannot tell who is signed in.
 * It waits for each answer as long as it takes, so a store that asks over a network limits that itself: ours wait two seconds.
 */
export interface SessionStore {
  /**
   * Reads an entry, tombstones included; `undefined` when there is none or it has expired.
   *
   * @param now - current time, in seconds since the epoch
   * @param known - what an earlier read of this key gave. While nothing was written since, in any
   * process, a store may give this very object again instead of a copy; none has to.
   */
  read(key: string, now: number, known?: StoreEntry): MaybePromise<StoreEntry | undefined>
  /**
   * Writes an entry if its revision is still `revision`; 0 stands for no entry. Of two writes that one
   * process begins, the later one is not seen before the earlier one.
   *
   * @param now - current time, in seconds since the epoch
   * @returns false when another write came first, or the entry is a tombstone
   */
  write(
    key: string,
    value: Uint8Array,
    condition: { readonly revision: number; readonly expiresAt: number },
    now: number,
  ): MaybePromise<boolean>
  /**
   * Keeps a key of 32 bytes beside the entries, where whoever reads them does not see it. A store that
   * has no such place leaves this out, or answers `undefined` to a key that is proposed.
   *
   * @param proposed - kept when there is none yet, for all processes
   * @returns the one that is kept, or `undefined`
   */
  keepKey?(proposed?: Uint8Array): MaybePromise<Uint8Array | undefined>
  /** Releases what the store holds open. */
  close(): MaybePromise<void>
}

/** The value of a tombstone. */
export const TOMBSTONE: Uint8Array = new Uint8Array(0)
