/**
 * The last attempts to sign in, for whoever runs the app: what came of each, and why it failed.
 *
 * Kept in the store, sealed, so that a restart does not lose them; without names, claims or secrets. Written
 * behind the answers and together, so that a flood of callbacks costs one write a second.
 */
import type { LoginErrorCode } from '../errors.ts'
import { isRecord } from '../protocol/claims.ts'
import type { SessionStore } from '../store/store.ts'
import type { LoginStepName } from '../trace.ts'
import type { KeyRing } from './key-ring.ts'
import { open, seal } from './seal.ts'
import { attempt } from './stored.ts'

/** Attempts kept; the oldest go. */
const MAX_ATTEMPTS = 50
/** Milliseconds for which attempts are gathered before they are written. */
const GATHER = 1000
/** Seconds for which the list is kept. */
const LIFETIME = 2_592_000
/** Tries to write while other processes do. */
const TRIES = 20
const NAME = 'login-attempts'

/** One attempt to sign in. */
export interface LoginAttempt {
  /**
   * Names the attempt as events do. `undefined` for answers that belong to no login begun here:
   * anyone can send those, so each code has one row.
   */
  readonly attempt: string | undefined
  /** When it ended; seconds since the epoch. */
  readonly at: number
  /** Why it failed; `undefined` when the person was signed in. */
  readonly code: LoginErrorCode | undefined
  /** The step at which it failed. */
  readonly step: LoginStepName | undefined
  readonly parameter: string | undefined
  readonly expected: string | undefined
  readonly seen: string | undefined
  /** Such as `Firefox, Linux`; empty when it could not be told. */
  readonly browser: string
  /** How often the same was seen. */
  readonly count: number
}

/** See the file's head. */
export interface LoginAttempts {
  record(one: Omit<LoginAttempt, 'at' | 'count'>): void
  /** Newest first. @throws `LoginError` `STORE_UNAVAILABLE` */
  list(): Promise<readonly LoginAttempt[]>
  /** Writes what is still to be written; a store that is away costs those rows, nothing else. */
  flush(): Promise<void>
}

/** @param now - seconds since the epoch */
export function createLoginAttempts(
  store: SessionStore,
  ring: KeyRing,
  now: () => number,
): LoginAttempts {
  let pending: readonly LoginAttempt[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  async function read() {
    const keys = await ring.all('login attempts')
    const entry = await attempt(() => store.read(NAME, now()))
    const texts = keys.map((key) => entry && open(key, NAME, entry.value))
    const list = parse(texts.find((text) => text !== undefined))
    return { key: keys[0], revision: entry?.revision ?? 0, list }
  }

  async function write(): Promise<void> {
    const gathered = pending
    pending = []
    for (let i = 0; i < TRIES && gathered.length > 0; i++) {
      const { key, revision, list } = await read()
      const value = seal(key, NAME, JSON.stringify(merge(gathered, list)))
      const condition = { revision, expiresAt: now() + LIFETIME }
      if (await attempt(() => store.write(NAME, value, condition, now()))) return
    }
  }

  /** One after the other: who waits for it must find what an earlier one is writing still. */
  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(write).catch(() => undefined)
    return writing
  }

  return {
    flush,
    record(one) {
      pending = merge([{ ...one, at: now(), count: 1 }], pending)
      timer ??= setTimeout(() => void flush(), GATHER).unref()
    },
    async list() {
      await flush()
      return (await read()).list
    },
  }
}

/** Newer attempts before older ones; the same attempt, or the same stray answer, is one row. */
function merge(
  newer: readonly LoginAttempt[],
  older: readonly LoginAttempt[],
): readonly LoginAttempt[] {
  const rows = new Map<string, LoginAttempt>()
  for (const row of [...newer, ...older]) {
    const name = row.attempt ?? `stray ${row.code}`
    const known = rows.get(name)
    if (known === undefined) rows.set(name, row)
    else if (row.attempt === undefined) rows.set(name, { ...known, count: known.count + row.count })
  }
  return [...rows.values()].slice(0, MAX_ATTEMPTS)
}

/** A list that cannot be read, such as one of a secret that is gone, begins anew. */
function parse(text: string | undefined): readonly LoginAttempt[] {
  const list: unknown = text === undefined ? [] : JSON.parse(text)
  return Array.isArray(list) ? (list.filter(isRecord) as unknown as LoginAttempt[]) : []
}
