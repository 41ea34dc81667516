/**
 * A request to one of the login's paths as the login reads it, whatever a framework has made of it.
 */
import { requestMethod } from './request-method.ts'

/**
 * The request under another address, with a body that may be left unread. Frameworks put their own stream
 * there, and some take its being cancelled for an order to cut the connection, before the answer is out: so
 * what the login does not want of it is read to its end and dropped, as node:http does.
 *
 * @param url - whole address, as the browser sees it
 */
export function ownRequest(request: Request, url: string): Request {
  const { headers, body, bodyUsed } = request
  const method = requestMethod(request.method)
  if (body === null) return new Request(url, { method, headers })
  const init = { method, headers, body: drained(body, bodyUsed), duplex: 'half' }
  return new Request(url, init as RequestInit)
}

function drained(body: ReadableStream<Uint8Array>, used: boolean): ReadableStream<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (used) throw new Error('the body was read before the login could')
        reader ??= body.getReader()
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel() {
        if (reader !== undefined) void drop(reader)
      },
    },
    { highWaterMark: 0 },
  )
}

async function drop(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The connection broke off: nothing is left to be cleared.
  }
}
