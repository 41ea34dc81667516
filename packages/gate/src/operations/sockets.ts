/**
 * Open WebSockets: how many a session has, and that none outlives it. A handshake is the only moment at
 * which a cookie comes along, so each socket is asked about again. The same is asked of other answers that have no end.
 */
import type { Duplex } from 'node:stream'
import type { MaybePromise } from 'catflap'

/** What stays open, and must not outlive its session. */
export interface Watched {
  /**
   * Whether the same request would pass now, as the same session.
   *
   * @throws where that cannot be told; it stays then
   */
  readonly isAllowed: () => MaybePromise<boolean>
  /** Ends it; a page is told the code where it can be. */
  readonly leave: (code: number) => void
}

/** An open WebSocket. */
export interface OpenSocket extends Watched {
  readonly socket: Duplex
  /** Whose it is; `undefined` of one that nobody has to be signed in for. */
  readonly session: string | undefined
}

/** All open WebSockets of a process. */
export interface Sockets {
  readonly size: number
  /** Whether a session may have one more. */
  hasRoom(session: string | undefined): boolean
  /** Takes one in until it closes. */
  add(open: OpenSocket): void
  /** Takes in what is no WebSocket, and is neither counted nor ended by {@link drain}. @returns what takes it out again */
  watch(one: Watched): () => void
  /** Ends all that would not pass any more: to be called every {@link CHECK_EVERY}. */
  check(): Promise<void>
  /** Ends all WebSockets: first by saying so, then, {@link GRACE} later, by force. */
  drain(): void
}

/** Milliseconds between two looks at whether sessions still live. */
export const CHECK_EVERY = 30_000
/** @see RFC 6455, section 7.4.1 */
const [GOING_AWAY, NOT_ALLOWED] = [1001, 1008]
/** Milliseconds that whoever is told to leave has to do so. */
const GRACE = 2000

/** @param perSession - most of one session */
export function createSockets(perSession: number): Sockets {
  const open = new Set<OpenSocket>()
  const others = new Set<Watched>()
  const counts = new Map<string, number>()
  const count = (session: string | undefined, by: number): void => {
    if (session === undefined) return
    const left = (counts.get(session) ?? 0) + by
    if (left > 0) counts.set(session, left)
    else counts.delete(session)
  }
  return {
    get size() {
      return open.size
    },
    hasRoom: (session) => session === undefined || (counts.get(session) ?? 0) < perSession,
    add(one) {
      open.add(one)
      count(one.session, 1)
      one.socket.once('close', () => {
        open.delete(one)
        count(one.session, -1)
      })
    },
    watch(one) {
      others.add(one)
      return () => others.delete(one)
    },
    async check() {
      for (const one of [...open, ...others]) {
        try {
          if (!(await one.isAllowed())) one.leave(NOT_ALLOWED)
        } catch {
          // Cannot be told: "cannot tell" is never "not signed in".
        }
      }
    },
    drain() {
      for (const { leave } of open) leave(GOING_AWAY)
      setTimeout(() => {
        for (const { socket } of open) socket.destroy()
      }, GRACE).unref()
    },
  }
}
