/** Connections that are kept: who may use them, and that nobody gets another's answer on one. */
import { afterEach, describe, expect, it } from 'vitest'
import { answerOf, get, type RawApp, startFront, startRawApp } from './support/front.ts'

const open: { close(): void }[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.close()
})

async function start(answer: Parameters<typeof startRawApp>[0]) {
  const app = await startRawApp(answer)
  const front = await startFront(app.address)
  open.push(front, app)
  return { app, front }
}

/** Waits for the app to see that a connection has gone back, or has ended. */
const idle = (app: RawApp) => expect.poll(() => app.connections.length).toBeGreaterThan(0)

const bodyOf = (answer: string) => answer.split('\r\n\r\n').slice(1).join('\r\n\r\n')

describe('a kept connection', () => {
  it('serves one GET after another', async () => {
    const { app, front } = await start((socket) => socket.write(answerOf('ok')))
    for (const path of ['/1', '/2', '/3']) expect(await front.raw(get(path))).toContain('ok')
    expect(app.connections).toHaveLength(1)
    expect(app.connections[0]?.got).toMatch(/GET \/1 [\s\S]*GET \/2 [\s\S]*GET \/3 /)
  })

  const body = 'GET /smuggled HTTP/1.1\r\nHost: app.example\r\n\r\n'
  const chunked = `Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
  const whole = `Content-Length: ${body.length}\r\n\r\n${body}`
  /** An app that overlooks bodies: whatever looks like a request to it gets an answer. */
  const careless = (socket: { write(text: string): void }, piece: string) => {
    for (const [, path] of piece.matchAll(/^[A-Z]+ (\/\S*) HTTP/gm))
      socket.write(answerOf(`${path}`))
  }
  it.each([
    ['a GET with a length', 'GET', whole],
    ['a HEAD with a length', 'HEAD', whole],
    ['a DELETE with a length', 'DELETE', whole],
    ['an OPTIONS with a length', 'OPTIONS', whole],
    ['a POST with a length', 'POST', whole],
    ['a GET in chunks', 'GET', chunked],
    ['a DELETE in chunks', 'DELETE', chunked],
    ['a POST in chunks', 'POST', chunked],
  ])(
    'is not shared with the body of %s: CVE-2026-133212, CVE-2026-71324, GHSA-ggv3-7p47-pfv8',
    async (_, method, rest) => {
      const { app, front } = await start(careless)
      expect(bodyOf(await front.raw(get('/warm')))).toBe('/warm')
      const head = `${method} /attack HTTP/1.1\r\nHost: app.example\r\nConnection: close\r\n`
      await front.raw(head + rest).catch(() => '')
      for (const path of ['/next', '/after']) {
        expect(bodyOf(await front.raw(get(path)))).toBe(path)
      }
      const [first, second, ...others] = app.connections
      expect(first?.got).not.toContain('/attack')
      expect(second?.got).toContain(`${method} /attack `)
      // The body went along, framed as it came: the app that reads bodies sees one request.
      expect(second?.got).toContain(rest.replace(/^.*\r\n\r\n/, ''))
      expect(second?.got.toLowerCase()).toContain(rest.split('\r\n', 1)[0]?.toLowerCase())
      expect(second?.got).toMatch(/^Connection: close\r$/m)
      expect(others).toEqual([])
    },
  )

  it.each([
    ['a body behind 204', 'HTTP/1.1 204 No Content\r\n\r\n', 'GET'],
    ['a body behind 304', 'HTTP/1.1 304 Not Modified\r\n\r\n', 'GET'],
    ['a body behind the answer to HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n', 'HEAD'],
    ['a second answer', answerOf('ok'), 'GET'],
  ])('is given up for %s: GHSA-ggv3-7p47-pfv8', async (_, first, method) => {
    let freed: (() => void) | undefined
    const { app, front } = await start((socket, piece, nth) => {
      if (piece.includes('/next')) return void socket.write(answerOf('clean'))
      if (nth > 0) return
      socket.write(first)
      freed = () => socket.write(answerOf('poison'))
    })
    await front.raw(`${method} /first HTTP/1.1\r\nHost: app.example\r\nConnection: close\r\n\r\n`)
    await idle(app)
    freed?.()
    await expect.poll(() => app.connections[0]?.socket.closed).toBe(true)
    expect(bodyOf(await front.raw(get('/next')))).toBe('clean')
    expect(app.connections).toHaveLength(2)
  })

  it('that closes in the face of a GET is replaced once, and unseen', async () => {
    const { app, front } = await start((socket, piece, nth) => {
      if (nth > 0) socket.destroy()
      else socket.write(answerOf(piece.slice(0, 6)))
    })
    await front.raw(get('/1'))
    expect(bodyOf(await front.raw(get('/2')))).toBe('GET /2')
    expect([app.connections.length, front.failures]).toEqual([2, []])
  })

  it('that closes after a first byte gives 502, and asks nobody again', async () => {
    const { app, front } = await start((socket, _piece, nth) => {
      if (nth > 0) socket.end('HTTP')
      else socket.write(answerOf('ok'))
    })
    await front.raw(get('/1'))
    expect(await front.raw(get('/2'))).toMatch(/^HTTP\/1\.1 502 /)
    expect(app.connections).toHaveLength(1)
  })

  it('a new one that closes at once gives 502: it is not asked twice', async () => {
    const { app, front } = await start((socket) => socket.destroy())
    expect(await front.raw(get('/1'))).toMatch(/^HTTP\/1\.1 502 /)
    expect([app.connections.length, front.failures]).toEqual([1, ['unreachable']])
  })

  it('is not what changes something goes out on, so that it never happens twice', async () => {
    const { app, front } = await start((socket, piece) => {
      if (piece.startsWith('DELETE')) socket.destroy()
      else socket.write(answerOf('ok'))
    })
    await front.raw(get('/1'))
    const once = 'DELETE /once HTTP/1.1\r\nHost: app.example\r\nConnection: close\r\n\r\n'
    expect(await front.raw(once)).toMatch(/^HTTP\/1\.1 502 /)
    expect(app.connections.map(({ got }) => got.includes('DELETE /once'))).toEqual([false, true])
  })
})
