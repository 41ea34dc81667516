/** Upgrades, as browsers and programs ask for them, and as neighbours on a box do. */
import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { holds } from '../../../../test/contract/holds.ts'
import { requireLoginOnUpgrade, type UpgradeHandler } from '../../src/adapters/node.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { ACCEPTING, ALICE } from '../support/ingress.ts'
import { APP } from '../support/provider.ts'
import { listen } from '../support/server.ts'
import { asyncStore, FAILURES } from '../support/stores.ts'

const accept: UpgradeHandler = (_req, socket, _head, session) => {
  socket.end(`HTTP/1.1 101 Switching Protocols\r\nx-sub: ${session.sub}\r\n\r\n`)
}

async function start(
  options: Parameters<typeof createFixture>[0] & {
    readonly handler?: UpgradeHandler
    readonly allowedOrigins?: readonly string[]
    readonly source?: 'oidc'
  } = {},
) {
  const { handler = accept, allowedOrigins, source, ...rest } = options
  const fixture = createFixture(rest)
  const sockets: Duplex[] = []
  const guard = requireLoginOnUpgrade(fixture.login, handler, {
    ...(allowedOrigins && { allowedOrigins }),
    ...(source && { source }),
  })
  const server = createServer((_req, res) => res.end('alive'))
  server.on('upgrade', (req, socket, head) => {
    sockets.push(socket)
    guard(req, socket, head)
  })
  const { origin, close } = await listen(server)
  onTestFinished(close)

  /** The whole answer to a handshake, up to the end of its connection. */
  async function shake(headers: Readonly<Record<string, string>>): Promise<string> {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    const lines = Object.entries({
      host: 'x',
      connection: 'Upgrade',
      upgrade: 'websocket',
      ...headers,
    }).map(([name, value]) => `${name}: ${value}`)
    socket.write(`GET /socket HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    const chunks: Buffer[] = []
    for await (const chunk of socket) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString()
  }

  async function signIn(): Promise<string> {
    await fixture.browser.signIn()
    return fixture.browser.header()!
  }
  return { ...fixture, origin, shake, signIn, sockets }
}

const statusOf = (answer: string): number => Number(answer.slice(9, 12))

describe('an upgrade', holds('node:http', 10), () => {
  it('from a page of ours and with a session reaches the app', async () => {
    const { shake, signIn } = await start()
    const answer = await shake({ cookie: await signIn(), origin: APP })
    expect([statusOf(answer), answer]).toEqual([101, expect.stringContaining('x-sub: u-1')])
  })

  it('without a session is told where to sign in', async () => {
    const { shake } = await start()
    const answer = await shake({ origin: APP })
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(statusOf(answer)).toBe(401)
    expect(head).toContain(`content-length: ${Buffer.byteLength(body)}`)
    expect(JSON.parse(body)).toMatchObject({ code: 'AUTHENTICATION_REQUIRED', login: '/login' })
  })

  it.each([
    ['another site', 'https://evil.example'],
    ['a neighbour on the box', 'https://other.box.heiyu.space'],
    ['plain http', APP.replace('https:', 'http:')],
    ['another port', `${APP}:8443`],
    ['a name that begins like ours', `${APP}.evil.example`],
    ['a sandboxed frame', 'null'],
    ['an empty Origin', ''],
  ])('from %s is refused, with a session too', async (_, origin) => {
    const { shake, signIn } = await start()
    const answer = await shake({ cookie: await signIn(), origin })
    expect([statusOf(answer), answer]).toEqual([
      403,
      expect.stringContaining('CROSS_ORIGIN_REFUSED'),
    ])
    const kind = { null: 'Origin null', '': 'no Origin' }[origin] ?? 'another Origin'
    expect(JSON.parse(answer.slice(answer.indexOf('{'))).seen).toBe(`${kind}, no Sec-Fetch-Site`)
    if (origin.includes('.')) expect(answer.slice(answer.indexOf('{'))).not.toContain('evil')
  })

  it('from an origin that the app allows is let in', async () => {
    const other = 'https://other.example'
    const { shake, signIn } = await start({ allowedOrigins: [other] })
    expect(statusOf(await shake({ cookie: await signIn(), origin: other }))).toBe(101)
  })

  it('of a program, which names no origin, needs a session alone', async () => {
    const { shake, signIn } = await start()
    expect(statusOf(await shake({}))).toBe(401)
    expect(statusOf(await shake({ cookie: await signIn() }))).toBe(101)
  })

  it('of another user than the session’s is not signed in', async () => {
    const { shake, signIn } = await start({ session: { followIngressUser: true } })
    const cookie = await signIn()
    expect(statusOf(await shake({ cookie, origin: APP, 'x-hc-user-id': 'mallory' }))).toBe(401)
  })

  it('waits for a store that answers later', async () => {
    const { shake, signIn } = await start({ session: { store: asyncStore() } })
    expect(statusOf(await shake({ cookie: await signIn(), origin: APP }))).toBe(101)
  })

  it.each(FAILURES)('is answered with 503 when the store %s', async (_, fail) => {
    const { shake, signIn, store } = await start()
    const cookie = await signIn()
    store.fail = fail
    const answer = await shake({ cookie, origin: APP })
    expect(statusOf(answer)).toBe(503)
    expect(answer).toContain('retry-after: 5')
  })

  it.each<[string, UpgradeHandler]>([
    [
      'throws',
      () => {
        throw new Error('bug')
      },
    ],
    ['rejects', () => Promise.reject(new Error('bug'))],
  ])('whose handler %s ends its connection and nothing else', async (_, handler) => {
    const { shake, signIn, origin, log } = await start({ handler })
    expect(await shake({ cookie: await signIn(), origin: APP })).toBe('')
    expect(log.of('request-refused')).toEqual([{ type: 'request-refused', code: 'INTERNAL' }])
    expect(await (await fetch(origin)).text()).toBe('alive')
  })

  it('whose client goes before an async app listens to its socket ends nothing', async () => {
    let listen = () => {}
    const { shake, signIn, sockets } = await start({
      handler: async (_req, socket) => {
        await new Promise<void>((resolve) => {
          listen = resolve
        })
        socket.on('error', () => {})
      },
    })
    const cookie = await signIn()
    void shake({ cookie, origin: APP }).catch(() => undefined)
    await expect.poll(() => sockets.length).toBe(1)
    // Without a listener this would end the process.
    expect(sockets[0]?.listenerCount('error')).toBeGreaterThan(0)
    sockets[0]?.emit('error', new Error('read ECONNRESET'))
    expect(sockets[0]?.destroyed).toBe(true)
    listen()
  })

  it('whose client has gone meanwhile ends nothing', async () => {
    let answer = () => {}
    const store = asyncStore()
    const waiting: typeof store = {
      ...store,
      read: async (key, now) => {
        await new Promise<void>((resolve) => {
          answer = resolve
        })
        return store.read(key, now)
      },
    }
    const { origin, sockets } = await start({ session: { store: waiting } })
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    const cookie = `__Host-catflap=1${'A'.repeat(43)}`
    socket.write(
      `GET / HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\ncookie: ${cookie}\r\n\r\n`,
    )
    await expect.poll(() => sockets.length).toBe(1)
    socket.resetAndDestroy()
    await expect.poll(() => sockets[0]?.destroyed).toBe(true)
    answer()
    expect(await (await fetch(origin)).text()).toBe('alive')
  })
})

it('an upgrade of a person whom the ingress alone names needs a page of ours, whoever else is let in', async () => {
  const friend = 'https://friend.example'
  const { shake } = await start({ ...ACCEPTING, allowedOrigins: [friend] })
  expect(await shake({ ...ALICE, origin: APP })).toContain('x-sub: ingress:alice')
  expect(await shake(ALICE)).toContain('x-sub: ingress:alice')
  const status = async (origin: string) => statusOf(await shake({ ...ALICE, origin }))
  // The browser would sign in at the ingress whoever has opened that page.
  expect([await status(friend), await status('https://other.example')]).toEqual([401, 403])
})

it('an upgrade that wants a login at the provider is not opened by the ingress’s word', async () => {
  const { shake, browser } = await start({ ...ACCEPTING, source: 'oidc' })
  const answer = await shake({ ...ALICE, origin: APP })
  expect([statusOf(answer), answer]).toEqual([
    401,
    expect.stringContaining('INGRESS_USER_INSUFFICIENT'),
  ])
  await browser.get(await browser.begin(), { ...NAVIGATION, ...ALICE })
  const cookie = browser.header() ?? ''
  expect(await shake({ ...ALICE, origin: APP, cookie })).toContain('x-sub: u-1')
})
