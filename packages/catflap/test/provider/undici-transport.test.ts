/** What Catflap's own client does beyond one exchange: cut connections, proxies, certificates. */
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import type { NetworkSettings } from '../../src/configuration/network-options.ts'
import { createTransport } from '../../src/provider/create-transport.ts'
import { createProviderFetch } from '../../src/provider/http.ts'
import { connections } from '../support/connections.ts'
import { createEventLog } from '../support/events.ts'
import { failureOf, refusal } from '../support/refusal.ts'
import { listen, serve } from '../support/server.ts'
import { createCertificate, createProxy, DIRECT, serveTls } from '../support/transport.ts'

const { emit } = createEventLog()
const certificate = createCertificate()
const JSON_TYPE = { 'content-type': 'application/json' }
const PASSWORD = 'hush-p@ss'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close()
})

function client(network: Partial<NetworkSettings> = {}, direct?: string) {
  const transport = createTransport({ ...DIRECT, ...network }, direct, undefined)
  opened.push(transport)
  return createProviderFetch(transport, 5, emit)
}

const OK = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}'

describe('a connection that was kept open and is cut under the next request', () => {
  /** Answers the first request of a connection, and cuts it at the second. */
  const stale = (socket: Socket, connection: number, request: number) =>
    connection === 1 && request === 2 ? socket.resetAndDestroy() : socket.write(OK)

  it('costs a GET nothing: it is made once more, on a new one', async () => {
    const { origin, heads } = await connections(stale)
    const ask = client()
    await ask('jwks', `${origin}/a`)
    expect((await ask('jwks', `${origin}/b`)).status).toBe(200)
    expect(heads).toEqual(['GET /a HTTP/1.1', 'GET /b HTTP/1.1', 'GET /b HTTP/1.1'])
  })

  it('is told of a POST, whose bytes may have arrived: it is not made again', async () => {
    const { origin, heads } = await connections(stale)
    const ask = client()
    await ask('token', `${origin}/a`, { body: 'code=1' })
    await expect(ask('token', `${origin}/b`, { body: 'code=2' })).rejects.toEqual(
      refusal('TOKEN_ENDPOINT_UNAVAILABLE', {
        seen: expect.stringMatching(/\(the connection was cut\)$/) as never,
      }),
    )
    expect(heads).toEqual(['POST /a HTTP/1.1', 'POST /b HTTP/1.1'])
  })

  it('is not tried a third time', async () => {
    const { origin, heads } = await connections((socket) => socket.resetAndDestroy())
    await expect(client()('jwks', `${origin}/a`)).rejects.toEqual(refusal('JWKS_UNAVAILABLE'))
    expect(heads).toHaveLength(2)
  })

  it('is not made again once the head of an answer has come', async () => {
    const { origin, heads } = await connections((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{')
    })
    await expect(client()('jwks', `${origin}/a`)).rejects.toEqual(refusal('JWKS_UNAVAILABLE'))
    expect(heads).toHaveLength(1)
  })
})

it('a POST is made once more when its connection was cut before it could be sent', async () => {
  let arrived = 0
  const { port } = await serveTls(certificate, (_, res) => {
    arrived++
    res.writeHead(200, JSON_TYPE).end('{}')
  })
  let tries = 0
  // The first connection ends before the handshake: not one byte of the request can have left.
  const { origin } = await listen(
    createServer((socket) => {
      if (tries++ === 0) return void socket.resetAndDestroy()
      relay(socket, port)
    }),
  ).then((listening) => {
    onTestFinished(listening.close)
    return listening
  })
  const url = `https://localhost:${new URL(origin).port}/token`
  const ask = client({ ca: [certificate.cert] })
  expect((await ask('token', url, { body: 'code=1' })).status).toBe(200)
  expect([tries, arrived]).toEqual([2, 1])
})

function relay(socket: Socket, port: number): void {
  const upstream = new (socket.constructor as typeof Socket)()
  upstream.connect(port, '127.0.0.1')
  for (const one of [socket, upstream]) one.on('error', () => undefined)
  socket.pipe(upstream).pipe(socket)
}

describe('certificates', () => {
  it('of a CA of the operator’s own are trusted by this client', async () => {
    const { origin } = await serveTls(certificate, (_, res) =>
      res.writeHead(200, JSON_TYPE).end('{"keys":[]}'),
    )
    const ask = client({ ca: [certificate.cert] })
    expect((await ask('jwks', origin)).text).toBe('{"keys":[]}')
  })

  it.each([
    ['where none is named', undefined],
    ['where another is named', [createCertificate().cert]],
  ])('of it are refused %s', async (_, ca) => {
    const { origin } = await serveTls(certificate, (_req, res) => res.end())
    await expect(client({ ca })('jwks', origin)).rejects.toEqual(
      refusal('JWKS_UNAVAILABLE', {
        seen: 'DEPTH_ZERO_SELF_SIGNED_CERT (the certificate is self-signed)',
      }),
    )
  })
})

describe('a proxy', () => {
  /** A provider behind a proxy, which alone knows the way to it. */
  async function behind(change: { readonly user?: string; readonly noProxy?: string } = {}) {
    const asked: string[] = []
    const { port } = await serveTls(certificate, (req, res) => {
      asked.push(`${req.method} ${req.headers.host}${req.url}`)
      res.writeHead(200, JSON_TYPE).end('{"keys":[]}')
    })
    const proxy = await createProxy(() => port)
    const user = change.user === undefined ? '' : `${change.user}@`
    const httpsProxy = proxy.origin.replace('//', `//${user}`)
    const network = { ca: [certificate.cert], httpsProxy, noProxy: change.noProxy ?? '' }
    return { ask: client(network), proxy, asked }
  }

  it('brings the request to the provider through a tunnel, certificates checked', async () => {
    const { ask, proxy, asked } = await behind()
    expect((await ask('jwks', 'https://op.example/keys')).text).toBe('{"keys":[]}')
    expect(proxy.asked).toEqual([{ target: 'op.example:443', authorization: undefined }])
    expect(asked).toEqual(['GET op.example/keys'])
  })

  it('gets the credentials of its address, decoded', async () => {
    const { ask, proxy } = await behind({ user: `cat:${encodeURIComponent(PASSWORD)}` })
    await ask('jwks', 'https://op.example/keys')
    const basic = Buffer.from(`cat:${PASSWORD}`).toString('base64')
    expect(proxy.asked[0]?.authorization).toBe(`Basic ${basic}`)
  })

  it.each([
    ['407 Proxy Authentication Required', 'status 407 (it wants other credentials)'],
    ['403 Forbidden', 'status 403'],
    ['502 Bad Gateway', 'status 502'],
  ])('that answers %s is named, and its password is not', async (status, said) => {
    const { ask, proxy } = await behind({ user: `cat:${encodeURIComponent(PASSWORD)}` })
    proxy.refusal = status
    const error = await failureOf(() => ask('token', 'https://op.example/token', { body: 'a=b' }))
    expect(error).toEqual(
      refusal('TOKEN_ENDPOINT_UNAVAILABLE', {
        parameter: 'proxy',
        expected: 'an answer from https://op.example/token within 5 seconds',
        seen: `proxy ${proxy.origin}: ${said}`,
      }),
    )
    const told = `${error.stack} ${JSON.stringify(error)}`
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)])
      expect(told).not.toContain(secret)
    expect(told).not.toContain(Buffer.from(`cat:${PASSWORD}`).toString('base64'))
    expect(error.cause).toBeUndefined()
  })

  it('where nobody listens is named', async () => {
    const { origin, close } = await listen(createServer())
    await close()
    const ask = client({ httpsProxy: origin })
    await expect(ask('jwks', 'https://op.example/keys')).rejects.toEqual(
      refusal('JWKS_UNAVAILABLE', {
        parameter: 'proxy',
        seen: `proxy ${origin}: ECONNREFUSED (nothing listens at this port)`,
      }),
    )
  })

  it('whose tunnel leads to a server that is not trusted is told of beside it', async () => {
    const { proxy } = await behind()
    const ask = client({ httpsProxy: proxy.origin })
    await expect(ask('jwks', 'https://op.example/keys')).rejects.toEqual(
      refusal('JWKS_UNAVAILABLE', {
        parameter: 'jwks',
        seen: `DEPTH_ZERO_SELF_SIGNED_CERT (the certificate is self-signed), by way of the proxy ${proxy.origin}`,
      }),
    )
  })

  it('that says nothing is told of when the time is over', async () => {
    const { origin, close } = await listen(createServer((socket) => void socket.resume()))
    onTestFinished(close)
    const transport = createTransport({ ...DIRECT, httpsProxy: origin }, undefined, undefined)
    opened.push(transport)
    const asking = createProviderFetch(transport, 0.2, emit)('jwks', 'https://op.example/keys')
    await expect(asking).rejects.toEqual(
      refusal('JWKS_UNAVAILABLE', {
        parameter: 'timeout',
        seen: `no answer in time, by way of the proxy ${origin}`,
      }),
    )
  })

  it('is not asked for what NO_PROXY names, nor for this machine', async () => {
    const { ask, proxy } = await behind({ noProxy: 'op.invalid' })
    await expect(ask('jwks', 'https://sso.op.invalid/keys')).rejects.toEqual(
      refusal('JWKS_UNAVAILABLE', { parameter: 'jwks' }),
    )
    const { origin } = await serveTls(certificate, (_, res) =>
      res.writeHead(200, JSON_TYPE).end('{}'),
    )
    expect((await ask('jwks', origin)).status).toBe(200)
    expect(proxy.asked).toEqual([])
  })
})

it('asks by what name it goes, for plain JSON, and follows no redirect', async () => {
  let headers: object = {}
  const origin = await serve((req, res) => {
    headers = req.headers
    res.writeHead(200, JSON_TYPE).end('{}')
  })
  await client()('jwks', origin)
  expect(headers).toMatchObject({ 'user-agent': 'catflap', 'accept-encoding': 'identity' })
})

it('a body in a coding that nobody asked for and that cannot be undone is refused', async () => {
  const origin = await serve((_, res) => {
    res.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end('not gzip')
  })
  await expect(client()('jwks', origin)).rejects.toEqual(
    refusal('JWKS_INVALID', {
      parameter: 'content-encoding',
      seen: 'a body in gzip that cannot be read',
    }),
  )
})
