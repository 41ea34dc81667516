/**
 * Requests by `undici`: a pool of connections for each origin, certificates and proxies of this client
 * alone. The package is loaded by the first request: it is most of what a process would load at its start.
 */
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { Agent, Dispatcher, Pool, ProxyAgent } from 'undici'
import type { NetworkSettings } from '../configuration/network-options.ts'
import { createProxyChoice, ProxyFailure } from './proxy.ts'
import type { Defect, Incoming, Outgoing, Transport } from './transport.ts'

type Undici = Pick<typeof import('undici'), 'Agent' | 'Pool' | 'ProxyAgent'>

/** Says by which software it asks: some gateways turn away who does not. */
const USER_AGENT = 'catflap'

/** Milliseconds after which a connection that is still being made is given up by itself. */
const CONNECT_TIMEOUT = 30_000

/**
 * Makes a transport of connections of our own.
 *
 * A request whose connection is cut is made once more where that is safe: one of GET before the head of
 * an answer, any other only when none of its bytes can have left.
 *
 * @param direct - an address whose origin is never reached by a proxy
 */
export function createUndiciTransport(
  network: NetworkSettings,
  direct: string | undefined,
): Transport {
  const chosen = createProxyChoice(network, direct)
  let dispatchers: Promise<Dispatchers> | undefined

  return {
    async send(address, request) {
      const url = new URL(address)
      const until = performance.now() + request.timeout * 1000
      dispatchers ??= import('undici').then((undici) => createDispatchers(undici, network))
      const dispatcher = (await dispatchers).by(chosen(url))
      const first = begin(dispatcher, url, request, until)
      try {
        return await first.answer
      } catch (error) {
        if (!isCut(error) || (first.sent() && request.method !== 'GET')) throw error
        return await begin(dispatcher, url, request, until).answer
      }
    },
    proxyOf(address) {
      const proxy = chosen(new URL(address))
      return proxy === undefined ? undefined : new URL(proxy).origin
    },
    async close() {
      await (await dispatchers)?.close()
    },
  }
}

interface Dispatchers {
  by(proxy: string | undefined): Dispatcher
  close(): Promise<void>
}

function createDispatchers(undici: Undici, { ca }: NetworkSettings): Dispatchers {
  const made = new Map<string | undefined, Agent | ProxyAgent>()
  const tls = ca === undefined ? {} : { ca: [...ca] }
  // Time is kept by request, so that one limit bounds connecting, head and body together.
  const limits = { headersTimeout: 0, bodyTimeout: 0 }

  function make(proxy: string | undefined): Agent | ProxyAgent {
    if (proxy === undefined) {
      return new undici.Agent({ ...limits, connect: { ...tls, timeout: CONNECT_TIMEOUT } })
    }
    const { origin, username, password } = new URL(proxy)
    const token = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    return new undici.ProxyAgent({
      ...limits,
      uri: origin,
      ...(username !== '' && { token: `Basic ${Buffer.from(token).toString('base64')}` }),
      requestTls: { ...tls, timeout: CONNECT_TIMEOUT },
      proxyTls: { timeout: CONNECT_TIMEOUT },
      clientFactory: (to, options) => honestPool(new undici.Pool(to, options)),
    })
  }

  return {
    by(proxy) {
      const found = made.get(proxy) ?? make(proxy)
      made.set(proxy, found)
      return found
    },
    async close() {
      await Promise.all([...made.values()].map((one) => one.destroy()))
    },
  }
}

/** The connections to a proxy, which say of themselves that they are: else a failure would name the provider. */
function honestPool(pool: Pool): Pool {
  const connect = pool.connect.bind(pool)
  const connectHonestly = async (options: Dispatcher.ConnectOptions) => {
    const limits = { headersTimeout: CONNECT_TIMEOUT }
    const answer = await connect({ ...options, ...limits }).catch((error: unknown) => {
      throw new ProxyFailure(undefined, error)
    })
    if (answer.statusCode === 200) return answer
    answer.socket.on('error', () => undefined).destroy()
    throw new ProxyFailure(answer.statusCode)
  }
  return Object.assign(pool, { connect: connectHonestly })
}

/** One try. */
interface Try {
  readonly answer: Promise<Incoming>
  /** Whether bytes of it may have reached the other side. */
  readonly sent: () => boolean
}

