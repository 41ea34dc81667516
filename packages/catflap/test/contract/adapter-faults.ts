/** The part of the contract about clients, proxies and stores that misbehave. */
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Framework } from '../../../../test/contract/table.ts'
import { NAVIGATION } from '../support/browser.ts'
import { APP } from '../support/provider.ts'
import { FAILURES } from '../support/stores.ts'
import { expectAlive, heldBy, type Serve, start, startSignedIn } from './adapter-fixture.ts'
import { send } from './http.ts'

export function describeFaults(name: Framework, serve: Serve): void {
  describe(`${name}: hostile and broken surroundings`, () => {
    it.each<[string, Record<string, string>]>([
      ['Host', { host: 'evil.example' }],
      ['X-Forwarded-Host', { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }],
      ['Forwarded', { forwarded: 'host=evil.example;proto=http' }],
      ['X-Original-URL', { 'x-original-url': 'https://evil.example/', 'x-rewrite-url': '/evil' }],
    ])('%s cannot move the redirect URI', heldBy(name, 8), async (_, headers) => {
      const { origin } = await start(serve)
      const { headers: answered } = await send(origin, '/login', {
        headers: { ...NAVIGATION, ...headers },
      })
      const { searchParams } = new URL(answered.location!)
      expect(searchParams.get('redirect_uri')).toBe(`${APP}/callback`)
      expect(JSON.stringify(answered)).not.toContain('evil')
    })

    // As servers and frameworks hand them on that have no event of their own for upgrades.
    it.each<[string, Record<string, string>]>([
      ['HTTP/1.1', { connection: 'Upgrade', upgrade: 'websocket' }],
      ['HTTP/2', { 'sec-websocket-version': '13' }],
    ])(
      'a WebSocket (%s) of another page is nobody’s, and refused by a guard',
      heldBy(name, 10),
      async (_, shake) => {
        const open = await startSignedIn(serve)
        const closed = await startSignedIn(serve, { guarded: true })
        const ask = ({ origin, cookie }: typeof open, from?: string) =>
          send(origin, '/x', { headers: { ...shake, cookie, ...(from && { origin: from }) } })
        for (const foreign of ['https://evil.example', 'https://other.box.heiyu.space', 'null']) {
          expect((await ask(open, foreign)).body, foreign).toBe('app:nobody')
          const refused = await ask(closed, foreign)
          expect([refused.status, JSON.parse(refused.body).code]).toEqual([
            403,
            'CROSS_ORIGIN_REFUSED',
          ])
        }
        for (const own of [APP, undefined]) {
          expect((await ask(open, own)).body).toBe('app:u-1')
          expect((await ask(closed, own)).body).toBe('app:u-1')
        }
      },
    )

    it.each(FAILURES)(
      'says 503 and keeps cookies when the store %s',
      heldBy(name, 12),
      async (_, fail) => {
        const { origin, cookie, store } = await startSignedIn(serve)
        store.fail = fail
        for (const [method, target] of [
          ['GET', '/logout'],
          ['POST', '/logout'],
          ['GET', '/x'],
        ] as const) {
          const { status, headers } = await send(origin, target, {
            method,
            headers: { cookie, origin: APP },
          })
          expect([status, headers['retry-after'], headers['set-cookie']], target).toEqual([
            503,
            '5',
            undefined,
          ])
        }
        store.fail = undefined
        expect((await send(origin, '/x', { headers: { cookie } })).body).toBe('app:u-1')
      },
    )

    it('leaves a connection in order after a body that nobody read', async () => {
      const { origin } = await start(serve)
      const body = 'x'.repeat(200_000)
      const post = `POST /logout HTTP/1.1\r\nhost: x\r\norigin: ${APP}\r\ncontent-length: ${body.length}`
      const next = 'GET /x HTTP/1.1\r\nhost: x\r\nconnection: close'
      const socket = connect(Number(new URL(origin).port), '127.0.0.1')
      socket.end(`${post}\r\n\r\n${body}${next}\r\n\r\n`)
      const chunks: Buffer[] = []
      for await (const chunk of socket) chunks.push(chunk as Buffer)
      const answers = Buffer.concat(chunks).toString()
      expect(answers.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 303', 'HTTP/1.1 200'])
    })

    it('outlives a client that hangs up in the middle of its body', heldBy(name, 16), async () => {
      const { origin, cookie } = await startSignedIn(serve)
      const { port } = new URL(origin)
      await new Promise<void>((resolve, reject) => {
        const socket = connect(Number(port), '127.0.0.1', () => {
          const head = ['POST /logout HTTP/1.1', 'host: x', `origin: ${APP}`, `cookie: ${cookie}`]
          socket.write(`${head.join('\r\n')}\r\ncontent-length: 1000\r\n\r\nabc`, () =>
            socket.resetAndDestroy(),
          )
        })
        socket.on('close', () => resolve())
        socket.on('error', reject)
      })
      await expectAlive(origin)
    })

    it('outlives a client that hangs up before the answer', heldBy(name, 16), async () => {
      const { origin, provider, browser } = await start(serve)
      const callback = await browser.begin()
      const { port } = new URL(origin)
      let answerToken = () => {}
      const asked = new Promise<void>((resolve) => {
        provider.answers.set('token', async () => {
          resolve()
          await new Promise<void>((go) => {
            answerToken = go
          })
          return new Response('{}', {
            status: 400,
            headers: { 'content-type': 'application/json' },
          })
        })
      })
      const socket = connect(Number(port), '127.0.0.1')
      socket.write(`GET ${callback} HTTP/1.1\r\nhost: x\r\ncookie: ${browser.header()}\r\n\r\n`)
      await asked
      await new Promise((resolve) => socket.on('close', resolve).resetAndDestroy())
      answerToken()
      await expectAlive(origin)
    })
  })
}
