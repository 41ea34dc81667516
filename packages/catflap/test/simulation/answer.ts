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

const bytesOf = (value: unknown): Buffer =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))

export const answerOf = (value: unknown, status = 200): Answer => answerWith(bytesOf(value), status)

/** The same answer each time. */
export function answersOf(value: unknown): () => Answer {
  const bytes = bytesOf(value)
  return () => answerWith(bytes, 200)
}

const cancel = async () => undefined

function answerWith(bytes: Buffer, status: number): Answer {
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
