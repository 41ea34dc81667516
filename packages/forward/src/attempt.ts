/** One try to get an answer: who waits for what how long, and why there is none. */
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/** Why there is no answer of the app. */
export type Failure = 'unreachable' | 'too-slow' | 'unusable'

/** Milliseconds that passing on waits. A body that has begun may take as long as it likes. */
export interface Limits {
  /** Until a connection is there. */
  readonly connect: number
  /** From the end of the request to the head of the answer. */
  readonly head: number
}

export const LIMITS: Limits = { connect: 5000, head: 60_000 }

/** What came of an attempt; told once. */
export interface Outcome {
  readonly answered: (answer: IncomingMessage) => void
  /** @param untouched - a kept connection was closed before anything came: as if nobody had asked */
  readonly failed: (why: Failure, cause: Error | undefined, untouched: boolean) => void
}

/**
 * Waits for the answer to a request that was opened.
 *
 * @returns what ends the wait, for whoever has got an answer of another kind
 */
export function attempt(sent: ClientRequest, limits: Limits, outcome: Outcome): () => void {
  let settled = false
  let before = 0
  let connecting: NodeJS.Timeout | undefined
  let heading: NodeJS.Timeout | undefined
  const settle = (): boolean => {
    clearTimeout(connecting)
    clearTimeout(heading)
    if (settled) return false
    settled = true
    return true
  }
  const fail = (why: Failure, cause?: Error): void => {
    if (!settle()) return
    const { socket } = sent
    const untouched = sent.reusedSocket && socket !== null && socket.bytesRead === before
    outcome.failed(why, cause, why === 'too-slow' ? false : untouched)
    sent.destroy()
  }
  sent.once('socket', (socket: Socket) => {
    before = socket.bytesRead
    if (settled || !socket.connecting) return
    const late = (): void => fail('unreachable', new Error('no connection in time'))
    connecting = setTimeout(late, limits.connect)
    const event = 'encrypted' in socket ? 'secureConnect' : 'connect'
    socket.once(event, () => clearTimeout(connecting))
  })
  // An upload may take hours; the app is only slow once it has all of it.
  sent.once('finish', () => {
    if (!settled) heading = setTimeout(() => fail('too-slow'), limits.head)
  })
  sent.once('response', (answer) => {
    if (settle()) outcome.answered(answer)
    else answer.destroy()
  })
  sent.on('error', (error) => fail('unreachable', error))
  // An answer that changes the protocol, which nobody asked for, ends without an error.
  sent.once('close', () => fail('unusable'))
  return settle
}
