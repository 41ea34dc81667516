/** Bodies that come byte by byte, or never, at the public door. */
import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { addressOf, startApp, startWorld, type World } from '../support/world.ts'

let app: Server
let world: World
let taken = ''
beforeAll(async () => {
  app = await startApp((req, res) => {
    // An app that answers before it has all of it.
    if (req.url === '/public/early') res.writeHead(413, { connection: 'close' }).end('too much')
    else req.on('data', (text) => (taken += text)).on('end', () => res.end('done'))
  })
  const rules = [{ path: '/public', public: true }]
  world = await startWorld(addressOf(app), { settings: { rules } })
})
afterAll(async () => {
  await world.close()
  app.close()
})
afterEach(() => vi.useRealTimers())

/** Begins a request with a body of ten bytes, of which three come. */
function post(path: string, more = '') {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const visitor = connect(world.port, '127.0.0.1')
  const closed = new Promise((resolve) => visitor.on('error', resolve).on('close', resolve))
  const form = 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n'
  const host = `Host: 127.0.0.1:${world.port}\r\n`
  visitor.write(`POST ${path} HTTP/1.1\r\n${host}${form}${more}\r\na=1`)
  return { visitor, closed }
}

it.each([
  ['to a page of the login', '/_catflap/backchannel-logout', '100 Continue'],
  ['that is refused', '/notes', '401 Unauthorized'],
  ['that the app did not wait for', '/public/early', '413 Payload Too Large'],
])('a request %s has half a minute for its body', async (_, path, begun) => {
  const { visitor, closed } = post(path, begun.startsWith('100') ? 'Expect: 100-continue\r\n' : '')
  const [first] = await once(visitor, 'data')
  expect(String(first)).toContain(`HTTP/1.1 ${begun}`)
  vi.advanceTimersByTime(29_000)
  for (let i = 0; i < 100; i++) await turn()
  expect(visitor.destroyed).toBe(false)
  vi.advanceTimersByTime(1000)
  await closed
})

it('an upload that the app takes may take any time', async () => {
  const { visitor } = post('/public/upload')
  while (taken === '') await turn()
  vi.advanceTimersByTime(3_600_000)
  visitor.write('&b=2345')
  const [answer] = await once(visitor, 'data')
  expect(String(answer)).toContain('HTTP/1.1 200 OK')
  visitor.destroy()
})
