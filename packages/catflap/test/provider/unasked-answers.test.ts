/** What a server sends that was not asked for: none of it is an answer to what is asked next. */
import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createTransport } from '../../src/provider/create-transport.ts'
import { createProviderFetch } from '../../src/provider/http.ts'
import { connections } from '../support/connections.ts'
import { createEventLog } from '../support/events.ts'
import { refusal } from '../support/refusal.ts'
import { DIRECT } from '../support/transport.ts'

const { emit } = createEventLog()
const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close()
})

function client() {
  const transport = createTransport(DIRECT, undefined, undefined)
  opened.push(transport)
  return createProviderFetch(transport, 5, emit)
}

const answer = (body: string): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
const own = (request: number) => answer(JSON.stringify({ request }))
const EVIL = answer('{"evil":true}')

describe('a second answer to one request', () => {
  it.each([
    ['in one piece with the first', (socket: Socket) => socket.write(own(1) + EVIL)],
    [
      'on the idle connection',
      (socket: Socket) => {
        socket.write(own(1))
        setTimeout(() => socket.write(EVIL), 20)
      },
    ],
  ])('%s answers no other', async (_, first) => {
    const { origin } = await connections((socket, connection, request) => {
      if (connection === 1 && request === 1) first(socket)
      else socket.write(answer('{"late":true}'))
    })
    const fetchIt = client()
    expect((await fetchIt('jwks', origin)).text).toBe('{"request":1}')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect((await fetchIt('jwks', origin)).text).toBe('{"late":true}')
  })
})

describe('an answer without an end', () => {
  it.each([
    ['of interim answers', 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n', ''],
    ['of headers', 'x-more: yes\r\n', 'HTTP/1.1 200 OK\r\n'],
    [
      'of trailers',
      'x-more: yes\r\n',
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n',
    ],
  ])('%s is given up', async (_, again, start) => {
    const { origin } = await connections((socket) => {
      socket.write(start)
      const more = () => {
        if (socket.destroyed) return
        socket.write(again.repeat(500), () => setImmediate(more))
      }
      more()
    })
    await expect(client()('jwks', origin, {}, 1)).rejects.toEqual(refusal('JWKS_UNAVAILABLE'))
  })
})
