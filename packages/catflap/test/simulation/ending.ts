/**
 * What must hold at the end of a history, when nothing fails any more.
 */
import type { Login } from '../../src/login.ts'
import type { SimulatedProvider } from './provider.ts'

/** Whose sessions there are. */
export const PEOPLE = ['u-1', 'u-2'] as const

/** A session as the history knows it. */
export interface Tracked {
  readonly cookie: string
  readonly sub: string
  readonly born: number
  /** Something has begun that may end it. */
  mayEnd: boolean
  /** When its end was acknowledged; virtual milliseconds. */
  endedAt: number | undefined
}

interface Ending {
  readonly sessions: readonly Tracked[]
  readonly provider: SimulatedProvider
  readonly ask: <T>(what: (login: Login) => T | Promise<T>) => Promise<T | undefined>
  readonly visit: (session: Tracked) => Promise<void>
  readonly violated: (text: string) => void
}

/** Everybody is who they were, the refused are out, and the lists say what is there. */
export async function checkInTheEnd({
  sessions,
  provider,
  ask,
  visit,
  violated,
}: Ending): Promise<true> {
  for (const session of sessions) await visit(session)
  for (const sub of PEOPLE) {
    const listed = await ask((login) => login.listSessions(sub))
    const live = new Set<string>()
    for (const session of sessions.filter((one) => one.sub === sub)) {
      const found = await ask((login) =>
        login.readSession(`__Host-catflap=${session.cookie}`, undefined),
      )
      if (found === undefined) continue
      live.add(found.id)
      const isRefused = [...provider.families.values()].some(
        (family) => family.sid === found.sid && family.revoked,
      )
      if (isRefused) violated(`served a session of ${sub} that the provider has refused`)
    }
    const ids = new Set(listed?.map(({ id }) => id))
    if (listed === undefined) violated(`the sessions of ${sub} cannot be listed`)
    for (const id of live) if (!ids.has(id)) violated(`a live session of ${sub} is in no list`)
  }
  return true
}
