/** The adapters behind HTTP/2, whose requests and answers are made differently. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { METHODS } from 'node:http'
import {
  connect,
  createSecureServer,
  type Http2SecureServer,
  type IncomingHttpHeaders,
  type SecureServerOptions,
} from 'node:http2'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer, getRequestListener } from '@hono/node-server'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { holds } from '../../../../test/contract/holds.ts'
import type { Framework } from '../../../../test/contract/table.ts'
import catflap from '../../src/adapters/fastify.ts'
import { type LoginEnv, withLogin as withHonoLogin } from '../../src/adapters/hono.ts'
import { withLogin as withKoaLogin } from '../../src/adapters/koa.ts'
import { requireLogin, withLogin } from '../../src/adapters/node.ts'
import { authenticate } from '../../src/adapters/web.ts'
import type { Login } from '../../src/login.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { FORM, logoutToken } from '../support/logout-token.ts'
import { APP } from '../support/provider.ts'
import { listen } from '../support/server.ts'

let certificate: SecureServerOptions
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-http2-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const subject = ['-subj', '/CN=localhost', '-days', '2', '-keyout', key, '-out', cert]
  execFileSync('openssl', ['req', '-x509', ...curve, ...subject], { stdio: 'ignore' })
  certificate = { key: readFileSync(key), cert: readFileSync(cert), allowHTTP1: true }
  rmSync(folder, { recursive: true })
})

afterEach(() => {
  vi.restoreAllMocks()
})

interface Answer {
  readonly headers: IncomingHttpHeaders & { readonly ':status'?: number | undefined }
  readonly body: string
}

type Serve = (login: Login) => Http2SecureServer | Promise<Http2SecureServer>

const ADAPTERS: readonly (readonly [Framework, Serve])[] = [
  [
    'node:http',
    (login) =>
      createSecureServer(
        certificate,
        withLogin(login, (_, res, session) => void res.end(`app:${session?.sub ?? 'nobody'}`)),
      ),
  ],
  [
    'Hono 4',
    (login) => {
      const app = new Hono<LoginEnv>()
      app.use(withHonoLogin(login))
      app.all('*', (c) => c.text(`app:${c.get('session')?.sub ?? 'nobody'}`))
      return createAdaptorServer({
        fetch: app.fetch,
        createServer: createSecureServer,
        serverOptions: certificate,
      }) as Http2SecureServer
    },
  ],
  [
    'Fastify 5',
    async (login) => {
      const app = Fastify({ http2: true, https: certificate })
      onTestFinished(() => app.close())
      await app.register(catflap as never, { login })
      app.all('/*', async (request) => `app:${request.auth?.sub ?? 'nobody'}`)
      await app.ready()
      return app.server
    },
  ],
  [
    'Koa 3',
    (login) => {
      const app = new Koa().use(withKoaLogin(login)).use((ctx) => {
        ctx.body = `app:${ctx.state.session?.sub ?? 'nobody'}`
      })
      return createSecureServer(certificate, app.callback())
    },
  ],
  [
    'catflap/web',
    (login) =>
      createSecureServer(
        certificate,
        getRequestListener(async (request) => {
          const found = await authenticate(login, request)
          if (found instanceof Response) return found
          return new Response(`app:${found?.sub ?? 'nobody'}`)
        }),
      ),
  ],
]

async function start(serve: Serve) {
  const fixture = createFixture()
  const { origin, close } = await listen(await serve(fixture.login))
  const client = connect(origin.replace('http:', 'https:'), { rejectUnauthorized: false })
  client.on('error', () => {})
  onTestFinished(async () => {
    client.destroy()
    await close()
  })

  function ask(
    path: string,
    headers: Readonly<Record<string, string | string[]>> = {},
    body?: string,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const stream = client.request({ ':path': path, ...headers })
      let answered: Answer['headers'] = {}
      const chunks: Buffer[] = []
      stream.on('response', (head) => {
        answered = head
      })
      stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject)
      stream.on('close', () => {
        resolve({ headers: answered, body: Buffer.concat(chunks).toString() })
      })
      stream.end(body)
    })
  }
  return { ...fixture, origin, client, ask }
}

describe.each(ADAPTERS)('%s behind HTTP/2', (name, serve) => {
  it(
    'carries a whole login, with cookies in several lines as browsers send them',
    holds(name, 16),
    async () => {
      const { ask, provider } = await start(serve)
      const begun = await ask('/login?return_to=/x', NAVIGATION)
      expect(begun.headers[':status']).toBe(302)
      const cookies = begun.headers['set-cookie']!.map((line) => line.split(';')[0]!)
      const callback = provider.approve(String(begun.headers.location))
      const done = await ask(callback, { ...NAVIGATION, cookie: ['a=1', ...cookies, 'b=2'] })
      expect([done.headers[':status'], done.headers.location]).toEqual([303, '/x'])
      expect(done.headers['set-cookie']).toHaveLength(3)
      const session = done.headers['set-cookie']![0]!.split(';')[0]!
      expect((await ask('/x', { cookie: ['a=1', session] })).body).toBe('app:u-1')
      expect((await ask('/x')).body).toBe('app:nobody')
    },
  )

  it.each(['TRACE', 'DELETE', 'BREW', 'get'])(
    'answers %s, and lives',
    holds(name, 16),
    async (method) => {
      const { ask } = await start(serve)
      const { headers } = await ask('/logout', { ':method': method })
      // Fastify hands on no method that Node's parser for HTTP/1 does not know.
      const isUnknown = name === 'Fastify 5' && !METHODS.includes(method)
      // A Request knows its usual methods in small letters too.
      const expected = method === 'get' ? [200, undefined] : [405, 'GET, HEAD, POST']
      expect([headers[':status'], headers.allow]).toEqual(isUnknown ? [404, undefined] : expected)
      expect((await ask('/login', NAVIGATION)).headers[':status']).toBe(302)
    },
  )

  it('takes a Logout Token', async () => {
    const { ask, browser, login, clock } = await start(serve)
    await browser.signIn()
    const cookie = browser.header()
    const token = await logoutToken(clock.now(), { sid: undefined })
    const headers = { ':method': 'POST', 'content-type': FORM }
    const answer = await ask('/backchannel-logout', headers, `logout_token=${token}`)
    expect(answer.headers[':status']).toBe(200)
    expect(await login.readSession(cookie, undefined)).toBeUndefined()
  })

  it(
    'outlives a stream that is reset in the middle of a Logout Token',
    holds(name, 16),
    async () => {
      const { ask, client, log } = await start(serve)
      const headers = { ':method': 'POST', ':path': '/backchannel-logout', 'content-type': FORM }
      const stream = client.request(headers)
      stream.on('error', () => {})
      stream.write('logout_token=x')
      await ask('/x')
      stream.close(8)
      await expect.poll(() => log.of('request-refused').length).toBe(1)
      expect((await ask('/login', NAVIGATION)).headers[':status']).toBe(302)
    },
  )

  it('answers HTTP/1.1 on the same port', async () => {
    const { origin } = await start(serve)
    const { port } = new URL(origin)
    const status = await new Promise((resolve, reject) => {
      const options = { port, path: '/login', headers: NAVIGATION, rejectUnauthorized: false }
      httpsRequest(options, (res) => resolve(res.resume().statusCode))
        .on('error', reject)
        .end()
    })
    expect(status).toBe(302)
  })
})

describe('node:http2', () => {
  const app = (handler: Parameters<typeof requireLogin>[1]) => (login: Login) =>
    createSecureServer(certificate, requireLogin(login, handler))

  it('finds the host where HTTP/2 has it, and moves a name with a prefix to the registered one', async () => {
    const { ask } = await start(ADAPTERS[0]![1])
    const authority = `a-${new URL(APP).host}`
    const { headers } = await ask('/login', { ...NAVIGATION, ':authority': authority })
    expect(headers.location).toBe(`${APP}/login`)
  })

  it('cuts off, not short, the answer of an app that fails in its middle', async () => {
    const { ask, browser, log } = await start(
      app(async (_, res) => {
        res.write('half')
        await new Promise((resolve) => setImmediate(resolve))
        throw new Error('bug')
      }),
    )
    await browser.signIn()
    await expect(ask('/x', { cookie: browser.header()! })).rejects.toThrow('NGHTTP2_INTERNAL_ERROR')
    expect(log.of('request-refused')).toEqual([{ type: 'request-refused', code: 'INTERNAL' }])
  })

  it('sends nothing that belongs to one connection of HTTP/1', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const page = new Response('mine', { headers: { connection: 'close', 'keep-alive': '1' } })
    const login = createFixture({ failurePage: () => page.clone() }).login
    const { ask } = await start(() =>
      createSecureServer(
        certificate,
        withLogin(login, () => {}),
      ),
    )
    const { headers, body } = await ask('/callback?state=x&code=y', NAVIGATION)
    expect([headers[':status'], body, headers.connection]).toEqual([400, 'mine', undefined])
    expect(warned).not.toHaveBeenCalled()
  })

  it('refuses a Logout Token whose body was read before, and does not wait', async () => {
    const { ask } = await start((login) => {
      const listener = withLogin(login, () => {})
      return createSecureServer(certificate, async (req, res) => {
        for await (const _ of req);
        listener(req, res)
      })
    })
    const headers = { ':method': 'POST', 'content-type': FORM }
    const answer = await ask('/backchannel-logout', headers, 'logout_token=x')
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'BODY_UNREADABLE' })
  })
})