/** @param until - by `performance.now()` */
function begin(dispatcher: Dispatcher, url: URL, request: Outgoing, until: number): Try {
  let started = false
  const answer = new Promise<Incoming>((resolve, reject) => {
    const { origin, pathname, search } = url
    const { method, headers, body = null } = request
    const options = {
      origin,
      path: pathname + search,
      method,
      headers: {
        accept: '*/*',
        'accept-encoding': 'identity',
        'user-agent': USER_AGENT,
        ...headers,
      },
      body,
    }
    const handler = createHandler(request, until, { resolve, reject })
    dispatcher.dispatch(options, {
      ...handler,
      onRequestStart(controller) {
        // Who waits no longer sends nothing.
        started = handler.onRequestStart(controller)
      },
    })
  })
  return { answer, sent: () => started }
}

interface Settle {
  resolve(answer: Incoming | Promise<Incoming>): void
  reject(error: unknown): void
}

/** Takes one answer in, within its time and its size; see {@link Dispatcher.DispatchHandler}. */
function createHandler({ reads, maxBytes }: Outgoing, until: number, settle: Settle) {
  let controller: Dispatcher.DispatchController | undefined
  let head: Pick<Incoming, 'status' | 'header'> | undefined
  const chunks: Buffer[] = []
  let size = 0
  let over = false

  /** What comes after this is of no interest. */
  function end(defect?: Defect): void {
    if (over) return
    over = true
    clearTimeout(timer)
    if (head === undefined) {
      settle.reject(defect?.kind === 'cut' ? defect.error : LATE())
      return
    }
    const whole = { ...head, body: Buffer.concat(chunks, size), defect }
    const answer = defect === undefined ? decoded(whole, maxBytes) : whole
    // The pool takes a connection back one turn after its answer; a request before that would open another.
    queueMicrotask(() => setImmediate(settle.resolve, answer))
  }
  function stop(defect?: Defect): void {
    end(defect)
    controller?.abort(new Error('the rest is not wanted'))
  }
  const timer = setTimeout(stop, Math.max(0, until - performance.now()), { kind: 'late' })

  return {
    /** @returns whether the request goes on */
    onRequestStart(of: Dispatcher.DispatchController): boolean {
      controller = of
      if (over) of.abort(new Error('nobody waits for it'))
      return !over
    },
    onResponseStart(
      _: Dispatcher.DispatchController,
      status: number,
      headers: Readonly<Record<string, string | string[] | undefined>>,
    ): void {
      // What comes before the answer proper is none.
      if (over || status < 200) return
      const header = (name: string) => headers[name]?.toString() ?? null
      head = { status, header }
      if (!reads(status)) stop()
    },
    onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
      if (over) return
      size += chunk.byteLength
      if (size > maxBytes) stop({ kind: 'oversized' })
      else chunks.push(chunk)
    },
    onResponseEnd: () => end(),
    onResponseError: (_: unknown, error: Error) => end({ kind: 'cut', error }),
  }
}

const LATE = (): DOMException => new DOMException('no answer in time', 'TimeoutError')

const DECODERS: Readonly<Record<string, typeof gunzip>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  deflate: inflate,
  br: brotliDecompress,
}

/** Undoes a content coding, which is not asked for and may come anyway. */
function decoded(answer: Incoming, maxOutputLength: number): Incoming | Promise<Incoming> {
  const { header, body } = answer
  const coding = (header('content-encoding') ?? 'identity').toLowerCase()
  if (coding === 'identity' || body.byteLength === 0) return answer
  const decode = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined
  if (decode === undefined) return { ...answer, defect: { kind: 'coding' } }
  return new Promise((resolve) => {
    decode(body, { maxOutputLength }, (error, plain) => {
      const oversized = error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
      if (error === null) resolve({ ...answer, body: plain })
      else resolve({ ...answer, defect: { kind: oversized ? 'oversized' : 'coding' } })
    })
  })
}

const CUT: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

/** True of a connection that ended under a request that had no answer yet. */
function isCut(error: unknown): boolean {
  const cause = error instanceof ProxyFailure ? error.cause : error
  return cause instanceof Error && 'code' in cause && CUT.has(cause.code)
}
