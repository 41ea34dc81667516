/** The access token for the app: of the session alone, live, in the proxy door alone, and never in the log. */
import type { Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createUserAgent } from '../../../../test/support/user-agent.ts'
import { bearerOf } from '../../src/doors/bearer.ts'
import {
  addressOf,
  cookieOf,
  seen,
  startApp,
  startWorld,
  type WorldOptions,
} from '../support/world.ts'
import { PROGRAM } from './fixture.ts'

const RULES = [
  { path: '/public', public: true },
  { path: '/api', unauthenticated: '401' },
]
const LIFETIME = 3600
let app: Server
let reached = 0
beforeAll(async () => {
  app = await startApp()
  app.on('request', () => reached++)
})
afterAll(() => app?.close())

async function start({ settings, ...more }: WorldOptions = {}) {
  let time = Math.floor(Date.now() / 1000)
  const world = await startWorld(addressOf(app), {
    settings: { rules: RULES, identity: { accessToken: true }, ...settings },
    now: () => time,
    ...more,
    box: { accessTokenLifetime: LIFETIME, ...more.box },
  })
  onTestFinished(() => world.close())
  return {
    ...world,
    pass(seconds: number) {
      time += seconds
    },
  }
}

const REFRESHING: WorldOptions = {
  box: { refreshTokens: true },
  environment: { OIDC_SCOPES: 'openid profile offline_access' },
}

describe('the access token', () => {
  it('reaches the app in place of whatever the visitor sends, in any spelling', async () => {
    const { origin, signIn, login, log } = await start()
    const alice = await signIn()
    const session = await login.readSession(cookieOf(alice), undefined)
    const token = session?.details().accessToken
    for (const name of ['Authorization', 'authorization', 'AUTHORIZATION']) {
      const { raw } = await seen(alice, `${origin}/app`, { [name]: 'Bearer of-the-visitor' })
      const told = raw.filter((_, i) => i % 2 === 1 && /^authorization$/i.test(raw[i - 1] ?? ''))
      expect(told).toEqual([`Bearer ${token}`])
    }
    expect(JSON.stringify(log)).not.toContain(token)
  })

  it('is of nobody where nobody is signed in', async () => {
    const { origin } = await start()
    const sent = { authorization: 'Bearer of-the-visitor' }
    const { headers } = await seen(createUserAgent(), `${origin}/public/a`, sent)
    expect(headers.authorization).toBeUndefined()
  })

  it('is not sent on public paths, where the session itself is told', async () => {
    const { origin, signIn } = await start()
    const { headers } = await seen(await signIn(), `${origin}/public/a`)
    expect([headers.authorization, headers['remote-groups']]).toEqual([undefined, 'ADMIN'])
  })

  it('is sent nowhere unless that is asked for', async () => {
    const { origin, signIn } = await start({ settings: { identity: {} } })
    const { headers } = await seen(await signIn(), `${origin}/app`)
    expect(headers.authorization).toBeUndefined()
  })

  it('is in no answer to a proxy', async () => {
    const auth = { listen: '127.0.0.1:0', proxy: 'caddy' }
    const { origin, signIn, gate, login } = await start({ settings: { auth } })
    const alice = await signIn()
    const token = (await login.readSession(cookieOf(alice), undefined))?.details().accessToken
    const { status, headers } = await alice.get(`${gate.addresses.auth}/auth`, {
      ...{ 'x-forwarded-method': 'GET', 'x-forwarded-uri': '/', 'x-forwarded-proto': 'http' },
      'x-forwarded-host': new URL(origin).host,
    })
    expect(status).toBe(200)
    expect(JSON.stringify(headers)).not.toContain(token)
  })

  it('is a new one after its end, where the provider gives one', async () => {
    const { origin, signIn, pass } = await start(REFRESHING)
    const alice = await signIn()
    const before = (await seen(alice, `${origin}/app`)).headers.authorization
    pass(LIFETIME + 1)
    const after = (await seen(alice, `${origin}/app`)).headers.authorization
    expect(after).toMatch(/^Bearer [\w.-]+$/)
    expect(after).not.toBe(before)
  })

  it('that has ended and cannot be renewed is asked for by a new login, and public paths stay open', async () => {
    const { origin, signIn, pass, log } = await start()
    const alice = await signIn()
    pass(LIFETIME + 1)
    const before = reached
    const program = await alice.get(`${origin}/app`, PROGRAM)
    expect([program.status, program.headers['www-authenticate']]).toEqual([401, 'Bearer'])
    expect(log.at(-1)).toMatchObject({ code: 'ACCESS_TOKEN_EXPIRED', status: 401 })
    // No page is sent to the login where a rule says so.
    const page = { accept: 'text/html', 'sec-fetch-mode': 'navigate' }
    expect((await alice.get(`${origin}/api/a`, page)).status).toBe(401)
    expect(reached).toBe(before)
    expect((await seen(alice, `${origin}/public/a`)).headers.authorization).toBeUndefined()
    // The box signs her in anew without a question, and leads back.
    const back = await alice.browse(`${origin}/app`)
    expect(back.url).toBe(`${origin}/app`)
    expect(JSON.parse(back.body).headers.authorization).toMatch(/^Bearer /)
  })
})

describe('a token that is no part of a header', () => {
  it.each([
    ['with a line of its own', 'a\r\nX-Admin: 1'],
    ['with a blank', 'a b'],
    ['that is empty', ''],
    ['that no server takes', 'a'.repeat(8001)],
  ])('%s is refused, and not shown', async (_, token) => {
    const bearing = bearerOf({ accessToken: async () => token })
    await expect(bearing).rejects.toMatchObject({
      code: 'GATE_IDENTITY_UNUSABLE',
      details: { parameter: 'access_token', seen: `${token.length} characters` },
    })
  })
})
