/** Requests by a `fetch` of the app's own, and one that takes no notice of the signal which it is given. */
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

describe('a fetch', () => {
  const URL = 'https://op.example/token'
  const request = {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: 'a=1',
    timeout: 10,
    maxBytes: 4,
    reads: () => true,
  } as const
  const fresh = (body: ConstructorParameters<typeof Response>[0], init?: ResponseInit) =>
    createFetchTransport(async () => new Response(body, init)).send(URL, request)

  it('is asked for this very request, follows no redirect, and leaves no timer', async () => {
    const asked: unknown[] = []
    const transport = createFetchTransport(async (...of) => {
      asked.push(of)
      return new Response('four')
    })
    await transport.send(URL, request)
    await transport.send(URL, { ...request, method: 'GET', body: undefined })
    const { headers, body } = request
    const always = { headers, redirect: 'manual', signal: expect.any(AbortSignal) }
    expect(asked).toEqual([
      [URL, { ...always, method: 'POST', body }],
      [URL, { ...always, method: 'GET', body: null }],
    ])
    expect(vi.getTimerCount()).toBe(0)
    expect(transport.proxyOf(URL)).toBeUndefined()
    await expect(transport.close()).resolves.toBeUndefined()
  })

  it('gives status, headers and body, up to as many bytes as are wanted', async () => {
    const answer = await fresh('four', { status: 201, headers: { 'x-a': 'b' } })
    expect([answer.status, answer.header('x-a'), answer.header('x-b')]).toEqual([201, 'b', null])
    expect([String(answer.body), answer.defect]).toEqual(['four', undefined])
    const empty = await fresh(null, { status: 204 })
    expect([String(empty.body), empty.defect]).toEqual(['', undefined])
  })

  it('gives up a body that has more, or is not wanted', async () => {
    const cancelled: string[] = []
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) =>
      controller.enqueue(new Uint8Array(3))
    const larger = new ReadableStream<Uint8Array>({
      pull,
      cancel: () => void cancelled.push('larger'),
    })
    expect(await fresh(larger)).toMatchObject({
      body: new Uint8Array(),
      defect: { kind: 'oversized' },
    })
    const body = new ReadableStream<Uint8Array>({
      pull,
      cancel: () => void cancelled.push('unwanted'),
    })
    const transport = createFetchTransport(async () => new Response(body, { status: 500 }))
    const answer = await transport.send(URL, { ...request, reads: (status) => status !== 500 })
    expect(answer).toMatchObject({ status: 500, body: new Uint8Array(), defect: undefined })
    expect(cancelled).toEqual(['larger', 'unwanted'])
    const none = createFetchTransport(async () => new Response(null, { status: 302 }))
    const { status } = await none.send(URL, { ...request, reads: () => false })
    expect(status).toBe(302)
  })

  it.each([
    ['cut off', new TypeError('terminated'), { kind: 'cut', error: new TypeError('terminated') }],
    ['late', new DOMException('late', 'TimeoutError'), { kind: 'late' }],
    ['given up', new DOMException('no', 'AbortError'), { kind: 'cut' }],
  ])('tells of a body that is %s', async (_, error, defect) => {
    const answer = await fresh(
      new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(error) }),
    )
    expect(answer.defect).toMatchObject(defect)
  })

  it('that heeds its signal says itself that there is no answer in time', async () => {
    const transport = createFetchTransport(
      (_, init) =>
        new Promise((_, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
        }),
    )
    const outcome = expect(transport.send(URL, request)).rejects.toMatchObject({
      name: 'TimeoutError',
    })
    await vi.advanceTimersByTimeAsync(9_999)
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    await outcome
    expect(vi.getTimerCount()).toBe(0)
  })
})
