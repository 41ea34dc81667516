/** The part of the contract about what the app answers, and when. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Framework } from '../../../../test/contract/table.ts'
import { createFixture } from '../support/fixture.ts'
import { heldBy, type Serve, start, startSignedIn } from './adapter-fixture.ts'
import { send } from './http.ts'

export function describeAnswers(name: Framework, serve: Serve): void {
  describe(`${name}: answers of the app`, () => {
    it(
      'leave piece by piece: the first event does not wait for the second',
      heldBy(name, 11),
      async () => {
        let release = () => {}
        const seen = new Promise<void>((resolve) => {
          release = resolve
        })
        async function* events() {
          yield 'data: 1\n\n'
          await seen
          yield 'data: 2\n\n'
        }
        const { origin, cookie } = await startSignedIn(serve, { guarded: true, answer: events })
        const socket = connect(Number(new URL(origin).port), '127.0.0.1')
        const head = `host: x\r\naccept: text/event-stream\r\ncookie: ${cookie}\r\nconnection: close`
        socket.setEncoding('utf8').write(`GET /x HTTP/1.1\r\n${head}\r\n\r\n`)
        let answer = ''
        while (!answer.includes('data: 1')) answer += (await once(socket, 'data'))[0]
        expect(answer).not.toContain('data: 2')
        release()
        for await (const piece of socket) answer += piece
        expect(answer).toContain('data: 2')
      },
    )

    it.each([
      ['HEAD', 200],
      ['GET', 204],
      ['GET', 304],
    ])('have no body where none belongs: %s with %i', heldBy(name, 11), async (method, status) => {
      const app = { guarded: true, status, answer: () => (method === 'HEAD' ? ['body'] : []) }
      const { origin, cookie } = await startSignedIn(serve, app)
      const socket = connect(Number(new URL(origin).port), '127.0.0.1')
      const head = `host: x\r\ncookie: ${cookie}\r\nconnection: close`
      socket.setEncoding('utf8').write(`${method} /x HTTP/1.1\r\n${head}\r\n\r\n`)
      let answer = ''
      for await (const piece of socket) answer += piece
      expect(answer.split('\r\n\r\n')).toEqual([expect.stringMatching(`^HTTP/1.1 ${status}`), ''])
    })

    it('of two apps on one host know each its own session', heldBy(name, 25), async () => {
      const apps = ['one', 'other'].map((cookieName) => ({ session: { cookieName } }))
      const [one, other] = [
        await startSignedIn(serve, {}, apps[0]),
        await startSignedIn(serve, {}, apps[1]),
      ]
      const stranger = createFixture(apps[1])
      expect(await stranger.login.readSession(one.cookie, undefined)).toBeUndefined()
      const headers = { cookie: `${one.cookie}; ${other.cookie}` }
      for (const { origin } of [one, other]) {
        expect((await send(origin, '/x', { headers })).body).toBe('app:u-1')
      }
      const out = { method: 'POST', headers: { ...headers, origin: one.login.origin } }
      const left = await send(one.origin, '/logout', out)
      expect(left.headers['set-cookie']?.join()).not.toContain('other')
      expect((await send(one.origin, '/x', { headers })).body).toBe('app:nobody')
      expect((await send(other.origin, '/x', { headers })).body).toBe('app:u-1')
    })

    it('to somebody without a session are none of another app', heldBy(name, 25), async () => {
      const { origin } = await start(serve, {}, { session: { cookieName: 'one' } })
      const other = await startSignedIn(serve, {}, { session: { cookieName: 'other' } })
      const { body } = await send(origin, '/x', { headers: { cookie: other.cookie } })
      expect(body).toBe('app:nobody')
    })
  })
}
