import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createUpstream, forward, LIMITS } from 'catflap-forward'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  describeApp,
  lookup,
  originOf,
  raw,
  type Seen,
  seen,
  signInAtBox,
  startApp,
  startWorld,
  visit,
  type World,
} from '../support/ingress.ts'

let world: World
let host: string
beforeAll(async () => {
  world = await startWorld(undefined, { publicPaths: ['/'] })
  host = new URL(world.box.appOrigin).host
})
afterAll(() => world.close())

describe('bodies', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'GET'])('of %s arrive whole', async (method) => {
    const body = 'x'.repeat(300_000)
    const headers = { 'content-length': String(body.length) }
    const got = await seen(world.box.appOrigin, '/', { method, body, headers })
    expect([got.method, got.body.length, got.headers['content-length']]).toEqual([
      method,
      body.length,
      String(body.length),
    ])
  })

  it('in chunks stay in chunks, so that none is taken for the next request', async () => {
    const smuggled = `GET /smuggled HTTP/1.1\r\nHost: ${host}\r\n\r\n`
    const chunk = `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`
    for (const method of ['GET', 'POST', 'DELETE']) {
      const head = `${method} /one HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n`
      const answer = await raw(world.box, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk}`)
      const got = JSON.parse(/\{.*\}/.exec(answer)?.[0] ?? '') as Seen
      expect([got.url, got.body]).toEqual(['/one', smuggled])
    }
  })

  it('keep their length, whatever the Connection header says', async () => {
    const body = `GET /smuggled HTTP/1.1\r\nHost: ${host}\r\n\r\n`
    const head = `GET /one HTTP/1.1\r\nHost: ${host}\r\nConnection: close, content-length\r\n`
    const answer = await raw(world.box, `${head}Content-Length: ${body.length}\r\n\r\n${body}`)
    expect((JSON.parse(/\{.*\}/.exec(answer)?.[0] ?? '') as Seen).body).toBe(body)
  })

  it('stream to the app while the browser is still sending, and back', async () => {
    const own = await startWorld(
      (req, res) => {
        res.writeHead(200)
        req.on('data', (part: Buffer) => res.write(`got ${part}`))
        req.on('end', () => res.end('end'))
      },
      { publicPaths: ['/'] },
    )
    const { hostname, port } = new URL(own.box.appOrigin)
    const sent = httpRequest({ hostname, port, lookup, method: 'POST', agent: false })
    sent.write('one')
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    let text = ''
    answer.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    const ended = once(answer, 'end')
    while (text === '') await wait(5)
    expect(text).toBe('got one')
    sent.end('two')
    await ended
    expect(text).toBe('got onegot twoend')
    await own.close()
  })

  it('may begin long after the head, which arrives at once', async () => {
    const own = await startWorld((_req, res) => res.writeHead(200).flushHeaders(), {
      publicPaths: ['/'],
    })
    const { hostname, port } = new URL(own.box.appOrigin)
    const sent = httpRequest({ hostname, port, lookup, agent: false }).end()
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    expect(answer.statusCode).toBe(200)
    answer.on('error', () => {}).destroy()
    await own.close()
  })

  it('wait for a browser that does not read', async () => {
    let written = 0
    const own = await startWorld(
      (_req, res) => {
        const block = Buffer.alloc(64 * 1024)
        const fill = () => {
          while (written < 256 * 1024 * 1024) {
            written += block.length
            if (!res.write(block)) return void res.once('drain', fill)
          }
          res.end()
        }
        fill()
      },
      { publicPaths: ['/'] },
    )
    const { port } = new URL(own.box.origin)
    const socket = connect(Number(port), '127.0.0.1').pause()
    socket.write(`GET / HTTP/1.1\r\nHost: ${new URL(own.box.appOrigin).host}\r\n\r\n`)
    // Until nothing more goes in.
    let before = -1
    while (written === 0 || written > before) {
      before = written
      await wait(300)
    }
    expect(written).toBeLessThan(64 * 1024 * 1024)
    socket.destroy()
    await own.close()
  })

  it('of an empty POST are empty', async () => {
    const got = await seen(world.box.appOrigin, '/', { method: 'POST' })
    expect([got.method, got.body]).toEqual(['POST', ''])
  })

  it('of HEAD are left out, and the length is kept', async () => {
    const answer = await visit(world.box.appOrigin, '/', { method: 'HEAD' })
    expect([answer.status, answer.body]).toEqual([200, ''])
  })
})

describe('a connection', () => {
  it('serves one request after another', async () => {
    const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`
    const answer = await raw(world.box, get('/one') + get('/two', 'Connection: close\r\n'))
    expect([...answer.matchAll(/"url":"(\/\w+)"/g)].map(([, url]) => url)).toEqual(['/one', '/two'])
  })

  it.each([
    ['both length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['two lengths', 'Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde'],
    ['a length that is none', 'Content-Length: +4\r\n\r\nabcd'],
    ['an encoding after chunks', 'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
    ['an encoding that is unknown', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['a space before the colon', 'Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n'],
  ])('is refused with %s', async (_, rest) => {
    const next = `GET /smuggled HTTP/1.1\r\nHost: ${host}\r\n\r\n`
    const answer = await raw(world.box, `POST /one HTTP/1.1\r\nHost: ${host}\r\n${rest}${next}`)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).not.toContain('smuggled')
  })

  it('is refused with two hosts', async () => {
    const head = `GET /one HTTP/1.1\r\nHost: ${host}\r\nHost: other.example\r\n\r\n`
    expect(await raw(world.box, head)).toMatch(/^HTTP\/1\.1 400 [\s\S]*A request has one Host/)
  })

  it('is refused with more headers than fit', async () => {
    const head = `GET / HTTP/1.1\r\nHost: ${host}\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`
    expect(await raw(world.box, head)).toMatch(/^HTTP\/1\.1 431 /)
  })
})

describe('an app', () => {
  it('that does not listen is named on a page, in both languages', async () => {
    const own = await startWorld(undefined, { publicPaths: ['/'], name: '<Echo>' })
    const { host: gone } = new URL(originOf(own.app))
    own.app.close()
    own.app.closeAllConnections()
    for (const language of ['en', 'zh-CN']) {
      const headers = { 'accept-language': language }
      const { status, body, headers: got } = await visit(own.box.appOrigin, '/', { headers })
      expect(status).toBe(502)
      expect(body).toContain(`<html lang="${language}">`)
      expect(body).toContain(`“&lt;Echo&gt;” at ${gone}`)
      expect(body).toContain('没有应答')
      expect(body).toContain(`href="${own.box.origin}/devbox.css"`)
      expect(got['content-security-policy']).toContain(`style-src ${own.box.origin};`)
    }
    await own.box.close()
  })

  it('that breaks off makes the answer break off, and the box lives on', async () => {
    const own = await startWorld(
      (_req, res) => {
        res.writeHead(200, { 'content-length': '100' })
        res.write('half', () => res.destroy())
      },
      { publicPaths: ['/'] },
    )
    await expect(visit(own.box.appOrigin, '/')).rejects.toThrow(/aborted|hang up|reset/)
    expect((await visit(own.box.origin, '/')).status).toBe(200)
    await own.close()
  })

  it('that answers nonsense is out of reach', async () => {
    const nonsense = createServer().on('connection', (socket) => socket.end('SSH-2.0\r\n'))
    await new Promise<void>((resolve) => nonsense.listen(0, '127.0.0.1', resolve))
    const own = await startWorld(undefined, { publicPaths: ['/'] })
    own.box.setApp(describeApp(originOf(nonsense), { publicPaths: ['/'] }))
    expect((await visit(own.box.appOrigin, '/')).status).toBe(502)
    await own.close()
    nonsense.close()
  })

  it('that never answers is given up, and learns that the browser has left', async () => {
    let asked = 0
    let left = 0
    const silent = await startApp((req) => {
      asked++
      req.once('close', () => left++)
    })
    const failures: string[] = []
    const front = await startApp((req, res) =>
      forward(
        { message: req, response: res },
        {
          upstream: createUpstream(originOf(silent)),
          target: '/',
          headers: ['Host', 'x'],
          rewrite: (same) => same,
          limits: { ...LIMITS, head: req.url === '/slow' ? 100 : 60_000 },
        },
        (why) => {
          failures.push(why)
          res.writeHead(504).end()
        },
      ),
    )
    expect((await visit(originOf(front), '/slow')).status).toBe(504)
    expect(failures).toEqual(['too-slow'])
    const browser = httpRequest(`${originOf(front)}/patient`, { agent: false })
    browser.on('error', () => {}).end()
    await expect.poll(() => asked).toBe(2)
    browser.destroy()
    await expect.poll(() => left).toBe(2)
    expect(failures).toEqual(['too-slow'])
    silent.closeAllConnections()
    for (const server of [silent, front]) server.close()
  })

  it('is not asked at all without a user', async () => {
    let asked = 0
    const own = await startWorld((_req, res) => {
      asked++
      res.end('ok')
    })
    await visit(own.box.appOrigin, '/')
    expect(asked).toBe(0)
    const cookie = await signInAtBox(own.box)
    expect((await visit(own.box.appOrigin, '/', { cookie })).body).toBe('ok')
    expect(asked).toBe(1)
    await own.close()
  })
})
