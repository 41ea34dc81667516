/** What befell other gates, where no other test has it: slow and huge senders, third parties, ways out of a login. */
import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUserAgent } from '../../../../test/support/user-agent.ts'
import { addressOf, startApp, startWorld, type World } from '../support/world.ts'
import { type Door, PROGRAM, startDoor } from './fixture.ts'

let app: Server
let world: World
let door: Door
beforeAll(async () => {
  app = await startApp()
  world = await startWorld(addressOf(app))
  door = await startDoor()
})
afterAll(async () => {
  await door.close()
  await world.close()
  app.closeAllConnections()
  app.close()
})

const ports = () => ({
  public: world.port,
  auth: (door.server.address() as AddressInfo).port,
})

/** Sends bytes and tells all that came until the other side ended it. */
async function untilEnded(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let got = ''
  socket.setEncoding('latin1').on('data', (part: string) => {
    got += part
  })
  // What is still being sent to a side that has ended is reset.
  socket.on('error', () => {})
  socket.write(text)
  await once(socket, 'close')
  return got
}

describe('memory and slow clients (CVE-2026-26998)', () => {
  it.each(['public', 'auth'] as const)('a head of a megabyte ends at the %s door', async (name) => {
    const head = `GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(1_000_000)}\r\n\r\n`
    expect(await untilEnded(ports()[name], head)).toMatch(/^HTTP\/1\.1 431 |^$/)
    expect((await door.ask('/auth', { cookie: 'who=mei' })).status).toBe(200)
    expect((await createUserAgent().get(`${world.origin}/_catflap/healthz`)).status).toBe(200)
  })

  it('a body that is announced and never comes is waited for by nobody at the auth door', async () => {
    const question =
      'POST /auth HTTP/1.1\r\nHost: x\r\nX-Forwarded-Method: POST\r\nX-Forwarded-Proto: https\r\n' +
      'X-Forwarded-Host: app.example\r\nX-Forwarded-Uri: /app\r\nCookie: who=mei\r\nContent-Length: 1000000\r\n\r\n'
    const got = await untilEnded(ports().auth, question)
    expect(got).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(got).toMatch(/\r\nConnection: close\r\n/i)
  })

  it('a head has an end in time, and so has a question', () => {
    expect(door.server.headersTimeout).toBeGreaterThan(0)
    expect(door.server.requestTimeout).toBe(30_000)
  })
})

describe('third parties', () => {
  it('are asked nothing while the app is away, and get no cookie: CVE-2026-41181', async () => {
    const own = await startWorld('http://127.0.0.1:9')
    const agent = await own.signIn()
    const before = own.box.requests.length
    const answer = await agent.get(`${own.origin}/x`, {
      ...PROGRAM,
      authorization: 'Bearer theirs',
    })
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'GATE_UPSTREAM_UNREACHABLE' })
    expect(own.box.requests.length).toBe(before)
    await own.close()
  })
})

describe('a login that is told where to return (GHSA-5m6c-jp6f-2vcv, GHSA-qqxw-m5fj-f7gv, CVE-2021-21291)', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\\/evil.example',
    '/%5cevil.example',
    '/%09/evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '///evil.example',
    'https://evil.example/',
    'https:evil.example',
    '@evil.example',
    'javascript:alert(1)',
  ])('ends at the app: %j', async (target) => {
    const agent = createUserAgent()
    const left: string[] = []
    const page = await agent.browse(
      `${world.origin}/_catflap/login?return_to=${encodeURIComponent(target)}`,
      (location) => {
        // App and provider are both on loopback.
        if (new URL(location).hostname !== '127.0.0.1') left.push(location)
        return left.length === 0
      },
    )
    expect(left).toEqual([])
    // A control character leads to a path of the app that nobody may have.
    expect(page.status).toBe(target.includes('%09') ? 400 : 200)
    expect(new URL(page.url).origin).toBe(world.origin)
  })
})
