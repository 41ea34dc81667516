/** Where one message ends and the next begins, both ways, by the byte. */
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { addressOf, answerOf, get, startFront, startRawApp } from './support/front.ts'

const open: { close(): void }[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.close()
})

async function start(
  answer: Parameters<typeof startRawApp>[0],
  limits: Parameters<typeof startFront>[1] = {},
) {
  const app = await startRawApp(answer)
  const front = await startFront(app.address, limits)
  open.push(front, app)
  return { app, front }
}

const post = (more: string, body: string) =>
  `POST / HTTP/1.1\r\nHost: app.example\r\nConnection: close\r\n${more}\r\n${body}`

describe('a request', () => {
  it.each([
    ['a length and chunks', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n'],
    ['chunks and a length', 'Transfer-Encoding: chunked\r\nContent-Length: 3\r\n'],
    ['two lengths', 'Content-Length: 3\r\nContent-Length: 5\r\n'],
    ['two lengths in one', 'Content-Length: 3, 5\r\n'],
    ['a negative length', 'Content-Length: -1\r\n'],
    ['a length with a sign', 'Content-Length: +3\r\n'],
    ['chunks that are not the last coding', 'Transfer-Encoding: chunked, gzip\r\n'],
    ['a blank before the colon', 'Transfer-Encoding : chunked\r\n'],
    ['a folded header', 'X-A: 1\r\n Transfer-Encoding: chunked\r\n'],
    ['a bare line feed', 'X-A: 1\nTransfer-Encoding: chunked\r\n'],
  ])('with %s is refused and reaches nobody: CVE-2026-71324', async (_, more) => {
    const { app, front } = await start((socket) => socket.write(answerOf('ok')))
    const answer = await front.raw(post(more, '0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n'))
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(app.connections.map(({ got }) => got).join()).not.toContain('smuggled')
  })

  it('behind another in one packet is a request of its own, answered in order', async () => {
    const { app, front } = await start((socket, piece) =>
      socket.write(answerOf(/\/\w+/.exec(piece)?.[0] ?? '')),
    )
    const answer = await front.raw(get('/one', '') + get('/two', '') + get('/three'))
    expect(answer.match(/\/(one|two|three)$|\/(one|two|three)(?=HTTP)/g)).toEqual([
      '/one',
      '/two',
      '/three',
    ])
    expect(app.connections.map(({ got }) => got).join('')).toMatch(/one[\s\S]*two[\s\S]*three/)
  })

  it('keeps the bytes of its target', async () => {
    const target = '/a%2Fb//c/../%41;x=1/?q=%zz&"[]'
    const { app, front } = await start((socket) => socket.write(answerOf('ok')))
    await front.raw(get(target))
    expect(app.connections[0]?.got).toContain(`GET ${target} HTTP/1.1\r\n`)
  })

  it('is not kept by the front while the app does not read', async () => {
    const { front } = await start((socket) => socket.pause())
    const socket = connect(front.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write('POST / HTTP/1.1\r\nHost: app.example\r\nContent-Length: 999999999999\r\n\r\n')
    const block = Buffer.alloc(64 * 1024)
    let written = 0
    const fill = (): void => {
      while (written < 256 * 1024 * 1024) {
        written += block.length
        if (!socket.write(block)) return void socket.once('drain', fill)
      }
    }
    fill()
    let before = -1
    while (written > before) {
      before = written
      await wait(300)
    }
    expect(written).toBeLessThan(64 * 1024 * 1024)
    socket.destroy()
  })

  it('that breaks off in its body never ends as a whole one', async () => {
    const { app, front } = await start(() => {})
    const socket = connect(front.port, '127.0.0.1')
    socket.write(
      post('Transfer-Encoding: chunked\r\n', '5\r\nhello\r\n').replace('close', 'keep-alive'),
    )
    await expect.poll(() => app.connections[0]?.got).toContain('hello')
    socket.destroy()
    await expect.poll(() => app.connections[0]?.socket.closed).toBe(true)
    expect(app.connections[0]?.got).not.toContain('0\r\n\r\n')
  })

  it('whose body the app does not want is answered by the app, though it hangs up', async () => {
    const { front } = await start((socket) => {
      socket.pause()
      socket.end('HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig')
    })
    const body = 'x'.repeat(8 * 1024 * 1024)
    const sent = post(`Content-Length: ${body.length}\r\n`, body).replace('close', 'keep-alive')
    const answer = await front.raw(sent + get('/next'))
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*bigHTTP\/1\.1 413 /)
  })
})

describe('an answer', () => {
  it.each([
    ['with a length', 'Content-Length: 10\r\n\r\nhello'],
    ['in chunks', 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'],
  ])('%s that breaks off breaks off, and passes for no whole one', async (_, rest) => {
    const { front } = await start((socket) => socket.end(`HTTP/1.1 200 OK\r\n${rest}`))
    const server = connect(front.port, '127.0.0.1')
    let got = ''
    server.setEncoding('latin1').on('data', (part: string) => {
      got += part
    })
    server.on('error', () => {})
    server.write(get('/', ''))
    await new Promise((resolve) => server.once('close', resolve))
    expect(got).not.toMatch(/\r\n0\r\n\r\n/)
  })

  it.each([
    ['204', 'HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n'],
    ['304', 'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nContent-Length: 5\r\n\r\n'],
    ['103 before it', `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${answerOf('')}`],
  ])('%s leaves the connection ready for the next', async (_, bytes) => {
    const { front } = await start((socket, piece) =>
      socket.write(piece.includes('/next') ? answerOf('next') : bytes),
    )
    expect(await front.raw(get('/first', '') + get('/next'))).toMatch(
      /^HTTP\/1\.1 (200|204|304) [\s\S]*\r\n\r\nHTTP\/1\.1 200 OK[\s\S]*\r\n\r\nnext$/,
    )
  })

  it('gets to the browser without headers of the connection that it came on', async () => {
    const { front } = await start((socket) =>
      socket.write(
        answerOf('ok', 'Connection: x-mine, keep-alive\r\nX-Mine: 1\r\nKeep-Alive: timeout=9\r\n'),
      ),
    )
    expect(await front.raw(get('/'))).not.toMatch(/x-mine|timeout=9/i)
  })

  it('to a handshake gets there without them, too: CVE-2026-55458', async () => {
    const { front } = await start((socket) =>
      socket.end(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade, X-Mine\r\nUpgrade: websocket\r\n' +
          'X-Mine: 1\r\nKeep-Alive: timeout=9\r\nTransfer-Encoding: chunked\r\nX-Kept: 1\r\n\r\n',
      ),
    )
    const asked = 'Connection: Upgrade\r\nUpgrade: websocket\r\n'
    const answer = await front.raw(get('/ws', asked))
    expect(answer).toMatch(/^HTTP\/1\.1 101 /)
    expect(answer).toContain('X-Kept: 1')
    expect(answer).not.toMatch(/x-mine|keep-alive|transfer-encoding/i)
    expect(answer.match(/^connection:.*$/gim)).toEqual(['Connection: Upgrade'])
  })

  it('to a handshake with a body is asked for without that body', async () => {
    const { app, front } = await start((socket) => socket.end(answerOf('no')))
    const asked = 'Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 40\r\n'
    await front.raw(get('/ws', asked))
    expect(app.connections[0]?.got).not.toMatch(/content-length/i)
  })

  it('that takes too long is given up once the request is whole, not before', async () => {
    const app = createServer((req, res) => {
      req.resume()
      req.once('end', () => res.end('late'))
    })
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
    const front = await startFront(addressOf(app), { head: 400 })
    open.push(front, app)
    const socket = connect(front.port, '127.0.0.1')
    let got = ''
    socket.setEncoding('latin1').on('data', (part: string) => {
      got += part
    })
    socket.write(
      'PUT / HTTP/1.1\r\nHost: app.example\r\nConnection: close\r\nContent-Length: 6\r\n\r\n',
    )
    for (const piece of ['up', 'lo', 'ad']) {
      await wait(300)
      socket.write(piece)
    }
    await new Promise((resolve) => socket.once('close', resolve))
    expect(got).toMatch(/late$/)
    const silent = await start(() => {}, { head: 100 })
    expect(await silent.front.raw(get('/'))).toMatch(/^HTTP\/1\.1 504 /)
  })

  it('of an app that takes no connection in time is not waited for', async () => {
    // TCP is there at once, TLS never.
    const app = await startRawApp(() => {})
    const front = await startFront(app.address.replace('http:', 'https:'), { connect: 100 })
    open.push(front, app)
    expect(await front.raw(get('/'))).toMatch(/^HTTP\/1\.1 502 [\s\S]*unreachable/)
  })
})
