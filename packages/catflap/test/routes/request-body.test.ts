/** Bodies of requests, read chunk by chunk. */
import { describe, expect, it } from 'vitest'
import { readBody } from '../../src/routes/request-body.ts'
import { APP } from '../support/provider.ts'
import { refusal } from '../support/refusal.ts'

const LONGEST = 16_384

function sending(body: NonNullable<RequestInit['body']>): Request {
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' }
  return new Request(APP, init)
}

/** Sends chunks, and then what `end` does; tells whether the rest was given up. */
function streaming(
  chunks: readonly Uint8Array[],
  end: (controller: ReadableStreamDefaultController<Uint8Array>) => void,
) {
  const rest = [...chunks]
  const seen = { givenUp: false }
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = rest.shift()
      if (chunk === undefined) end(controller)
      else controller.enqueue(chunk)
    },
    cancel() {
      seen.givenUp = true
    },
  })
  return { request: sending(stream), seen }
}

describe('a body', () => {
  it('of several chunks is one text, even if a character is cut', async () => {
    const bytes = Buffer.from('喵 meow')
    const cut = [bytes.subarray(0, 1), bytes.subarray(1, 4), bytes.subarray(4)]
    const { request } = streaming(cut, (controller) => controller.close())
    expect(await readBody(request)).toBe('喵 meow')
  })

  it('that is none is empty', async () => {
    expect(await readBody(new Request(APP, { method: 'POST' }))).toBe('')
  })

  it('of the longest size is read', async () => {
    expect(await readBody(sending('x'.repeat(LONGEST)))).toHaveLength(LONGEST)
  })

  it('that is longer is refused, and the rest of it given up', async () => {
    const chunks = [new Uint8Array(LONGEST), new Uint8Array(1), new Uint8Array(1)]
    const { request, seen } = streaming(chunks, () => expect.unreachable())
    await expect(readBody(request)).rejects.toEqual(
      refusal('BODY_TOO_LARGE', { parameter: 'body', seen: 'more' }),
    )
    expect(seen.givenUp).toBe(true)
  })

  it('that somebody has read before is refused, not taken for an empty one', async () => {
    const request = sending('logout_token=x')
    await request.text()
    await expect(readBody(request)).rejects.toEqual(
      refusal('BODY_UNREADABLE', { parameter: 'body' }),
    )
  })

  it('of which somebody has read the beginning is refused, not taken for the rest', async () => {
    const { request } = streaming([new Uint8Array(3), new Uint8Array(4)], (end) => end.close())
    const reader = request.body?.getReader()
    await reader?.read()
    reader?.releaseLock()
    await expect(readBody(request)).rejects.toEqual(
      refusal('BODY_UNREADABLE', { parameter: 'body' }),
    )
  })

  it('that breaks off is refused, with the cause', async () => {
    const cause = new Error('reset')
    const { request } = streaming([new Uint8Array(3)], (controller) => controller.error(cause))
    await expect(readBody(request)).rejects.toEqual(
      refusal('BODY_UNREADABLE', { parameter: 'body', cause }),
    )
  })
})
