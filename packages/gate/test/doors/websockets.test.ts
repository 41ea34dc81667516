/** WebSockets through the public door: who may open one, and that none outlives its session. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { createMemoryStore, type SessionStore } from 'catflap'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserAgent } from '../../../../test/support/user-agent.ts'
import { parsePeers } from '../../src/ask/peers.ts'
import type { Admitted } from '../../src/doors/admission.ts'
import { createHandshakes } from '../../src/doors/handshakes.ts'
import type { PublicDoorParts } from '../../src/doors/parts.ts'
import type { Entry } from '../../src/operations/log.ts'
import { addressOf, cookieOf, startWorld, type World } from '../support/world.ts'

const seen: IncomingMessage[] = []
const appSockets: Socket[] = []
const app: Server = createServer((_req, res) => res.end('plain'))
app.on('upgrade', (message: IncomingMessage, socket: Socket) => {
  seen.push(message)
  appSockets.push(socket)
  if (message.url === '/half') {
    socket.on('error', () => {})
    socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 10\r\nConnection: close\r\n\r\nhello')
    return
  }
  if (message.url === '/declined') {
    socket.end('HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    return
  }
  socket.on('error', () => {})
  const key = `${message.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
  const accept = createHash('sha1').update(key).digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  )
  socket.pipe(socket)
})

let down = false
let world: World
let alice: UserAgent
beforeAll(async () => {
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  const memory = createMemoryStore()
  const store: SessionStore = {
    ...memory,
    read: (...asked) => {
      if (down) throw new Error('away')
      return memory.read(...asked)
    },
  }
  const rules = [{ path: '/open', public: true }]
  const settings = { rules, websockets: { perSession: 2, origins: ['https://pages.example'] } }
  world = await startWorld(addressOf(app), { store, settings })
  alice = await world.signIn()
})
afterAll(async () => {
  await world.close()
  app.closeAllConnections()
  app.close()
})

interface Shaken {
  readonly status: number
  readonly socket: Socket
  /** All that has come. */
  text(): string
}

