/** A `fetch` of the app's own that takes no notice of the signal which it is given. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFetchTransport } from '../../src/provider/fetch-transport.ts'
import { createProviderFetch } from '../../src/provider/http.ts'
import { refusal } from '../support/refusal.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const silent = (): Promise<Response> => new Promise(() => {})
const endless = async (): Promise<Response> =>
  new Response(new ReadableStream({ pull: () => new Promise(() => {}) }), {
    headers: { 'content-type': 'application/json' },
  })
/** Not even given up does it end. */
const stuck = async (): Promise<Response> =>
  new Response(
    new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(2_000_000)),
      cancel: () => new Promise(() => {}),
    }),
  )

describe('a fetch that does not heed its signal', () => {
  it.each([
    ['gives no answer', silent],
    ['gives a body that does not end', endless],
    ['gives up no body', stuck],
  ])('and %s ends with the time that it has', async (_, fetchUrl) => {
    const providerFetch = createProviderFetch(createFetchTransport(fetchUrl), 10, () => {})
    const asked = providerFetch('jwks', 'https://op.example/keys')
    const outcome = expect(asked).rejects.toEqual(
      refusal('JWKS_UNAVAILABLE', { parameter: 'timeout' }),
    )
    await vi.advanceTimersByTimeAsync(11_000)
    await outcome
  })
})
