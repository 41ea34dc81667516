/** An app that checks who is asking, by keys that it fetches at the gate: jose's own way to do so. */
import type { Server } from 'node:http'
import { createMemoryStore, type SessionStore } from 'catflap'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createUserAgent } from '../../../../test/support/user-agent.ts'
import { addressOf, seen, startApp, startWorld, type World } from '../support/world.ts'
import { PROGRAM } from './fixture.ts'

const RULES = [{ path: '/public', public: true }]
let app: Server
let world: World
beforeAll(async () => {
  app = await startApp()
  world = await startWorld(addressOf(app), {
    settings: { rules: RULES, identity: { signed: true } },
  })
})
afterAll(async () => {
  await world?.close()
  app?.close()
})

/** Checks as docs/gate.md says. */
async function check({ origin, login, gate }: World, jwt: unknown, at = gate.addresses.public) {
  const keys = createRemoteJWKSet(new URL('/_catflap/jwks.json', at))
  const options = { issuer: origin, audience: login.client.id, algorithms: ['ES256'] }
  return (await jwtVerify(String(jwt), keys, options)).payload
}

describe('an app that checks', () => {
  it('is told who is asking by a JWT that it can check with keys of the gate', async () => {
    const alice = await world.signIn()
    const { headers } = await seen(alice, `${world.origin}/app`)
    const session = await world.login.readSession(
      [...alice.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      undefined,
    )
    expect(await check(world, headers['remote-jwt'])).toMatchObject({
      sub: session?.sub,
      preferred_username: headers['remote-user'],
      groups: ['ADMIN'],
    })
    // The same again: nothing is signed for each request.
    expect((await seen(alice, `${world.origin}/b`)).headers['remote-jwt']).toBe(
      headers['remote-jwt'],
    )
  })

  it('gets none of a visitor’s own, in no spelling, signed in or not', async () => {
    const alice = await world.signIn()
    const { headers } = await seen(alice, `${world.origin}/app`)
    const stolen = String(headers['remote-jwt'])
    const nobody = createUserAgent()
    for (const name of ['Remote-Jwt', 'remote_jwt', 'REMOTE-JWT', 'Remote_JWT', 'remote.jwt']) {
      const { raw } = await seen(nobody, `${world.origin}/public/a`, { [name]: stolen })
      const told = raw.filter((_, i) => /^remote.jwt$/i.test(raw[i - 1] ?? '') && i % 2 === 1)
      expect(told).toEqual([''])
      expect(raw.join()).not.toContain(stolen)
    }
  })

  it('needs no session to fetch the keys, and finds none where nothing is signed', async () => {
    const nobody = createUserAgent()
    const keys = await nobody.get(`${world.origin}/_catflap/jwks.json`, PROGRAM)
    expect([keys.status, keys.headers['content-type'], keys.headers['cache-control']]).toEqual([
      200,
      'application/json',
      'public, max-age=300',
    ])
    expect(keys.headers['set-cookie']).toBeUndefined()
    expect(keys.body).not.toMatch(/"d":/)
    const plain = await startWorld(addressOf(app))
    onTestFinished(() => plain.close())
    expect((await nobody.get(`${plain.origin}/_catflap/jwks.json`, PROGRAM)).status).toBe(404)
    const { headers } = await seen(await plain.signIn(), `${plain.origin}/`)
    expect(headers['remote-jwt']).toBeUndefined()
  })

  it('may name the header itself, and then no visitor may', async () => {
    const identity = { signed: 'X-Notes-Assertion' }
    const own = await startWorld(addressOf(app), { settings: { rules: RULES, identity } })
    onTestFinished(() => own.close())
    const { headers } = await seen(await own.signIn(), `${own.origin}/`)
    expect((await check(own, headers['x-notes-assertion'])).iss).toBe(own.origin)
    const forged = await seen(createUserAgent(), `${own.origin}/public`, {
      x_notes_assertion: 'a.b.c',
    })
    expect(forged.headers).toMatchObject({ 'x-notes-assertion': '' })
    expect(forged.raw).not.toContain('a.b.c')
  })

  it('is told nothing while the key cannot be had, and nobody is signed out by that', async () => {
    let away = false
    const memory = createMemoryStore()
    const { keepKey: _, ...rest } = memory
    const store: SessionStore = {
      ...rest,
      // Another process still uses it.
      close: () => {},
      read(key, ...more) {
        if (away && key === 'store-key') throw new Error('away')
        return memory.read(key, ...more)
      },
    }
    const settings = { identity: { signed: true }, auth: { listen: '127.0.0.1:0', proxy: 'caddy' } }
    const first = await startWorld(addressOf(app), { settings, store })
    const alice = await first.signIn()
    await first.close()
    away = true
    const own = await startWorld(addressOf(app), { settings, store, front: first.port })
    onTestFinished(() => own.close())
    const at = own.gate.addresses.public ?? ''
    const host = { ...PROGRAM, host: new URL(own.origin).host }
    const refused = await alice.get(`${at}/`, host)
    expect([refused.status, refused.headers['set-cookie']]).toEqual([503, undefined])
    expect((await alice.get(`${at}/_catflap/jwks.json`, host)).status).toBe(503)
    away = false
    expect((await alice.get(`${at}/`, host)).status).toBe(200)
  })
})

describe('a proxy that asks', () => {
  it('is told the same JWT, and an empty one where nobody is signed in', async () => {
    const auth = { listen: '127.0.0.1:0', proxy: 'caddy' }
    const own = await startWorld(addressOf(app), {
      settings: { rules: RULES, identity: { signed: true }, auth },
      environment: { CATFLAP_SECRET: 'sixteen-characters-or-more' },
    })
    onTestFinished(() => own.close())
    const question = (path: string) => ({
      ...{ 'x-forwarded-method': 'GET', 'x-forwarded-uri': path, 'x-forwarded-proto': 'http' },
      'x-forwarded-host': new URL(own.origin).host,
    })
    const at = `${own.gate.addresses.auth}/auth`
    const alice = await own.signIn()
    const { status, headers } = await alice.get(at, question('/app'))
    expect(status).toBe(200)
    expect(headers['set-cookie']).toBeUndefined()
    expect((await check(own, headers['remote-jwt'])).groups).toEqual(['ADMIN'])
    const nobody = await createUserAgent().get(at, question('/public/a'))
    expect([nobody.status, nobody.headers['remote-jwt']]).toEqual([200, ''])
  })
})
