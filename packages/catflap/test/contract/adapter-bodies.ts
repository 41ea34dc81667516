/** The part of the contract about the one path of the login that reads a body. */
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Framework } from '../../../../test/contract/table.ts'
import { FORM, logoutToken } from '../support/logout-token.ts'
import { expectAlive, heldBy, type Serve, start, startSignedIn } from './adapter-fixture.ts'
import { send } from './http.ts'

const PATH = '/backchannel-logout'
const HEAD = `POST ${PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: ${FORM}\r\n`

/** Sends pieces, one after the other, over one connection; all that comes back. */
async function speak(origin: string, ...pieces: readonly string[]): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  const chunks: Buffer[] = []
  const done = new Promise<void>((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('end', resolve).on('error', reject)
  })
  for (const piece of pieces) {
    socket.write(piece)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await done
  socket.destroy()
  return Buffer.concat(chunks).toString()
}

const statusesOf = (answers: string) => answers.match(/^HTTP\/1\.1 \d+/gm)
const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`

export function describeBodies(name: Framework, serve: Serve): void {
  describe(`${name}: the back channel`, () => {
    it('carries a Logout Token', async () => {
      const { origin, login, cookie, clock } = await startSignedIn(serve)
      const token = await logoutToken(clock.now(), { sid: undefined })
      const answer = await send(origin, PATH, {
        method: 'POST',
        headers: { 'content-type': FORM },
        body: `logout_token=${token}`,
      })
      expect([answer.status, answer.body, answer.headers['cache-control']]).toEqual([
        200,
        '',
        'no-store',
      ])
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(await login.readSession(cookie, undefined)).toBeUndefined()
    })

    it('puts together what comes in pieces, and leaves the connection in order', async () => {
      const { origin, login, cookie, clock } = await startSignedIn(serve)
      const form = `logout_token=${await logoutToken(clock.now(), { sid: undefined })}`
      const pieces = [form.slice(0, 5), form.slice(5, 300), form.slice(300)].map(chunked)
      const next = 'GET /x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
      const head = `${HEAD}transfer-encoding: chunked\r\n\r\n`
      const answers = await speak(origin, head, ...pieces, '0\r\n\r\n', next)
      expect(statusesOf(answers)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200'])
      expect(await login.readSession(cookie, undefined)).toBeUndefined()
    })

    it('refuses a body that is too long, and does not wait for its end', async () => {
      const { origin } = await start(serve)
      const answers = await new Promise<string>((resolve, reject) => {
        const socket = connect(Number(new URL(origin).port), '127.0.0.1')
        socket.write(`${HEAD}content-length: 9000000\r\n\r\n${'x'.repeat(100_000)}`)
        socket.on('error', reject)
        socket.once('data', (chunk: Buffer) => {
          resolve(chunk.toString())
          socket.destroy()
        })
      })
      expect(statusesOf(answers)).toEqual(['HTTP/1.1 413'])
      await expectAlive(origin)
    })

    it('leaves no connection blocked by the rest of a body that is too long', async () => {
      const { origin } = await start(serve)
      const body = 'x'.repeat(3_000_000)
      const post = `${HEAD}content-length: ${body.length}\r\n\r\n${body}`
      const next = 'GET /x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
      const [first, ...more] = statusesOf(await speak(origin, post, next)) ?? []
      expect(first).toBe('HTTP/1.1 413')
      // A server may also close a connection whose request it did not want to the end.
      expect([[], ['HTTP/1.1 200']]).toContainEqual(more)
      await expectAlive(origin)
    })

    it(
      'outlives a client that hangs up in the middle of a token, and waits no longer',
      heldBy(name, 16),
      async () => {
        const { origin, log } = await start(serve)
        await new Promise<void>((resolve, reject) => {
          const socket = connect(Number(new URL(origin).port), '127.0.0.1', () =>
            socket.write(`${HEAD}content-length: 1000\r\n\r\nlogout_`, () =>
              setTimeout(() => socket.resetAndDestroy(), 20),
            ),
          )
          socket.on('close', () => resolve())
          socket.on('error', reject)
        })
        await expect
          .poll(() => log.of('request-refused'))
          .toEqual([{ type: 'request-refused', code: 'BODY_UNREADABLE' }])
        await expectAlive(origin)
      },
    )

    it('is no path for a page: GET is refused', async () => {
      const { origin } = await start(serve)
      const { status, headers } = await send(origin, PATH)
      expect([status, headers.allow]).toEqual([405, 'POST'])
    })
  })
}
