/**
 * Reading the body of a request, for the one path of ours that needs one.
 */
import { LoginError } from '../errors.ts'

/** Longest body read, in bytes: a form with the longest Logout Token, and room beside it. */
const MAX_BYTES = 16_384

/**
 * Reads a body as text, chunk by chunk, so that one without end costs nothing.
 *
 * @throws {@link LoginError} `BODY_TOO_LARGE`, or `BODY_UNREADABLE` when somebody has read it before
 * or the connection broke
 */
export async function readBody(request: Request): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(request)) {
    size += chunk.byteLength
    if (size > MAX_BYTES) {
      throw new LoginError('BODY_TOO_LARGE', 'request: body too large', {
        parameter: 'body',
        expected: `at most ${MAX_BYTES} bytes`,
        seen: 'more',
      })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size).toString('utf8')
}

async function* chunksOf(request: Request): AsyncGenerator<Uint8Array> {
  if (request.bodyUsed) throw unreadable()
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  try {
    reader = request.body?.getReader()
    for (;;) {
      const chunk = await reader?.read()
      if (chunk === undefined || chunk.done) return
      yield chunk.value
    }
  } catch (error) {
    throw unreadable(error)
  } finally {
    // Of what was not read, nothing is wanted; the adapter clears the connection.
    await reader?.cancel().catch(() => undefined)
  }
}

function unreadable(cause?: unknown): LoginError {
  const message = 'request: something has read the body before, or it broke off'
  return new LoginError('BODY_UNREADABLE', message, { parameter: 'body', cause })
}
