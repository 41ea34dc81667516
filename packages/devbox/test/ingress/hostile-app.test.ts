/** What an app answers is bytes from outside: none of them may end the devbox. */

import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../../test/support/box-keys.ts'
import { createDevbox, type Devbox } from '../../src/index.ts'
import { describeApp, raw, visit } from '../support/ingress.ts'

let answer = ''
const sockets = new Set<Socket>()
const app = createServer((socket) => {
  sockets.add(socket)
  socket.on('error', () => {})
  socket.once('data', () => socket.end(answer, 'latin1'))
})
let box: Devbox
beforeAll(async () => {
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  const { port } = app.address() as AddressInfo
  box = await createDevbox({
    keys: boxKeys(),
    app: describeApp(`http://127.0.0.1:${port}`, { publicPaths: ['/'] }),
  })
})
afterAll(async () => {
  await box.close()
  for (const socket of sockets) socket.destroy()
  app.close()
})

const REST = 'Content-Length: 2\r\n\r\nno'

const HOSTILE: readonly (readonly [string, string])[] = [
  ['the status 099', `HTTP/1.1 099 Odd\r\n${REST}`],
  ['the status 000', `HTTP/1.1 000 Odd\r\n${REST}`],
  ['the status 001', `HTTP/1.1 001 Odd\r\n${REST}`],
  ['the status 100 and no more', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ['the status 102 and no more', 'HTTP/1.1 102 Processing\r\n\r\n'],
  ['the status 199 and no more', `HTTP/1.1 199 Odd\r\n\r\n`],
  ['the status 101 unasked', 'HTTP/1.1 101 Switching Protocols\r\n\r\nno'],
  ['another protocol', 'HTTP/1.1 101 x\r\nConnection: Upgrade\r\nUpgrade: ssh\r\n\r\nno'],
  ['the status 99999', `HTTP/1.1 99999 Odd\r\n${REST}`],
  ['the status -1', `HTTP/1.1 -1 Odd\r\n${REST}`],
  ['a control character in its reason', `HTTP/1.1 200 O\x01K\r\n${REST}`],
  ['an escape in its reason', `HTTP/1.1 200 \x1b[2J\r\n${REST}`],
  ['a NUL in its reason', `HTTP/1.1 200 O\0K\r\n${REST}`],
  ['a DEL in its reason', `HTTP/1.1 200 O\x7fK\r\n${REST}`],
  ['a control character in a header', `HTTP/1.1 200 OK\r\nX-Odd: a\x01b\r\n${REST}`],
  ['a NUL in a header', `HTTP/1.1 200 OK\r\nX-Odd: a\0b\r\n${REST}`],
  ['a DEL in a header', `HTTP/1.1 200 OK\r\nX-Odd: a\x7fb\r\n${REST}`],
  ['a control character in a name', `HTTP/1.1 200 OK\r\nX-\x01: a\r\n${REST}`],
  ['no name before the colon', `HTTP/1.1 200 OK\r\n: a\r\n${REST}`],
  ['two lengths', `HTTP/1.1 200 OK\r\nContent-Length: 3\r\n${REST}`],
  ['nothing', ''],
]

describe('an app that answers', () => {
  it.each(HOSTILE)('%s gives 502, and the box lives on', async (_, bytes) => {
    answer = bytes
    const { status, body } = await visit(box.appOrigin, '/')
    expect(status).toBe(502)
    expect(body).toMatch(/does not answer|is not HTTP/)
    expect((await visit(box.origin, '/')).status).toBe(200)
  })

  it.each(HOSTILE.filter(([name]) => !name.startsWith('another')))(
    '%s to a handshake gives 502 or a closed connection, and the box lives on',
    async (_, bytes) => {
      answer = bytes
      const head = `GET / HTTP/1.1\r\nHost: ${new URL(box.appOrigin).host}\r\n`
      const got = await raw(box, `${head}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
      expect(got).toMatch(/^(HTTP\/1\.1 (502|101) |$)/)
      expect(got).not.toMatch(/[^\P{Cc}\r\n\t]/u)
      expect((await visit(box.origin, '/')).status).toBe(200)
    },
  )

  it.each([
    ['an unusual status', `HTTP/1.1 599 Odd\r\n${REST}`, 599],
    ['a reason in another alphabet', `HTTP/1.1 404 \xe6\x97\xa0\r\n${REST}`, 404],
    ['no reason', `HTTP/1.1 200\r\n${REST}`, 200],
    ['early hints first', `HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n${REST}`, 200],
  ])('%s is passed on', async (_, bytes, status) => {
    answer = bytes
    expect(await visit(box.appOrigin, '/')).toMatchObject({ status, body: 'no' })
  })
})
