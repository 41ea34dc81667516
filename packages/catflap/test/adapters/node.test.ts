import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import {
  type OpenHandler,
  readSession,
  requireGroup,
  requireLogin,
  withLogin,
} from '../../src/adapters/node.ts'
import { describeAdapter } from '../contract/adapter.ts'
import type { Serve } from '../contract/adapter-fixture.ts'
import { describeHotPath } from '../contract/adapter-hot-path.ts'
import { send } from '../contract/http.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { APP } from '../support/provider.ts'
import { listen } from '../support/server.ts'

const serve: Serve = async (login, { guarded, source, row, groups, status, answer }) => {
  const app: OpenHandler = async (req, res, session) => {
    res.statusCode = status
    for await (const piece of answer(req.url ?? '', session)) {
      if (!res.write(piece)) await new Promise((resolve) => res.once('drain', resolve))
    }
    res.end()
  }
  if (row)
    return listen(createServer(withLogin(login, requireLogin(login, requireLogin(login, app)))))
  if (groups) return listen(createServer(requireGroup(login, groups, app)))
  if (source) return listen(createServer(requireLogin(login, app, { source })))
  return listen(createServer((guarded ? requireLogin : withLogin)(login, app)))
}

describeAdapter('node:http', serve)
describeHotPath('node:http', serve)

it('node:http: POST /logout works when something before has read the body', async () => {
  const { login, browser } = createFixture()
  await browser.signIn()
  const cookie = browser.header()!
  const listener = withLogin(login, () => expect.unreachable())
  const served = await listen(
    createServer(async (req, res) => {
      for await (const _ of req);
      listener(req, res)
    }),
  )
  onTestFinished(served.close)
  const headers = { cookie, origin: APP, 'content-type': 'text/plain' }
  const { status } = await send(served.origin, '/logout', { method: 'POST', headers, body: 'a=b' })
  expect(status).toBe(303)
  expect(await login.readSession(cookie, undefined)).toBeUndefined()
})

it.each<[string, (req: IncomingMessage) => unknown]>([
  [
    'has read the body',
    async (req) => {
      for await (const _ of req);
    },
  ],
  ['has begun to read the body', async (req) => void (await once(req, 'data'))],
])(
  'node:http: a Logout Token is refused, not waited for, when something before %s',
  async (_, before) => {
    const { login, log } = createFixture()
    const listener = withLogin(login, () => expect.unreachable())
    const served = await listen(
      createServer(async (req, res) => {
        await before(req)
        listener(req, res)
      }),
    )
    onTestFinished(served.close)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const asked = { method: 'POST', headers, body: 'logout_token=x' }
    const { status, body } = await send(served.origin, '/backchannel-logout', asked)
    expect([status, JSON.parse(body).code]).toEqual([500, 'BODY_UNREADABLE'])
    expect(String(log.errors[0]?.cause)).toContain('mount body parsers behind it')
  },
)

it('node:http: a WebSocket learns whose it is, the ingress user included', async () => {
  const { login, browser } = createFixture({ session: { followIngressUser: true } })
  const callback = await browser.begin()
  await browser.get(callback, { ...NAVIGATION, 'x-hc-user-id': 'alice' })
  const server = createServer()
  server.on('upgrade', async (req, socket) => {
    const session = await readSession(login, req)
    socket.end(`HTTP/1.1 403 ${session?.sub ?? 'nobody'}\r\nConnection: close\r\n\r\n`)
  })
  const served = await listen(server)
  onTestFinished(served.close)
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket', cookie: browser.header()! }
  const seen = async (user: string) => {
    const headers = { ...upgrade, 'x-hc-user-id': user }
    return (await send(served.origin, '/ws', { headers })).reason
  }
  expect([await seen('alice'), await seen('bob')]).toEqual(['u-1', 'nobody'])
})
