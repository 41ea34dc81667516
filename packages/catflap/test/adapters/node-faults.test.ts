/** What the app behind node:http throws, and whom it must not hand over to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { holds } from '../../../../test/contract/holds.ts'
import { type OpenHandler, requireLogin, sendResponse, withLogin } from '../../src/adapters/node.ts'
import type { LoginOptions } from '../../src/configuration/login-options.ts'
import { LoginError } from '../../src/errors.ts'
import { send } from '../contract/http.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { listen } from '../support/server.ts'
import { asyncStore, FAILURES } from '../support/stores.ts'

const BUG = new Error('bug')

async function start(handler: OpenHandler, options: LoginOptions = {}) {
  const fixture = createFixture(options)
  await fixture.browser.signIn()
  const served = await listen(createServer(requireLogin(fixture.login, handler)))
  onTestFinished(served.close)
  fixture.log.events.length = 0
  fixture.log.errors.length = 0
  const cookie = fixture.browser.header()!
  return { ...fixture, origin: served.origin, cookie }
}

const FAULTS: readonly (readonly [string, OpenHandler])[] = [
  [
    'throws',
    () => {
      throw BUG
    },
  ],
  ['rejects', async () => Promise.reject(BUG)],
  [
    'rejects by a promise of its own kind',
    // biome-ignore lint/suspicious/noThenProperty: that is the point
    () => ({ then: (_: unknown, reject: (error: unknown) => void) => reject(BUG) }),
  ],
  [
    'throws with headers made ready',
    (_, res) => {
      res.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' })
      res.statusCode = 201
      res.setHeader('content-length', 3)
      res.setHeader('content-encoding', 'gzip')
      throw BUG
    },
  ],
]

describe.each<[string, LoginOptions]>([
  ['at once', {}],
  ['later', { session: { store: asyncStore() } }],
])('node:http, with a store that answers %s: an app that', (_, options) => {
  it.each(FAULTS)(
    '%s is answered with 500, and told once',
    holds('node:http', 14),
    async (_, handler) => {
      const { origin, cookie, log } = await start(handler, options)
      const answer = await send(origin, '/x', { headers: { cookie } })
      expect([answer.status, JSON.parse(answer.body).code]).toEqual([500, 'INTERNAL'])
      expect(answer.headers['content-encoding']).toBeUndefined()
      expect(log.events).toEqual([{ type: 'request-refused', code: 'INTERNAL' }])
      expect(log.errors.map(({ cause }) => cause)).toEqual([BUG])
    },
  )

  it('fails in the middle of its answer is cut off, and told once', async () => {
    const { origin, cookie, log } = await start(async (_, res) => {
      res.write('half')
      await Promise.resolve()
      throw BUG
    }, options)
    const asked = send(origin, '/x', { headers: { cookie } })
    await expect(asked).rejects.toThrow(/aborted|hang up|ECONNRESET/)
    expect(log.events).toEqual([{ type: 'request-refused', code: 'INTERNAL' }])
  })

  it('fails after its answer has only that told', async () => {
    const { origin, cookie, log } = await start(async (_, res) => {
      res.end('whole')
      throw BUG
    }, options)
    expect((await send(origin, '/x', { headers: { cookie } })).body).toBe('whole')
    expect(log.events).toEqual([{ type: 'request-refused', code: 'INTERNAL' }])
  })

  it('rejects with an error of the session has that answered', async () => {
    const { origin, cookie, log } = await start(
      () => Promise.reject(new LoginError('ACCESS_TOKEN_EXPIRED', 'x')),
      options,
    )
    expect((await send(origin, '/x', { headers: { cookie } })).status).toBe(401)
    expect(log.events).toEqual([{ type: 'request-refused', code: 'ACCESS_TOKEN_EXPIRED' }])
  })
})

describe('node:http: an answer that comes too late', () => {
  const late = new Response('late', { headers: { 'x-late': '1' } })

  it.each<[string, (res: ServerResponse) => unknown]>([
    ['after the head of another', (res) => res.flushHeaders()],
    ['after the whole of another', (res) => res.end('first')],
    ['after the client has gone', (res) => res.destroy()],
  ])('%s changes nothing', async (_, before) => {
    const settled = new Promise<void>((resolve, reject) => {
      void listen(
        createServer((req, res) => {
          before(res)
          sendResponse(req, res, late.clone()).then(resolve, reject)
          res.end()
        }),
      ).then(({ origin, close }) => {
        onTestFinished(close)
        send(origin, '/').catch(() => undefined)
      })
    })
    await expect(settled).resolves.toBeUndefined()
  })

  it.each<[string, () => Response]>([
    [
      'whose body breaks',
      () => new Response(new ReadableStream({ pull: (c) => c.error(new Error('x')) })),
    ],
    ['whose header node refuses', () => new Response('x', { headers: { 'x-bell': '\x07' } })],
  ])('nor does one %s: it becomes 500', async (_, make) => {
    const { origin, close } = await listen(
      createServer((req, res) => void sendResponse(req, res, make())),
    )
    onTestFinished(close)
    expect((await send(origin, '/')).status).toBe(500)
  })
})

describe('node:http: what is no handler', () => {
  const { login } = createFixture()
  const app = () => Object.assign((_req: IncomingMessage, _res: ServerResponse) => {}, {})
  it.each<[string, object]>([
    ['an app of Express', Object.assign(app(), { handle() {}, use() {}, listen() {} })],
    ['an app of Connect', Object.assign(app(), { handle() {} })],
    ['a router of Express', Object.assign(app(), { use() {} })],
    ['an app of another framework', { fetch() {} }],
  ])('%s is refused at start, with the remedy', (_, handler) => {
    for (const adapter of [requireLogin, withLogin]) {
      const pass = () => adapter(login, handler as never)
      expect(pass).toThrow(TypeError)
      expect(pass).toThrow('(req, res) => app(req, res)')
      expect(pass).toThrow('请写成')
    }
    expect(() => requireLogin(login, app())).not.toThrow()
  })
})

it.each(FAILURES)('node:http: a store that %s is no bug of the app', async (_, fail) => {
  const { origin, cookie, store, log } = await start(() => expect.unreachable())
  store.fail = fail
  expect((await send(origin, '/x', { headers: { ...NAVIGATION, cookie } })).status).toBe(503)
  expect(log.events).toMatchObject([{ type: 'request-refused', code: 'STORE_UNAVAILABLE' }])
})
