/** The log: one line of JSON for each thing that happens, and no secret in any of them. */
import type { LoginError, LoginEvent } from 'catflap'

/** What there is to tell of a request. Its query is nobody's business: it may hold a code or a token. */
export interface RequestEntry {
  readonly type: 'request'
  readonly method: string
  readonly path: string
  readonly status: number
  /** Milliseconds from the head of the request to the end of the answer. */
  readonly duration: number
  readonly client: string | undefined
  /** Names the session; signs nobody in. */
  readonly session?: string | undefined
  /** Why the gate refused it. */
  readonly code?: string | undefined
}

export type Entry = RequestEntry | ({ readonly type: string } & Readonly<Record<string, unknown>>)
export type Log = (entry: Entry) => void

/** @param write - one line, without its end */
export function createLog(write: (line: string) => void, now: () => Date = () => new Date()): Log {
  return (entry) => write(JSON.stringify({ time: now().toISOString(), ...entry }))
}

/** What the library tells of itself, for its `onEvent`. */
export const tellEvent =
  (log: Log) =>
  (event: LoginEvent, error?: LoginError): void =>
    log({ ...event, message: error?.message })

/** The path of a target, cut short. */
export const pathOf = (target: string): string => {
  const path = target.split(/[?#]/, 1)[0] ?? ''
  return path.length > 200 ? `${path.slice(0, 199)}…` : path
}
