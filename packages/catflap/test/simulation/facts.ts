/** What is known of a history so far: what the rules look at after every step. */
import type { SessionKeys } from '../../src/session/session-cookie.ts'
import type { Plan } from './plan.ts'
import type { App } from './process.ts'
import type { Family, SimulatedProvider } from './provider.ts'
import type { SimulatedStore } from './store.ts'
import type { World } from './world.ts'

/** A session whose login was acknowledged: a browser has had its cookie. Times are virtual milliseconds. */
export interface Tracked {
  readonly name: string
  readonly cookie: string
  readonly keys: SessionKeys
  readonly sub: string
  readonly family: Family
  readonly born: number
  /** When it last let somebody in. */
  lastServed: number
  /** Something has begun that may end it. */
  mayEnd: boolean
  /** When its end was acknowledged. */
  endedAt: number | undefined
  /** Its idle end, as the store has had it last; seconds. */
  idleEnd: number
  /** What the store has had of it last. */
  bytes: Uint8Array | undefined
  /** The place of the newest access token that the store has had of it. */
  place: number
}

/** Somebody has shown a session's cookie to a process, and this is what it said. */
export interface Visit {
  readonly session: Tracked
  /** When they asked. */
  readonly began: number
  readonly seen: Seen | undefined
  /** When it let them in, and until when the process had stood still before. */
  readonly at: number
  readonly stoodStill: number
}

export interface Seen {
  readonly sub: string
  readonly id: string
  readonly accessTokens: readonly string[]
  /** The codes that the steps of its login tell of; `undefined` where nobody asked for them. */
  readonly traced: readonly string[] | undefined
}

/** An answer of the library's own paths. */
export interface Answered {
  readonly what: string
  readonly status: number
  readonly setCookies: readonly string[]
}

export interface Facts {
  readonly plan: Plan
  readonly world: World
  readonly store: SimulatedStore
  readonly provider: SimulatedProvider
  readonly app: App
  readonly sessions: Tracked[]
  /** Of them, those whose entry in the store, or whose end, may be another than at the last look. */
  changed: readonly Tracked[]
  /** Since then: those that came, or whose end was acknowledged. */
  readonly fresh: Set<Tracked>
  /** The second of the last look: entries expire by seconds. */
  second: number
  readonly byKey: Map<string, Tracked>
  /** Of the last step alone, like the two after it. */
  readonly visits: Visit[]
  readonly answers: Answered[]
  /** Of the login's failures, by events. */
  readonly codes: string[]
  /** What can only be a bug. */
  readonly bugs: string[]
  /** Nothing fails any more, and all that was under way has had its time. */
  calm: boolean
  /** In the end: what is listed. */
  readonly lists: { readonly sub: string; readonly ids: readonly string[] }[]
  /** All that is new of the last step, bugs among it; a rule looks at one of these, or at {@link Facts.changed}, or in the end. */
  readonly news: readonly unknown[][]
  /** The end has come. */
  isOver: boolean
  /** In the end: cookies that nobody could tell anything of. */
  readonly unanswered: Tracked[]
  /** In the end, where it was looked at: what processes remember. */
  readonly remembered: { readonly name: string; readonly most: number }[]
  /** In the end: steps that are still to come. */
  left: number
}

/** See {@link Facts.changed}: written to, new, ended, or all with a new second. */
export function changedSessions(facts: Facts): readonly Tracked[] {
  const { world, sessions, store, byKey, fresh } = facts
  const second = Math.floor(world.time() / 1000)
  if (second !== facts.second) {
    facts.second = second
    fresh.clear()
    return sessions
  }
  for (const { key } of store.written) {
    const session = byKey.get(key)
    if (session !== undefined) fresh.add(session)
  }
  if (fresh.size === 0) return NONE
  const changed = [...fresh]
  fresh.clear()
  return changed
}

const NONE: readonly Tracked[] = []

/** True of a session that its own time may have ended. Clocks are at most two seconds apart. */
export function isOld({ born, lastServed }: Tracked, { plan, world }: Facts): boolean {
  const now = world.time()
  return (
    now - born > (plan.absoluteLifetime - 3) * 1000 ||
    // The idle end is moved now and then, behind a request, and at worst by a later one.
    now - lastServed > (plan.idleLifetime / 2) * 1000
  )
}

/** True of a session that something may have ended. */
export function mayHaveEnded(session: Tracked, facts: Facts): boolean {
  const { revoked, withdrawnAt, refused, newest } = session.family
  // The store may never have had the new tokens, and the old ones are refused.
  const isLost = refused && session.place < newest
  return session.mayEnd || revoked || isLost || withdrawnAt !== undefined || isOld(session, facts)
}
