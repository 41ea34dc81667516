/** An answer of the provider as a `fetch` gives it: as much of a Response as is read, since streams are dear. */

export interface Answer {
  readonly type: 'basic'
  readonly status: number
  readonly headers: Headers
  readonly body: {
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value: Uint8Array | undefined }>
      cancel(): Promise<void>
    }
    cancel(): Promise<void>
  }
}

const HEADERS = new Headers({ 'content-type': 'application/json' })

export function answerOf(value: unknown, status = 200): Answer {
  const bytes = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
  const cancel = async () => undefined
  return {
    type: 'basic',
    status,
    headers: HEADERS,
    body: {
      cancel,
      getReader() {
        const chunks = [bytes]
        const read = async () => {
          const value = chunks.pop()
          return { done: value === undefined, value }
        }
        return { read, cancel }
      },
    },
  }
}
