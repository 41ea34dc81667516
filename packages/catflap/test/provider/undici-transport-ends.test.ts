/** How requests of Catflap's own client end: by their time, by their size, and with the client itself. */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:https'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, it, onTestFinished } from 'vitest'
import type { NetworkSettings } from '../../src/configuration/network-options.ts'
import type { Outgoing } from '../../src/provider/transport.ts'
import { createUndiciTransport } from '../../src/provider/undici-transport.ts'
import { connections } from '../support/connections.ts'
import { listen, serve } from '../support/server.ts'
import { createCertificate, createProxy, DIRECT } from '../support/transport.ts'

const GET: Outgoing = {
  method: 'GET',
  headers: {},
  body: undefined,
  timeout: 5,
  maxBytes: 1000,
  reads: () => true,
}
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'

const certificate = createCertificate()

function client(network: Partial<NetworkSettings> = {}) {
  const transport = createUndiciTransport({ ...DIRECT, ...network }, undefined)
  onTestFinished(() => transport.close())
  return transport
}

it('gives up the connections that it keeps, straight ones and tunnels, and may be closed unused', async () => {
  const gone: Promise<void>[] = []
  const { origin } = await connections((socket) => {
    gone.push(new Promise((resolve) => socket.once('close', () => resolve())))
    socket.write(OK.replace('\r\n\r\n', '\r\nkeep-alive: timeout=600\r\n\r\n'))
  })
  // A server that would keep its connections for ever, as long as the client does.
  const provider = await listen(
    createServer({ ...certificate, keepAliveTimeout: 0 }, (req, res) => {
      gone.push(new Promise((resolve) => req.socket.once('close', () => resolve())))
      res.setHeader('keep-alive', 'timeout=600').end('{}')
    }),
  )
  onTestFinished(provider.close)
  const proxy = await createProxy(() => Number(new URL(provider.origin).port))
  const transport = client({ ca: [certificate.cert], httpsProxy: proxy.origin })
  await transport.send(origin, GET)
  await transport.send('https://op.example/', GET)
  await transport.close()
  await Promise.all(gone)
  expect(gone).toHaveLength(2)
  await client().close()
})

it('calls a body too large whose compressed form is, and does not decompress what came of it', async () => {
  const body = gzipSync(randomBytes(4000))
  const origin = await serve((_, res) => {
    res.writeHead(200, { 'content-encoding': 'gzip' })
    // In two pieces, of which the first alone is within the limit.
    res.write(body.subarray(0, 500), () => setTimeout(() => res.end(body.subarray(500)), 20))
  })
  expect((await client().send(origin, GET)).defect).toEqual({ kind: 'oversized' })
})

it('takes not one byte more than may be read', async () => {
  const origin = await serve((_, res) => void res.end(Buffer.alloc(1001)))
  expect((await client().send(origin, GET)).defect).toEqual({ kind: 'oversized' })
})

it('has nothing to undo of a body that is empty, whatever its coding', async () => {
  const origin = await serve(
    (_, res) => void res.writeHead(200, { 'content-encoding': 'gzip' }).end(),
  )
  const { status, body, defect } = await client().send(origin, GET)
  expect([status, body.byteLength, defect]).toEqual([200, 0, undefined])
})

it.each([
  ['gzip', 'gzip', gzipSync],
  ['in capitals', 'GZIP', gzipSync],
  ['by its old name', 'x-gzip', gzipSync],
  ['deflate', 'deflate', deflateSync],
  ['Brotli', 'br', brotliCompressSync],
])('undoes a coding that nobody asked for: %s', async (_, coding, packed) => {
  const body = packed('{"keys":[]}')
  const origin = await serve((_req, res) =>
    res.writeHead(200, { 'content-encoding': coding }).end(body),
  )
  const { body: plain, defect } = await client().send(origin, GET)
  expect([Buffer.from(plain).toString(), defect]).toEqual(['{"keys":[]}', undefined])
})

it.each([
  ['that nobody knows', 'zstd', 'coding', Buffer.from('{}')],
  ['called like a part of every object', 'constructor', 'coding', Buffer.from('{}')],
  ['of more than may be read', 'gzip', 'oversized', gzipSync(Buffer.alloc(1001))],
] as const)('refuses a coding %s', async (_, coding, kind, body) => {
  const origin = await serve((_req, res) =>
    res.writeHead(200, { 'content-encoding': coding }).end(body),
  )
  expect((await client().send(origin, GET)).defect).toEqual({ kind })
})

it('takes exactly as many bytes as may be read, decompressed or not', async () => {
  const bytes = Buffer.alloc(1000, 'x')
  const origin = await serve((req, res) => {
    const packed = req.url === '/packed'
    res.writeHead(200, packed ? { 'content-encoding': 'gzip' } : {})
    res.end(packed ? gzipSync(bytes) : bytes)
  })
  for (const path of ['/plain', '/packed']) {
    const { body, defect } = await client().send(origin + path, GET)
    expect([body.byteLength, defect]).toEqual([1000, undefined])
  }
})

it('says of a body that is cut why', async () => {
  const { origin } = await connections((socket) => {
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{')
  })
  expect((await client().send(origin, GET)).defect).toMatchObject({
    kind: 'cut',
    error: { code: 'UND_ERR_SOCKET' },
  })
})

it('reads no body of an answer whose status says enough, and cuts its connection', async () => {
  let cut = Promise.resolve()
  const { origin } = await connections((socket) => {
    cut = new Promise((resolve) => socket.once('close', () => resolve()))
    socket.write('HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 9000\r\n\r\nxx')
  })
  const { status, header, body, defect } = await client().send(origin, {
    ...GET,
    reads: (status) => status === 200,
  })
  expect([status, header('location'), header('etag')]).toEqual([302, '/x', null])
  expect([body.byteLength, defect]).toEqual([0, undefined])
  await cut
})

it('passes over what comes before the answer proper', async () => {
  const { origin } = await connections((socket) =>
    socket.write(`HTTP/1.1 103 Early Hints\r\netag: "early"\r\n\r\n${OK}`),
  )
  const reads = (status: number) => status === 200
  const { status, header } = await client().send(origin, { ...GET, reads })
  expect([status, header('etag')]).toEqual([200, null])
})

it('asks by method, path and query, with its own headers unless others are given', async () => {
  const seen: unknown[] = []
  const origin = await serve((req, res) => {
    const { accept, 'user-agent': agent, 'accept-encoding': coding, authorization } = req.headers
    seen.push([req.method, req.url, accept, agent, coding, authorization])
    res.end()
  })
  const transport = client()
  await transport.send(`${origin}/a?b=c`, GET)
  const headers = { accept: 'application/json', authorization: 'Bearer x' }
  await transport.send(`${origin}/d`, { ...GET, method: 'POST', body: 'e=f', headers })
  expect(seen).toEqual([
    ['GET', '/a?b=c', '*/*', 'catflap', 'identity', undefined],
    ['POST', '/d', 'application/json', 'catflap', 'identity', 'Bearer x'],
  ])
})

it('names the proxy of an address without its password', () => {
  const { proxyOf } = client({ httpsProxy: 'http://cat:hush@proxy.example:3128' })
  expect(proxyOf('https://op.example/keys')).toBe('http://proxy.example:3128')
  expect(proxyOf('http://op.example/keys')).toBeUndefined()
})
