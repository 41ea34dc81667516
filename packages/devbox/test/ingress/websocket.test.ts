import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../../test/support/box-keys.ts'
import { createDevbox, type Devbox } from '../../src/index.ts'
import { describeApp, lookup, originOf, raw, signInAtBox, valuesOf } from '../support/ingress.ts'

/** An app that takes WebSockets on all paths but one, and sends back what it gets. */
const app = createServer((_req, res) => res.end('plain'))
const seen: { url: string | undefined; user: unknown; raw: readonly string[] }[] = []
app.on('upgrade', (message, socket) => {
  seen.push({ url: message.url, user: message.headers['x-hc-user-id'], raw: message.rawHeaders })
  if (message.url?.endsWith('/declined')) {
    return void socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nX-Cat: 小猫\r\n\r\nno')
  }
  const key = `${message.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
  const accept = createHash('sha1').update(key).digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\nhello `,
  )
  socket.pipe(socket)
})

let box: Devbox
let alice: string
beforeAll(async () => {
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  const { port } = app.address() as AddressInfo
  box = await createDevbox({ keys: boxKeys(), app: describeApp(`http://127.0.0.1:${port}`) })
  alice = await signInAtBox(box)
})
afterAll(async () => {
  await box.close()
  app.close()
})

interface Shaken {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly socket: Socket | undefined
}

function shake(path: string, cookie = '', headers: Record<string, string> = {}): Promise<Shaken> {
  const { hostname, port } = new URL(box.appOrigin)
  return new Promise((resolve, reject) => {
    const sent = httpRequest({
      hostname,
      port,
      path,
      lookup,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'sec-websocket-version': '13',
        cookie,
        ...headers,
      },
    })
    sent.once('error', reject)
    sent.once('upgrade', (answer, socket, head) =>
      resolve({ status: 101, headers: answer.headers, text: head.toString(), socket }),
    )
    sent.once('response', (answer) => {
      let text = ''
      answer.on('data', (part) => {
        text += part
      })
      answer.once('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text,
          socket: undefined,
        }),
      )
    })
    sent.end()
  })
}

/** Waits until a socket has said so much. */
async function until(socket: Socket, so: string, far: string): Promise<void> {
  let text = so
  while (!text.includes(far)) {
    text += await new Promise<string>((resolve) =>
      socket.once('data', (part) => resolve(part.toString())),
    )
  }
}

describe('a WebSocket', () => {
  it('passes for a signed-in user, and bytes pass both ways', async () => {
    const forged = { 'x-hc-user-id': 'mallory', x_hc_user_id: 'mallory' }
    const { status, headers, text, socket } = await shake('/ws', alice, forged)
    expect([status, headers['sec-websocket-accept']]).toEqual([101, 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='])
    if (socket === undefined) throw new Error('no socket')
    socket.write('ping')
    await until(socket, text, 'hello ping')
    expect(seen.at(-1)).toMatchObject({ url: '/ws', user: 'alice' })
    expect(JSON.stringify(seen.at(-1)?.raw)).not.toMatch(/mallory|HC-Auth-Token/)
    socket.destroy()
  })

  it.each(['/ws', '/public/../ws', '/public/%2e%2e/ws'])(
    'without a user is sent to the sign-in: %s',
    async (path) => {
      const before = seen.length
      const { status, headers } = await shake(path)
      expect([status, headers.location]).toEqual([
        307,
        `${box.origin}/sys/login?redirect=${encodeURIComponent(box.appOrigin + path)}`,
      ])
      expect(seen.length).toBe(before)
    },
  )

  it('needs no user on a public path, and is told of none', async () => {
    const { status, socket } = await shake('/public/ws', '', { 'x-hc-user-id': 'mallory' })
    expect([status, seen.at(-1)?.user]).toEqual([101, undefined])
    socket?.destroy()
  })

  it('that the app declines gets the answer of the app', async () => {
    const { status, text, headers } = await shake('/declined', alice)
    expect([status, text]).toEqual([403, 'no'])
    expect(Buffer.from(String(headers['x-cat']), 'latin1').toString()).toBe('小猫')
  })

  it('ends when the app ends it', async () => {
    const { socket } = await shake('/ws', alice)
    const closed = new Promise((resolve) => socket?.once('close', resolve))
    socket?.end()
    await closed
  })

  it('gets a page when the app is away, and a refusal from files', async () => {
    const original = describeApp(`http://127.0.0.1:${(app.address() as AddressInfo).port}`)
    box.setApp(describeApp('http://127.0.0.1:9'))
    expect((await shake('/ws', alice)).status).toBe(502)
    const target = { kind: 'file', folder: '/nowhere' } as const
    const route = { prefix: '/', target, trimPrefix: true, useBackendHost: false }
    box.setApp({ ...original, routes: [route] })
    expect((await shake('/ws', alice)).status).toBe(405)
    box.setApp({ ...original, routes: [] })
    expect((await shake('/ws', alice)).status).toBe(404)
    box.setApp(original)
  })

  it.each([
    ['another protocol', 'echo.devbox.localhost', 'h2c'],
    ['the box itself', 'devbox.localhost', 'websocket'],
    ['an unknown host', 'evil.example', 'websocket'],
  ])('is the only thing that passes: %s', async (_, name, protocol) => {
    const { port } = new URL(box.origin)
    const head = `GET /public HTTP/1.1\r\nHost: ${name}:${port}\r\nConnection: Upgrade\r\n`
    const before = seen.length
    expect(await raw(box, `${head}Upgrade: ${protocol}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /)
    expect(seen.length).toBe(before)
  })

  it('is cut when the box closes', async () => {
    const { port } = app.address() as AddressInfo
    const other = await createDevbox({
      keys: boxKeys(),
      app: describeApp(`http://127.0.0.1:${port}`, { publicPaths: ['/'] }),
    })
    const head = `GET /ws HTTP/1.1\r\nHost: ${new URL(other.appOrigin).host}\r\n`
    const key = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n'
    const socket = connect(Number(new URL(other.origin).port), '127.0.0.1')
    let text = ''
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    const cut = once(socket, 'close')
    socket.write(head + key)
    await expect.poll(() => text).toMatch(/^HTTP\/1\.1 101 [\s\S]*hello $/)
    await other.close()
    await cut
  })
})

describe('a WebSocket handshake', () => {
  beforeAll(() => {
    const inject = { unless: [], prefixDomain: undefined, authRequired: true } as const
    const value = { kind: 'text', text: '1' } as const
    const injects = (['request', 'response'] as const).map((on) => ({
      ...{ ...inject, on, when: ['/injected*'] },
      changes: [{ kind: 'set', name: `X-On-${on}`, value } as const],
    }))
    box.setApp(describeApp(originOf(app), { injects }))
  })

  it.each(['/injected', '/injected/declined'])(
    'is changed by injects both ways: %s',
    async (path) => {
      const shaken = await shake(path, alice)
      shaken.socket?.destroy()
      expect(valuesOf(seen.at(-1)?.raw ?? [], 'X-On-request')).toEqual(['1'])
      expect([shaken.headers['x-on-response'], shaken.headers['x-on-request']]).toEqual([
        '1',
        undefined,
      ])
    },
  )

  it('of a script is its user’s, and nobody’s with a token that is unknown', async () => {
    const name = 'Lzc-Api-Auth-Token'
    const shaken = await shake('/', '', { [name]: box.makeApiToken('bob') })
    shaken.socket?.destroy()
    expect([shaken.status, seen.at(-1)?.user]).toEqual([101, 'bob'])
    expect((await shake('/', alice, { [name]: 'made-up' })).status).toBe(307)
  })
})