function shake(
  visitor: Pick<UserAgent, 'cookies'>,
  { path = '/ws', origin = world.origin, more = '', version = '13', port = world.port } = {},
): Promise<Shaken> {
  const cookie = cookieOf(visitor)
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let got = ''
    socket.once('error', reject)
    socket.setEncoding('latin1').on('data', (part: string) => {
      got += part
      const [, status] = /^HTTP\/1\.1 (\d+) /.exec(got) ?? []
      if (got.includes('\r\n\r\n')) resolve({ status: Number(status), socket, text: () => got })
    })
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: ${version}\r\n` +
        `${origin === '' ? '' : `Origin: ${origin}\r\n`}${cookie === '' ? '' : `Cookie: ${cookie}\r\n`}${more}\r\n`,
    )
  })
}

/** What has come behind the head of the answer. */
const behind = (text: string): string | undefined => text.split('\r\n\r\n')[1]

const ended = (socket: Socket) =>
  expect.poll(() => socket.closed || socket.readableEnded).toBe(true)

describe('a WebSocket', () => {
  it('opens for whoever is signed in, as whom the app is told, and bytes pass both ways', async () => {
    const open = await shake(alice, { more: 'Remote-User: mallory\r\n' })
    expect(open.status).toBe(101)
    open.socket.write('ping')
    await expect.poll(open.text).toMatch(/ping$/)
    expect(seen.at(-1)?.headers['remote-user']).toMatch(/^alice@/)
    expect(seen.at(-1)?.headers.cookie).toBeUndefined()
    open.socket.destroy()
    await expect.poll(() => world.sockets.size).toBe(0)
  })

  it.each<[string, object, number]>([
    ['of another page', { origin: 'https://evil.example' }, 403],
    ['of a sandboxed page', { origin: 'null' }, 403],
    ['of another page, though public', { origin: 'https://evil.example', path: '/open' }, 403],
    ['of a page that is allowed', { origin: 'https://pages.example' }, 101],
    ['of a program', { origin: '' }, 101],
    ['with a body', { more: 'Content-Length: 3\r\n' }, 400],
  ])('%s gets its answer', async (_, how, status) => {
    const open = await shake(alice, how)
    expect(open.status).toBe(status)
    open.socket.destroy()
    await expect.poll(() => world.sockets.size).toBe(0)
  })

  it('that the app declines gets its answer, and that is what the log says', async () => {
    const before = world.log.length
    const { status, socket } = await shake(alice, { path: '/declined' })
    socket.destroy()
    expect(status).toBe(426)
    await expect.poll(() => world.log[before]).toMatchObject({ type: 'request', status: 426 })
    await expect.poll(() => world.sockets.size).toBe(0)
  })

  it('that the app declines gets all of its answer, though its session or the gate ends meanwhile', async () => {
    const own = await startWorld(addressOf(app))
    const agent = await own.signIn()
    const { port, origin } = own
    const { status, socket, text } = await shake(agent, { path: '/half', port, origin })
    const closed = once(socket, 'close')
    await expect.poll(() => behind(text())).toBe('hello')
    await agent.post(`${origin}/_catflap/logout`, { origin })
    await own.sockets.check()
    own.sockets.drain()
    appSockets.at(-1)?.end('world')
    await closed
    expect([status, behind(text())]).toEqual([403, 'helloworld'])
    await expect.poll(() => own.sockets.size).toBe(0)
    await own.close()
  })

  it('of somebody who leaves while it is asked who that is is nowhere counted', async () => {
    const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() })
    const admit = async (): Promise<Admitted> => {
      socket.destroy()
      await once(socket, 'close')
      return { session: undefined, destination: {} as Admitted['destination'] }
    }
    const { login, sockets } = world
    const entries: Entry[] = []
    const options = { accessLog: true, peers: parsePeers([]) }
    const metrics = { observe: () => {} }
    const parts = { login, sockets, options, metrics, log: (entry: Entry) => entries.push(entry) }
    const admission = { admit, wouldPass: async () => true }
    const take = createHandshakes(parts as unknown as PublicDoorParts, admission)
    const headers = { upgrade: 'websocket' }
    take({ method: 'GET', headers, socket: {} } as IncomingMessage, socket, Buffer.alloc(0))
    await expect.poll(() => entries).toMatchObject([{ type: 'request', status: 499 }])
    expect(sockets.size).toBe(0)
  })

  it('without a session is refused with 401, and no app is asked', async () => {
    const before = seen.length
    const open = await shake({ cookies: new Map() })
    expect([open.status, seen.length]).toEqual([401, before])
  })

  it('ends with its session, and not because nobody can tell', async () => {
    const agent = await world.signIn()
    const [one, open] = [await shake(agent), await shake({ cookies: new Map() }, { path: '/open' })]
    down = true
    await world.sockets.check()
    expect([one.socket.closed, open.socket.closed, world.sockets.size]).toEqual([false, false, 2])
    down = false
    await world.sockets.check()
    expect(world.sockets.size).toBe(2)
    await agent.post(`${world.origin}/_catflap/logout`, { origin: world.origin })
    await world.sockets.check()
    await ended(one.socket)
    expect([open.socket.closed, world.sockets.size]).toEqual([false, 1])
    open.socket.destroy()
  })

  it('is closed by a frame of its own that says so, and nothing passes any more', async () => {
    const agent = await world.signIn()
    const { socket, text } = await shake(agent)
    const app = appSockets.at(-1)
    let heard = ''
    app?.on('data', (bytes: Buffer) => {
      heard += bytes.toString('latin1')
    })
    socket.write('\x81\x80abcd', 'latin1')
    // The app sends it back as it came: a whole frame.
    await expect.poll(() => behind(text())).toBe('\x81\x80abcd')
    await agent.post(`${world.origin}/_catflap/logout`, { origin: world.origin })
    await world.sockets.check()
    socket.write('\x81\x80late', 'latin1')
    await ended(socket)
    expect(behind(text())).toBe('\x81\x80abcd\x88\x02\x03\xf0')
    await expect.poll(() => app?.closed).toBe(true)
    expect(heard).not.toContain('late')
    socket.destroy()
    await expect.poll(() => world.sockets.size).toBe(0)
  })

  it('is cut in the middle of a frame, and by an earlier protocol: nothing stands where it does not belong', async () => {
    const agent = await world.signIn()
    const { socket, text } = await shake(agent)
    socket.write('\x81\x7dhalf', 'latin1')
    await expect.poll(() => behind(text())).toBe('\x81\x7dhalf')
    const older = await shake(agent, { version: '8' })
    await agent.post(`${world.origin}/_catflap/logout`, { origin: world.origin })
    await world.sockets.check()
    await ended(socket)
    await ended(older.socket)
    expect(behind(text())).toBe('\x81\x7dhalf')
    expect(behind(older.text())).toBe('')
    await expect.poll(() => world.sockets.size).toBe(0)
  })

  it('is told that the gate is going away', async () => {
    const own = await startWorld(addressOf(app))
    const agent = await own.signIn()
    const { socket, text } = await shake(agent, { port: own.port, origin: own.origin })
    await own.close()
    await ended(socket)
    expect(behind(text())).toBe('\x88\x02\x03\xe9')
  })

  it('that was opened by somebody on a public path ends with that session, too', async () => {
    const agent = await world.signIn()
    const { socket } = await shake(agent, { path: '/open' })
    await world.sockets.check()
    expect([socket.closed, world.sockets.size]).toEqual([false, 1])
    await agent.post(`${world.origin}/_catflap/logout`, { origin: world.origin })
    await world.sockets.check()
    await ended(socket)
  })

  it('is one of a few of its session', async () => {
    const agent = await world.signIn()
    const open = [await shake(agent), await shake(agent), await shake(agent)]
    expect(open.map(({ status }) => status)).toEqual([101, 101, 429])
    open[0]?.socket.destroy()
    await expect.poll(async () => (await shake(agent)).status).toBe(101)
    for (const { socket } of open) socket.destroy()
  })
})
