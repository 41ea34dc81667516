/** The auth door on a connection: what comes besides a question, and when it ends. */
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Door, startDoor } from './fixture.ts'

let caddy: Door
beforeAll(async () => {
  caddy = await startDoor()
})
afterAll(async () => {
  await caddy.close()
})

describe('a connection to /auth', () => {
  it('answers before a body that never comes, and ends the connection', async () => {
    const { status, headers } = await caddy.ask(
      '/auth',
      { cookie: 'who=mei', 'content-length': '9' },
      'GET',
    )
    expect([status, headers.connection]).toEqual([200, 'close'])
  })

  it.each(['Content-Length: 9', 'Transfer-Encoding: chunked'])(
    'ends a connection that is to be kept, too: what follows would be taken for a question (%s)',
    async (framing) => {
      const socket = connect((caddy.server.address() as AddressInfo).port, '127.0.0.1')
      let text = ''
      socket.setEncoding('latin1').on('data', (part: string) => {
        text += part
      })
      socket.write(`GET /auth HTTP/1.1\r\nHost: x\r\n${framing}\r\n\r\n`)
      await once(socket, 'end')
      expect(text).toMatch(/^HTTP\/1\.1 500 [\s\S]*\r\nconnection: close\r\n/i)
    },
  )

  it('is kept for longer than nginx keeps its own, which may ask on it at any moment until then', () => {
    expect(caddy.server.keepAliveTimeout).toBeGreaterThan(60_000)
  })

  it('never lets a header that is too long pass', async () => {
    const raw = await new Promise<string>((resolve) => {
      const socket = connect((caddy.server.address() as { port: number }).port, '127.0.0.1')
      let read = ''
      socket.on('data', (chunk) => {
        read += chunk
      })
      socket.on('close', () => resolve(read)).on('error', () => resolve(read))
      socket.write(
        `GET /auth HTTP/1.1\r\nHost: x\r\nCookie: who=mei\r\nX-Forwarded-Uri: /${'a'.repeat(65_536)}\r\n\r\n`,
      )
    })
    expect(raw).toMatch(/^HTTP\/1\.1 (431|400) |^$/)
  })
})
