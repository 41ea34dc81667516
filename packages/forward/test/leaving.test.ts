/** Visitors who ask for much at once (pipelining, RFC 9112, section 9.3.2) and leave. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { followConnection } from '../src/index.ts'
import { get, startFront, startRawApp } from './support/front.ts'

/** More than is buffered for a browser that does not read, and never whole: its connection is never one to be kept. */
const BIG = `HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n${'x'.repeat(300_000)}`

/** A visitor of a front whose app never answers what is slow. */
async function visit(text: string) {
  const app = await startRawApp((socket, piece) => {
    if (!piece.includes('/slow')) socket.write(BIG)
  })
  const front = await startFront(app.address)
  const visitor = connect(front.port, '127.0.0.1')
  visitor.on('error', () => {}).write(text)
  onTestFinished(() => {
    visitor.destroy()
    front.close()
    app.close()
  })
  return { app, visitor }
}

it.each([
  ['slow', get('/slow', '') + get('/big', '').repeat(20)],
  ['big, which nobody reads', get('/big', '').repeat(21)],
])(
  'leaves no connection to the app behind, whatever is queued behind what is %s',
  async (_, text) => {
    const { app, visitor } = await visit(text)
    visitor.pause()
    await expect.poll(() => app.connections.length).toBe(21)
    visitor.destroy()
    await expect
      .poll(() => app.connections.filter(({ socket }) => !socket.destroyed).length, {
        timeout: 3000,
      })
      .toBe(0)
  },
)

it('is cut off with more than a hundred requests that wait', async () => {
  const { app, visitor } = await visit(get('/slow', '').repeat(100))
  await expect.poll(() => app.connections.length).toBe(100)
  const closed = once(visitor, 'close')
  visitor.write(get('/slow', ''))
  await closed
})

it('is told of at each of its requests, once, however often they are followed', async () => {
  const told: (string | undefined)[] = []
  const server = createServer((message, response) => {
    followConnection({ message, response })
    followConnection({ message, response })
    response.on('close', () => told.push(message.url))
    if (message.url === '/last') message.socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const visitor = connect((server.address() as AddressInfo).port, '127.0.0.1')
  visitor.write(['/first', '/second', '/last'].map((path) => get(path, '')).join(''))
  await once(visitor.resume(), 'close')
  await expect.poll(() => [...told].sort()).toEqual(['/first', '/last', '/second'])
})
