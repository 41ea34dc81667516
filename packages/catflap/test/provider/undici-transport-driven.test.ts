/** Catflap's own client over connections that a test drives: its limits, and what comes when nobody waits any more. */
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { ProxyFailure } from '../../src/provider/proxy.ts'
import type { Outgoing } from '../../src/provider/transport.ts'
import { createUndiciTransport } from '../../src/provider/undici-transport.ts'
import { DIRECT } from '../support/transport.ts'

const URL_ = 'https://op.example/keys'
const PROXY = 'http://proxy.example:3128'
const SECONDS_30 = 30_000

/** What undici calls of a request. */
interface Handler {
  onRequestStart(controller: object): void
  onResponseStart(controller: object, status: number, headers: object): void
  onResponseData(controller: object, chunk: Buffer): void
  onResponseEnd(controller: object): void
  onResponseError(controller: object, error: Error): void
}
interface Tunnels {
  readonly clientFactory: (to: string, options: object) => { connect(options: object): unknown }
}

/** What the client was made with, and the requests that it was given. */
let made: object[]
let handlers: Handler[]
/** How the proxy answers the question for a tunnel, and what it was asked with. */
let tunnel: { readonly statusCode: number; readonly socket: PassThrough }
let asked: object[]
beforeEach(() => {
  ;[made, handlers, asked] = [[], [], []]
  tunnel = { statusCode: 200, socket: new PassThrough() }
  class Agent {
    constructor(options: object) {
      made.push(options)
    }
    dispatch(_: object, handler: Handler) {
      handlers.push(handler)
    }
    async destroy() {}
  }
  class Pool {
    async connect(options: object) {
      asked.push(options)
      return tunnel
    }
  }
  vi.doMock('undici', () => ({ Agent, ProxyAgent: Agent, Pool }))
})
afterEach(() => void vi.doUnmock('undici'))

const GET: Outgoing = {
  method: 'GET',
  headers: {},
  body: undefined,
  timeout: 5,
  maxBytes: 10,
  reads: (status) => status === 200,
}

/** Begins a request; its handler, and a controller that counts how often the rest was given up. */
async function begin(change: Partial<Outgoing> = {}, httpsProxy?: string) {
  const network = { ...DIRECT, ...(httpsProxy !== undefined && { httpsProxy }) }
  const answer = createUndiciTransport(network, undefined).send(URL_, { ...GET, ...change })
  // What it rejects with is looked at later.
  answer.catch(() => undefined)
  await vi.waitFor(() => expect(handlers).toHaveLength(1))
  const controller = { abort: vi.fn() }
  return { answer, handler: handlers[0]!, controller }
}

describe('time', () => {
  const connecting = { timeout: SECONDS_30 }
  it.each<[string, string | undefined, object]>([
    ['straight', undefined, { connect: connecting }],
    ['by a proxy', PROXY, { requestTls: connecting, proxyTls: connecting }],
  ])(
    'is kept by request: no limit of the driver’s own comes before it, %s',
    async (_, proxy, more) => {
      await begin({}, proxy)
      expect(made).toMatchObject([{ headersTimeout: 0, bodyTimeout: 0, ...more }])
    },
  )

  it('of a tunnel is that of any other connection', async () => {
    await begin({}, PROXY)
    const pool = (made[0] as Tunnels).clientFactory(PROXY, {})
    expect(await pool.connect({ path: 'op.example:443' })).toBe(tunnel)
    expect(asked).toEqual([{ path: 'op.example:443', headersTimeout: SECONDS_30 }])
  })
})

it('a proxy that refuses a tunnel and then breaks off ends no process', async () => {
  await begin({}, PROXY)
  const pool = (made[0] as Tunnels).clientFactory(PROXY, {})
  tunnel = { ...tunnel, statusCode: 403 }
  await expect(pool.connect({})).rejects.toEqual(new ProxyFailure(403))
  expect(tunnel.socket.destroyed).toBe(true)
  expect(() => tunnel.socket.emit('error', new Error('reset'))).not.toThrow()
})

describe('a request', () => {
  it('that nobody waits for any more when its connection is there is not sent', async () => {
    const { answer, handler, controller } = await begin({ timeout: 0.02 })
    await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' })
    handler.onRequestStart(controller)
    expect(controller.abort).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['ECONNRESET', 2],
    ['EPIPE', 2],
    ['UND_ERR_SOCKET', 2],
    ['ECONNREFUSED', 1],
    [undefined, 1],
  ])('whose connection ends by %s before its answer is made %d times', async (code, times) => {
    const { answer, handler, controller } = await begin()
    const error = Object.assign(new Error('hush'), { code })
    handler.onRequestStart(controller)
    handler.onResponseError(controller, error)
    await vi.waitFor(() => expect(handlers).toHaveLength(times))
    handlers[1]?.onResponseError(controller, error)
    await expect(answer).rejects.toBe(error)
    expect(handlers).toHaveLength(times)
  })

  it('that somebody waits for is sent', async () => {
    const { answer, handler, controller } = await begin()
    handler.onRequestStart(controller)
    handler.onResponseStart(controller, 200, {})
    handler.onResponseData(controller, Buffer.alloc(10))
    handler.onResponseEnd(controller)
    expect(await answer).toMatchObject({ status: 200, defect: undefined })
    expect(controller.abort).not.toHaveBeenCalled()
  })

  it('whose answer does not end in time has what came of it, and is given up', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { answer, handler, controller } = await begin()
    handler.onRequestStart(controller)
    handler.onResponseStart(controller, 200, {})
    handler.onResponseData(controller, Buffer.alloc(3))
    vi.advanceTimersByTime(5000)
    const { status, body, defect } = await answer
    expect([status, body.byteLength, defect]).toEqual([200, 3, { kind: 'late' }])
    expect(controller.abort).toHaveBeenCalledTimes(1)
  })

  it('is given up once, whatever still comes of its answer', async () => {
    const { answer, handler, controller } = await begin()
    handler.onRequestStart(controller)
    handler.onResponseStart(controller, 302, {})
    handler.onResponseData(controller, Buffer.alloc(11))
    handler.onResponseEnd(controller)
    const { status, body, defect } = await answer
    expect([status, body.byteLength, defect]).toEqual([302, 0, undefined])
    expect(controller.abort).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['cut', 'ECONNRESET', 2],
    ['refused', 'ECONNREFUSED', 1],
    ['broken by its certificate', 'CERT_HAS_EXPIRED', 1],
  ])('whose connection is %s (%s) is made %i times', async (_, code, times) => {
    const { answer, handler, controller } = await begin()
    const error = Object.assign(new Error(code), { code })
    handler.onResponseError(controller, error)
    if (times === 2) {
      await vi.waitFor(() => expect(handlers).toHaveLength(2))
      handlers[1]?.onResponseError(controller, error)
    }
    await expect(answer).rejects.toBe(error)
    expect(handlers).toHaveLength(times)
  })
})
