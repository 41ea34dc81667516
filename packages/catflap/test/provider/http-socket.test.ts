import type { RequestListener } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { createGzip } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { createTransport } from '../../src/provider/create-transport.ts'
import { createFetchTransport } from '../../src/provider/fetch-transport.ts'
import { createProviderFetch } from '../../src/provider/http.ts'
import type { Transport } from '../../src/provider/transport.ts'
import { createEventLog } from '../support/events.ts'
import { failureOf, refusal } from '../support/refusal.ts'
import { serve } from '../support/server.ts'
import { DIRECT } from '../support/transport.ts'

const MEBIBYTE = 1_048_576
const { emit } = createEventLog()

/** What makes the requests: Catflap's own client, and the `fetch` of other runtimes. */
const TRANSPORTS: readonly (readonly [string, () => Transport])[] = [
  ['undici', () => createTransport(DIRECT, undefined, undefined)],
  ['fetch', () => createFetchTransport(fetch)],
]

/** So many MiB of zeros, compressed without ever being whole in memory. */
async function bomb(mebibytes: number): Promise<Buffer> {
  const gzip = createGzip()
  const zeros = Buffer.alloc(MEBIBYTE)
  const chunks: Buffer[] = []
  const done = (async () => {
    for await (const chunk of gzip) chunks.push(chunk)
  })()
  for (let i = 0; i < mebibytes; i++) {
    if (!gzip.write(zeros)) await new Promise((resolve) => gzip.once('drain', resolve))
  }
  gzip.end()
  await done
  return Buffer.concat(chunks)
}

/** Made once: to compress it takes longer than the rest of these tests. */
let large: Promise<Buffer> | undefined

describe.each(TRANSPORTS)('over a real socket, by %s', (_, create) => {
  const transport = create()
  afterAll(() => transport.close())

  async function ask(timeout: number, listener: RequestListener) {
    const url = `${await serve(listener)}/token`
    return createProviderFetch(transport, timeout, emit)('token', url)
  }

  it('reads a compressed answer', async () => {
    const body = await bomb(0)
    const answer = await ask(5, (_, res) => {
      res.writeHead(400, { 'content-encoding': 'gzip' }).end(body)
    })
    expect(answer).toMatchObject({ status: 400, text: '' })
  })

  it('counts the size after decompression: 256 MiB of zeros cost no such memory', async () => {
    large ??= bomb(256)
    const body = await large
    expect(body.byteLength).toBeLessThan(MEBIBYTE)
    const before = process.memoryUsage().rss
    let highest = before
    const sampling = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage().rss)
    }, 2)
    const error = await failureOf(() =>
      ask(60, (_, res) => {
        res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        res.end(body)
      }),
    )
    clearInterval(sampling)
    highest = Math.max(highest, process.memoryUsage().rss)
    expect(error).toEqual(
      refusal('TOKEN_RESPONSE_INVALID', { parameter: 'body', seen: 'more, once decompressed' }),
    )
    expect((highest - before) / MEBIBYTE).toBeLessThan(64)
  })

  it('gives up on a server that never answers', async () => {
    await expect(ask(0.2, () => undefined)).rejects.toEqual(
      refusal('TOKEN_ENDPOINT_UNAVAILABLE', {
        parameter: 'timeout',
        seen: 'no answer in time',
        expected: expect.stringMatching(
          /^an answer from http:.*\/token within 0.2 seconds$/,
        ) as never,
      }),
    )
  })

  it('gives up on an answer that drips without end', async () => {
    const dripping = ask(2, (_, res) => {
      res.writeHead(200, { 'content-type': 'application/json' })
      const drip = setInterval(() => res.write(' '), 20)
      res.on('close', () => clearInterval(drip))
    })
    await expect(dripping).rejects.toEqual(
      refusal('TOKEN_ENDPOINT_UNAVAILABLE', {
        parameter: 'timeout',
        seen: 'an answer that did not end in time',
      }),
    )
  })

  it('tells of a connection that was reset', async () => {
    await expect(ask(5, (req) => void req.socket.resetAndDestroy())).rejects.toEqual(
      refusal('TOKEN_ENDPOINT_UNAVAILABLE', {
        seen: expect.stringMatching(
          /^(ECONNRESET|UND_ERR_SOCKET) \(the connection was cut\)$/,
        ) as never,
      }),
    )
  })

  it('tells of an answer that was cut off', async () => {
    const cut = ask(5, (_, res) => {
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      res.write('{"access_token":', () => res.destroy())
    })
    await expect(cut).rejects.toEqual(
      refusal('TOKEN_ENDPOINT_UNAVAILABLE', {
        seen: expect.stringMatching(/^[A-Z_]+ \(/) as never,
      }),
    )
  })

  it('tells of a port where nobody listens', async () => {
    const { port } = await new Promise<AddressInfo>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const address = server.address() as AddressInfo
        server.close(() => resolve(address))
      })
    })
    const url = `http://127.0.0.1:${port}/token`
    await expect(createProviderFetch(transport, 5, emit)('token', url)).rejects.toEqual(
      refusal('TOKEN_ENDPOINT_UNAVAILABLE', {
        seen: 'ECONNREFUSED (nothing listens at this port)',
      }),
    )
  })

  it('does not carry a request to where a redirect points', async () => {
    const asked: string[] = []
    const redirected = ask(5, (req, res) => {
      asked.push(req.url ?? '')
      res.writeHead(307, { location: '/elsewhere?code=hush' }).end()
    })
    await expect(redirected).rejects.toEqual(
      refusal('TOKEN_RESPONSE_INVALID', {
        seen: expect.stringMatching(/^a redirect \(307\) to http:.*\/elsewhere$/) as never,
      }),
    )
    expect(asked).toEqual(['/token'])
  })
})
