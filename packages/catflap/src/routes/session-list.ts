/**
 * A person's sessions, for the app to show and to end.
 */
import type { SessionInfo } from '../session/session-index.ts'
import type { RouteContext } from './context.ts'

/** The part of `Login` that lists and ends sessions; see there. */
export interface SessionList {
  listSessions(sub: string): Promise<readonly SessionInfo[]>
  endSessions(sub: string, which: (session: SessionInfo) => boolean): Promise<number>
}

/** Makes the list of sessions. */
export function createSessionList({ index, emit }: RouteContext): SessionList {
  const listSessions = (sub: string): Promise<readonly SessionInfo[]> => index.list({ sub })

  return {
    listSessions,
    async endSessions(sub, which) {
      const picked = new Set((await listSessions(sub)).filter(which).map(({ id }) => id))
      const reason = 'ended-elsewhere'
      const ended = await index.end({ sub }, ({ id }) => picked.has(id), reason)
      for (const session of ended) {
        emit({ type: 'session-ended', session, reason })
      }
      return ended.length
    },
  }
}
