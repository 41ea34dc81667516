/** The doctor's questions at the auth door: who gets probes, and that nobody passes by one. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handOutProbes } from '../../src/doors/probes.ts'
import { createProbes, makeProbeKey, PROBES, type ProbeKind } from '../../src/probe/token.ts'
import { type Door, ORIGIN, startDoor } from './fixture.ts'

let caddy: Door
let nginx: Door
beforeAll(async () => {
  caddy = await startDoor()
  nginx = await startDoor({ proxy: 'nginx' })
})
afterAll(() => Promise.all([caddy.close(), nginx.close()]))

/** Sends no header of a proxy's. */
const PLAIN = {
  'x-forwarded-method': undefined,
  'x-forwarded-proto': undefined,
  'x-forwarded-host': undefined,
  'x-forwarded-uri': undefined,
  'x-original-method': undefined,
  'x-original-url': undefined,
}

async function probesOf(door: Door): Promise<Record<ProbeKind, string>> {
  const { status, headers, body } = await door.ask('/auth/probe', PLAIN, 'POST')
  expect([status, headers['cache-control']]).toEqual([200, 'no-store'])
  return JSON.parse(body)
}
const cookie = (value: string, more = '') => ({ cookie: `${more}catflap-gate-probe=${value}` })
const KINDS = Object.keys(PROBES) as ProbeKind[]

describe('a probe', () => {
  it.each(KINDS)('lets nobody pass, whoever is signed in: %s', async (kind) => {
    for (const door of [caddy, nginx]) {
      const value = (await probesOf(door))[kind]
      for (const path of ['/auth', '/auth/answer']) {
        const { status, headers, body } = await door.ask(path, cookie(value, 'who=mei; '))
        expect([status, headers['remote-user']]).toEqual([PROBES[kind], undefined])
        expect(JSON.parse(body)).toMatchObject({ probe: 'catflap-gate', kind, path })
      }
      const { status, body } = await door.ask('/auth/status', cookie(value, 'who=mei; '))
      expect([status, body]).toEqual([kind === 'redirect' ? 401 : PROBES[kind], ''])
    }
  })

  it('is answered with what was asked about, or why that could not be read, and with no secret', async () => {
    const { unauthenticated } = await probesOf(caddy)
    const secrets = { ...cookie(unauthenticated, 'who=mei; '), authorization: 'Bearer hush-hush' }
    const { body } = await caddy.ask('/auth', { ...secrets, 'x-forwarded-method': 'PUT' })
    expect(JSON.parse(body).asked).toEqual({ method: 'PUT', target: '/app' })
    expect(JSON.parse(body).names).toEqual(expect.arrayContaining(['authorization', 'cookie']))
    const lacking = await caddy.ask('/auth', { ...secrets, 'x-forwarded-uri': undefined })
    expect(JSON.parse(lacking.body)).toMatchObject({
      refusal: { code: 'GATE_PROXY_MISCONFIGURED', parameter: 'x-forwarded-uri' },
    })
    for (const text of [body, lacking.body]) {
      for (const secret of ['hush-hush', 'who=mei', unauthenticated])
        expect(text).not.toContain(secret)
    }
  })

  it('tells of the first of two questions with the second, as long as that is so', async () => {
    const { forbidden } = await probesOf(nginx)
    const first = async (headers: object) => {
      await nginx.ask('/auth/status', { ...cookie(forbidden), ...headers })
      return JSON.parse((await nginx.ask('/auth/answer', cookie(forbidden))).body).first
    }
    expect(await first({})).toBeUndefined()
    expect(await first({ 'x-original-method': undefined })).toMatchObject({
      code: 'GATE_PROXY_MISCONFIGURED',
      parameter: 'x-original-method',
    })
    expect(await first({})).toBeUndefined()
  })

  it('leads where a proxy must not change it, and sets two cookies that go at once', async () => {
    const { headers } = await caddy.ask('/auth', cookie((await probesOf(caddy)).redirect))
    expect(headers.location).toBe(`${ORIGIN}/_catflap/probe-seen`)
    expect(headers['set-cookie']).toHaveLength(2)
    for (const line of headers['set-cookie'] ?? [])
      expect(line).toMatch(/^catflap-gate-probe-.*Max-Age=0$/)
  })

  it('of another gate, altered, or too old is a cookie like any other', async () => {
    const { forbidden } = await probesOf(caddy)
    const [, expires, mac] = forbidden.split('.')
    const old = createProbes(undefined, () => 0).make().forbidden
    for (const value of [
      ...[createProbes(undefined).make().forbidden, old, `redirect.${expires}.${mac}`],
      ...[`forbidden.${Number(expires) + 1}.${mac}`, `forbidden.${expires}.`, `${forbidden}x`, ''],
      ...[`constructor.9999999999.${'a'.repeat(43)}`, `forbidden.${expires}.${'a'.repeat(43)}`],
    ]) {
      expect((await caddy.ask('/auth', cookie(value))).status, value).toBe(302)
      expect((await caddy.ask('/auth', cookie(value, 'who=mei; '))).status, value).toBe(200)
    }
  })

  it('is good for a minute, and for all processes that share a key', () => {
    let now = 1000
    const key = makeProbeKey()
    const value = `catflap-gate-probe=${createProbes(key, () => now).make().redirect}`
    const other = createProbes(key, () => now)
    now = 1060
    expect(other.find(value)?.kind).toBe('redirect')
    now = 1061
    expect(other.find(value)).toBeUndefined()
    expect(createProbes(makeProbeKey(), () => 1000).find(value)).toBeUndefined()
    expect(createProbes('short', () => 1000).find(value)).toBeUndefined()
  })
})

describe('probes', () => {
  it.each([
    ['by another method', {}, 'GET', '/auth/probe'],
    ['by a proxy', { 'x-forwarded-for': '203.0.113.7' }, 'POST', '/auth/probe'],
    ['by a question', { 'x-original-url': `${ORIGIN}/auth/probe` }, 'POST', '/auth/probe'],
    ['with a query', {}, 'POST', '/auth/probe?x'],
  ])('are not handed out %s', async (_, headers, method, path) => {
    expect((await caddy.ask(path, { ...PLAIN, ...headers }, method)).status).toBe(404)
  })

  it.each<[string | undefined, string | undefined, boolean]>([
    [undefined, undefined, true],
    ['127.0.0.1', '127.0.0.1', true],
    ['::1', '::1', true],
    ['::ffff:127.0.0.2', '::ffff:127.0.0.1', true],
    ['172.18.0.3', '172.18.0.3', true],
    ['172.18.0.2', '172.18.0.3', false],
    ['10.127.0.1', '10.127.0.2', false],
  ])('are for this machine alone: from %s to %s, %s', (remoteAddress, localAddress, wanted) => {
    const req = {
      method: 'POST',
      url: '/auth/probe',
      headers: {},
      socket: { remoteAddress, localAddress },
    }
    let sent = false
    const res = { writeHead: () => res, end: () => (sent = true) }
    const handed = handOutProbes(
      req as unknown as IncomingMessage,
      res as unknown as ServerResponse,
      createProbes(undefined),
    )
    expect([handed, sent]).toEqual([wanted, wanted])
  })
})
