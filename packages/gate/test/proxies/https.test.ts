/** HTTPS as people have it: nginx with the configuration of docs/gate.md, and Caddy before a gate that passes requests on. */
import { request } from 'node:http'
import { connect } from 'node:tls'
import { createMemoryStore } from 'catflap'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCaddy } from '../../../../test/support/caddy.ts'
import { makeCertificate, type TestCertificate } from '../../../../test/support/certificate.ts'
import { freePort } from '../../../../test/support/free-port.ts'
import { startNginxWith } from '../../../../test/support/nginx.ts'
import { createUserAgent, type UserAgent } from '../../../../test/support/user-agent.ts'
import { PROGRAM } from '../doors/fixture.ts'
import { addressOf, cookieOf, seen, startApp, startWorld, type World } from '../support/world.ts'
import { blocksOf, withAddresses } from './docs.ts'
import { createApp } from './front.ts'

const [ASK = '', SITE = ''] = blocksOf('nginx')
const SESSION = /^__Host-catflap-gate-\d+=/
const RULES = [{ path: '/public', public: true }]

let certificate: TestCertificate
beforeAll(() => {
  certificate = makeCertificate()
})
afterAll(() => certificate?.remove())

/** Signs in as a browser does. @returns it, and every line that sets a cookie on the way */
async function signIn({ origin }: World): Promise<{ agent: UserAgent; lines: readonly string[] }> {
  const agent = createUserAgent({}, certificate.ca)
  const lines: string[] = []
  let answer = await agent.get(`${origin}/app?x=1`)
  for (let i = 0; i < 9 && answer.location !== undefined; i++) {
    if (answer.url.startsWith(`${origin}/`)) lines.push(...(answer.headers['set-cookie'] ?? []))
    answer = await agent.get(answer.location)
  }
  expect(answer).toMatchObject({ status: 200, url: `${origin}/app?x=1` })
  return { agent, lines }
}

/** What a browser demands of a name that begins with `__Host-`, and what keeps scripts and other sites away. */
function expectOfHost(lines: readonly string[]): void {
  expect(lines.filter((line) => SESSION.test(line))).not.toEqual([])
  for (const line of lines) {
    const [pair = '', ...attributes] = line.split('; ')
    expect(pair).toMatch(/^__Host-catflap-gate(?:-[\w-]+)?=/)
    expect(attributes).toEqual(
      expect.arrayContaining(['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax']),
    )
    expect(attributes.join()).not.toMatch(/domain/i)
  }
}

describe('nginx that takes HTTPS and asks', () => {
  let world: World
  let close: () => Promise<void>
  /** The same site by plain http. */
  let plain: number
  beforeAll(async () => {
    const app = createApp([])
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
    const port = await freePort()
    plain = await freePort()
    const auth = { listen: '127.0.0.1:0', proxy: 'nginx' }
    const { ca, cert, key } = certificate
    const settings = { auth, rules: RULES }
    world = await startWorld(undefined, { front: port, ca, settings })
    const { public: pages = '', auth: questions = '' } = world.gate.addresses
    const site = withAddresses(SITE, {
      public: new URL(pages).host,
      auth: new URL(questions).host,
      app: new URL(addressOf(app)).host,
    })
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl; listen 127.0.0.1:${plain};`)
      .replace('/etc/ssl/notes.pem', cert)
      .replace('/etc/ssl/notes.key', key)
    const nginx = await startNginxWith(site, port, { 'catflap-ask.conf': ASK })
    close = async () => {
      await nginx.close()
      await world.close()
      app.closeAllConnections()
      await new Promise((resolve) => app.close(resolve))
    }
  })
  afterAll(() => close?.())

  it('signs in by cookies that a browser sends by HTTPS to this host alone, and out', async () => {
    const { agent, lines } = await signIn(world)
    expectOfHost(lines)
    const { headers } = await seen(agent, `${world.origin}/app`)
    expect(headers['remote-user']).toMatch(/^alice@/)
    const { origin } = world
    const cookie = cookieOf(agent)
    const left = await agent.post(`${origin}/_catflap/logout`, { origin })
    expect(left.status).toBe(303)
    expect(left.headers['set-cookie']?.join()).toContain('Secure')
    expect((await agent.get(`${origin}/app`, { ...PROGRAM, cookie })).status).toBe(401)
  })

  it('lets a WebSocket pass of a page of the same scheme alone', async () => {
    const { agent } = await signIn(world)
    const shake = (origin: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect({ port: world.port, host: '127.0.0.1', ca: certificate.ca })
        socket.once('error', reject)
        socket.once('data', (head) => {
          socket.destroy()
          resolve(head.toString('latin1').split('\r\n', 1)[0] ?? '')
        })
        socket.write(
          `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${world.port}\r\nConnection: Upgrade\r\n` +
            'Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
            `Sec-WebSocket-Version: 13\r\nOrigin: ${origin}\r\nCookie: ${cookieOf(agent)}\r\n\r\n`,
        )
      })
    expect(await shake(world.origin)).toMatch(/^HTTP\/1\.1 101 /)
    expect(await shake(world.origin.replace('https:', 'http:'))).toMatch(/^HTTP\/1\.1 403 /)
  })

  it('passes nobody by plain http, whatever cookie they have, and sets none', async () => {
    const { agent } = await signIn(world)
    for (const path of ['/app', '/public/a']) {
      const { status, headers, body } = await new Promise<{
        status: number | undefined
        headers: object
        body: string
      }>((resolve, reject) => {
        const headers = { ...PROGRAM, host: new URL(world.origin).host, cookie: cookieOf(agent) }
        request({ port: plain, host: '127.0.0.1', path, headers, agent: false }, (res) => {
          let body = ''
          res.setEncoding('utf8').on('data', (part: string) => {
            body += part
          })
          res.on('end', () => resolve({ status: res.statusCode, headers: res.headers, body }))
        })
          .on('error', reject)
          .end()
      })
      expect(status).toBe(500)
      expect(JSON.parse(body)).toMatchObject({ code: 'GATE_PROXY_MISCONFIGURED' })
      expect(headers).not.toHaveProperty('set-cookie')
    }
  })
})

describe('Caddy that takes HTTPS before a gate that passes requests on', () => {
  it('signs in by the same cookies, and the app learns the scheme', async () => {
    const app = await startApp()
    const port = await freePort()
    const { ca, cert, key } = certificate
    const settings = { rules: RULES }
    const store = createMemoryStore()
    const world = await startWorld(addressOf(app), { front: port, ca, settings, store })
    const { host } = new URL(world.gate.addresses.public ?? '')
    const site = `notes.example {\n bind 127.0.0.1\n tls ${cert} ${key}\n reverse_proxy ${host}\n}\n`
    const caddy = await startCaddy(site.replace('notes.example', `https://127.0.0.1:${port}`), port)
    try {
      const { agent, lines } = await signIn(world)
      expectOfHost(lines)
      const { headers } = await seen(agent, `${world.origin}/app`)
      expect(headers).toMatchObject({
        'x-forwarded-proto': 'https',
        'x-forwarded-host': `127.0.0.1:${port}`,
        'remote-user': expect.stringMatching(/^alice@/),
      })
      expect(headers.cookie).toBeUndefined()
    } finally {
      await caddy.close()
      await world.close()
      app.close()
    }
  })
})
