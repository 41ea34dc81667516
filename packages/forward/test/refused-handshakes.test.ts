/** Connections whose handshake was refused: nobody keeps one open, whatever the visitor does with its end. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { expect, it, onTestFinished } from 'vitest'
import { answerHandshake } from '../src/index.ts'
import { startFront, startRawApp } from './support/front.ts'

const HANDSHAKE =
  'GET /chat HTTP/1.1\r\nHost: app.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'

/** What comes behind the handshake, by visitors who close their end once they are answered, and by one who does not. */
const VISITORS: readonly (readonly [who: string, after: string, allowHalfOpen: boolean])[] = [
  ['who has sent more', 'frames of a WebSocket', false],
  ['who keeps the own end open', '', true],
  ['who has sent more, and keeps the own end open', 'frames of a WebSocket', true],
]

async function visit(port: number, after: string, allowHalfOpen: boolean) {
  const visitor = connect({ port, host: '127.0.0.1', allowHalfOpen })
  onTestFinished(() => void visitor.destroy())
  visitor.on('error', () => {}).write(HANDSHAKE)
  setTimeout(() => visitor.write(after), 50)
  let got = ''
  visitor.setEncoding('latin1').on('data', (part: string) => {
    got += part
  })
  await once(visitor, 'end')
  return got
}

it.each(VISITORS)('lets a visitor go %s, and answers', async (_, after, allowHalfOpen) => {
  const server = createServer()
  const taken: Duplex[] = []
  server.on('upgrade', (_message, socket) => {
    taken.push(socket)
    setTimeout(() => answerHandshake(socket, 401, [], 'sign in'), 200)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of taken) socket.destroy()
    server.close()
  })
  const got = await visit((server.address() as AddressInfo).port, after, allowHalfOpen)
  expect(got).toMatch(/^HTTP\/1\.1 401 .*\r\n\r\nsign in$/s)
  await expect
    .poll(() => taken.map(({ destroyed }) => destroyed), { timeout: 4000 })
    .toEqual([true])
})

it.each(VISITORS)(
  'lets a visitor go %s, where the app refuses, and passes its answer on',
  async (_, after, allowHalfOpen) => {
    const app = await startRawApp((socket: Socket) => {
      setTimeout(
        () => socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\nno chat'),
        200,
      )
    })
    const front = await startFront(app.address)
    onTestFinished(() => {
      front.close()
      app.close()
    })
    const got = await visit(front.port, after, allowHalfOpen)
    expect(got).toMatch(/^HTTP\/1\.1 404 .*\r\n\r\nno chat$/s)
    await expect
      .poll(() => front.upgraded.map(({ destroyed }) => destroyed), { timeout: 4000 })
      .toEqual([true])
  },
)
