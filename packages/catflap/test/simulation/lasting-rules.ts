/** Rules on what stays: lists, leases, entries, memory, and what is under way. */
import type { Facts, Tracked } from './facts.ts'
import { APART, first, livesOn } from './look.ts'

/** In the end the lists hold the live sessions, all of them and no other. */
export function listsAreTrue(facts: Facts): string | undefined {
  const { lists, sessions } = facts
  const isThere = (one: Tracked) => Boolean(facts.store.peek(one.keys.storeKey)?.value.byteLength)
  return first(lists, ({ sub, ids }) => {
    const listed = new Set(ids)
    return first(
      sessions.filter((one) => one.sub === sub),
      (one) => {
        if (listed.has(one.keys.id))
          return isThere(one) ? undefined : `${one.name} is listed, and has ended`
        return livesOn(one, facts) ? `${one.name} is in no list` : undefined
      },
    )
  })
}

/** No lease reaches far: whoever holds it extends it, and whoever failed gives way for a minute at most. */
export function leasesEnd({ store, world }: Facts): string | undefined {
  return first(store.written, ({ key, value }) => {
    if (!key.startsWith('lease:')) return undefined
    const { until, code } = JSON.parse(Buffer.from(value).toString())
    const most = world.time() / 1000 + APART + (code === undefined ? 6 : 60)
    return until > most ? `a lease is held until ${Math.round(until - most)} s too late` : undefined
  })
}

/** In the end nobody is at anything any more. */
export function nothingGoesOn({ left }: Facts): string | undefined {
  return left > 0 ? `${left} steps are still to come` : undefined
}

/** In the end everybody gets an answer. */
export function everybodyIsAnswered({ unanswered }: Facts): string | undefined {
  return first(unanswered, ({ name }) => `of ${name} nobody can tell anything`)
}

/** Seconds for which an entry may stay, at most, by what its key begins with. */
const STAYS: readonly (readonly [string, number])[] = [
  ['lease:', 670],
  ['spent:', 900],
  ['jti:', 240],
  ['ended:', 604_800],
  ['login-attempts', 2_592_000],
  ['remembered:', 2_592_000],
  ['sub:', 7200],
  ['sid:', 7200],
  // Sessions, and their tombstones.
  ['', 7200],
]

export function entriesGo({ store, world }: Facts): string | undefined {
  return first(store.written, ({ key, expiresAt }) => {
    const [prefix, most] = STAYS.find(([prefix]) => key.startsWith(prefix))!
    return expiresAt > world.time() / 1000 + most + APART
      ? `an entry "${prefix}" stays too long`
      : undefined
  })
}

/** Things of one kind that a process may remember, however little it has to do, such as the keys of its purposes. */
const ALWAYS = 8

/** A process remembers what live sessions opened, and callbacks of half a minute: in the end, that of its last login. */
export function memoryIsBounded({ remembered, sessions, store }: Facts): string | undefined {
  if (remembered.length === 0) return undefined
  const live = sessions.filter((one) => store.peek(one.keys.storeKey)?.value.byteLength)
  const allowed = Math.max(ALWAYS, live.length + 1)
  return first(remembered, ({ name, most }) =>
    most > allowed
      ? `${name} remembers ${most} things of a kind, of ${allowed} at most`
      : undefined,
  )
}
