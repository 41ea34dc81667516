/**
 * Reads that requests of one turn of the event loop share: for a store that is a round trip away.
 *
 * No cache. A read is joined only until it is sent, so everybody gets what the store held after they
 * had asked: a logout that is done is seen by the very next request.
 */

interface Waiting<T> {
  readonly answer: Promise<T>
  readonly send: () => void
}

/**
 * Makes a reader that asks once for all who want the same key before the turn ends.
 *
 * @param ask - asks the store; what it rejects with, all of them get
 */
export function createSharedReads<T>(
  ask: (key: string) => Promise<T>,
): (key: string) => Promise<T> {
  let waiting = new Map<string, Waiting<T>>()

  function send(): void {
    const batch = waiting
    waiting = new Map()
    for (const one of batch.values()) one.send()
  }

  return function read(key) {
    const joined = waiting.get(key)
    if (joined !== undefined) return joined.answer
    if (waiting.size === 0) setImmediate(send)
    let begin: () => void = () => undefined
    const answer = new Promise<void>((resolve) => {
      begin = resolve
    }).then(() => ask(key))
    waiting.set(key, { answer, send: begin })
    return answer
  }
}
