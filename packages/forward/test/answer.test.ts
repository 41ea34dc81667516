/** What of an answer reaches the browser: every byte of it, as soon as it is there. */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createUpstream, forward } from '../src/index.ts'
import { get, startFront, startRawApp } from './support/front.ts'

/** Text as a header carries it: the bytes of UTF-8, one character each. */
const NAME = Buffer.from('今日.txt').toString('latin1')
const HEAD = `HTTP/1.1 200 OK\r\nX-Name: ${NAME}\r\nContent-Length: 5\r\n\r\n`

/** Of a browser that would go on asking: that its connection ends means that the answer broke off. */
const KEPT = 'Connection: keep-alive\r\n'

/** A front of an app, and a browser's connection to it that has asked. */
async function ask(answer: (socket: Socket) => void, more?: string) {
  const app = await startRawApp(answer)
  const front = await startFront(app.address)
  onTestFinished(() => {
    front.close()
    app.close()
  })
  const browser = connect(front.port, '127.0.0.1')
  browser.setEncoding('latin1').write(get('/', more))
  onTestFinished(() => void browser.destroy())
  let got = ''
  browser.on('data', (text: string) => {
    got += text
  })
  return { app, browser, got: () => got }
}

it('comes with its head when the body takes its time, as an event stream does', async () => {
  const { app, browser, got } = await ask((socket) => socket.write(HEAD, 'latin1'))
  await once(browser, 'data')
  expect(got()).toContain(`X-Name: ${NAME}\r\n`)
  app.connections[0]?.socket.write('hello')
  await once(browser, 'close')
  expect(got()).toMatch(/\r\n\r\nhello$/)
})

it('keeps the bytes of its headers, with the body or before it', async () => {
  const { browser, got } = await ask((socket) => socket.write(`${HEAD}hello`, 'latin1'))
  await once(browser, 'close')
  expect(got()).toContain(`X-Name: ${NAME}\r\n`)
  expect(got()).toMatch(/\r\n\r\nhello$/)
})

it.each([
  ['of a known length', 'Content-Length: 9', 'hello'],
  ['in chunks', 'Transfer-Encoding: chunked', '5\r\nhello\r\n'],
])('breaks off where the app breaks off, %s', async (_, framing, part) => {
  const { app, browser, got } = await ask(
    (socket) => socket.write(`HTTP/1.1 200 OK\r\n${framing}\r\n\r\n${part}`),
    KEPT,
  )
  const closed = once(browser, 'close')
  await expect.poll(got).toMatch(/\r\n\r\n(?:5\r\n)?hello/)
  app.connections[0]?.socket.destroy()
  await closed
  expect(got()).toMatch(/\r\n\r\n(?:5\r\n)?hello(?:\r\n)?$/)
})

it.each([
  ['of a known length', 'Content-Length: 9\r\n', 'hello'],
  ['in chunks', 'Transfer-Encoding: chunked\r\n', '5\r\nhello\r\n'],
  ['that ends with its connection', '', 'hello'],
])('breaks off where the app’s connection is reset, %s', async (_, framing, part) => {
  const { app, browser, got } = await ask(
    (socket) => socket.write(`HTTP/1.1 200 OK\r\n${framing}\r\n${part}`),
    KEPT,
  )
  const closed = once(browser, 'close')
  await expect.poll(got).toMatch(/\r\n\r\n(?:5\r\n)?hello/)
  app.connections[0]?.socket.resetAndDestroy()
  await closed
  expect(got()).not.toContain('0\r\n\r\n')
})

it('comes no faster than the browser takes it', async () => {
  const piece = Buffer.alloc(1_048_576)
  let left = 64
  const { app, browser } = await ask((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${left * piece.length}\r\n\r\n`)
    const fill = (): void => {
      while (left > 0) {
        left--
        if (!socket.write(piece)) return
      }
    }
    socket.on('drain', fill)
    fill()
  })
  browser.pause()
  const seen = (): number => app.connections[0]?.socket.bytesWritten ?? 0
  // Until nobody on the way takes any more.
  for (let before = -1; before !== seen(); ) {
    before = seen()
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  expect(left).toBeGreaterThan(0)
  let bytes = 0
  browser.removeAllListeners('data')
  browser.on('data', (text: string) => {
    bytes += text.length
  })
  browser.resume()
  await once(browser, 'close')
  expect(bytes).toBeGreaterThan(64 * piece.length)
})

it('breaks off, too, where the app has broken off before it was known what to do with the answer', async () => {
  const app = await startRawApp((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello')
    setImmediate(() => socket.destroy())
  })
  const upstream = createUpstream(app.address)
  const front = createServer((message, response) => {
    const headers = ['Host', 'app.example']
    const change = (answer: IncomingMessage) =>
      new Promise<undefined>((resolve) => answer.once('close', () => resolve(undefined)))
    const rewrite = (raw: readonly string[]) => raw
    const destination = { upstream, target: '/', headers, rewrite, change }
    forward({ message, response }, destination, () => response.end('failed'))
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    front.close()
    app.close()
  })
  const { port } = front.address() as AddressInfo
  const browser = connect(port, '127.0.0.1')
  let got = ''
  browser.setEncoding('latin1').on('data', (text: string) => {
    got += text
  })
  browser.write(get('/'))
  await once(browser, 'close')
  expect(got).not.toMatch(/hello|failed/)
})
