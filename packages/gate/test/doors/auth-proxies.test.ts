/** Who may ask at the auth door; and nginx, which asks twice, and Envoy, which asks by the client's own line. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Peers, parsePeers } from '../../src/ask/peers.ts'
import { type Door, ORIGIN, PROGRAM, startDoor, startForTest } from './fixture.ts'

let nginx: Door
beforeAll(async () => {
  nginx = await startDoor({ proxy: 'nginx' })
})
afterAll(() => nginx.close())

describe('whoever asks', () => {
  it('is answered by a Unix socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'catflap-gate-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const door = await startForTest({ listen: join(folder, 'auth.sock') })
    expect((await door.ask('/auth', { cookie: 'who=mei' })).status).toBe(200)
  })

  it('is refused from anywhere else, whatever it sends', async () => {
    const door = await startForTest({ peers: parsePeers(['10.0.0.1']) as Peers })
    for (const path of ['/auth', '/auth/status', '/nowhere']) {
      const { status, headers } = await door.ask(path, {
        cookie: 'who=mei',
        'x-forwarded-for': '10.0.0.1',
      })
      expect([status, headers['remote-user']]).toEqual([403, undefined])
    }
    expect(door.answers.map(({ code }) => code)).toEqual(Array(3).fill('GATE_PEER_UNTRUSTED'))
  })
})

describe('/auth/status and /auth/answer, for nginx', () => {
  const url = (target: string) => ({ 'x-original-url': ORIGIN + target })
  const both = async (headers: Readonly<Record<string, string | undefined>>) => [
    (await nginx.ask('/auth/status', headers)).status,
    (await nginx.ask('/auth/answer', headers)).status,
  ]

  it.each<[string, Readonly<Record<string, string | undefined>>, number, number]>([
    ['not signed in', {}, 401, 302],
    ['a program', PROGRAM, 401, 401],
    ['no group', { cookie: 'who=lan', ...url('/admin') }, 403, 403],
    ['denied', url('/internal'), 403, 403],
    ['store away', { cookie: 'who=down' }, 503, 503],
    ['no address', { 'x-original-url': undefined }, 500, 500],
    ['unreadable', url('/%zz'), 500, 400],
  ])('%s: a status alone, and the whole answer', async (_, headers, status, answer) => {
    expect(await both(headers)).toEqual([status, answer])
    const { body, headers: sent } = await nginx.ask('/auth/status', headers)
    expect(body).toBe('')
    expect(sent).not.toHaveProperty('location')
    expect(sent).not.toHaveProperty('set-cookie')
  })

  it('whoever may pass: 200 with the identity, and again to the same page where the answer comes late', async () => {
    const { status, headers } = await nginx.ask('/auth/status', { cookie: 'who=mei' })
    expect([status, headers['remote-user']]).toEqual([200, 'mei'])
    const late = await nginx.ask('/auth/answer', { cookie: 'who=mei', ...url('/app?x=1') })
    expect([late.status, late.headers.location]).toEqual([303, `${ORIGIN}/app?x=1`])
    expect(late.headers).not.toHaveProperty('remote-user')
  })

  it('a few times at most: then it says that the two do not agree', async () => {
    let cookie = 'who=mei'
    const seen: number[] = []
    for (let i = 0; i < 5; i++) {
      const { status, headers, body } = await nginx.ask('/auth/answer', { cookie })
      seen.push(status)
      if (status === 500) expect(body).toContain('GATE_LOOP')
      const set = headers['set-cookie']?.[0]?.split(';')[0]
      if (set !== undefined) cookie = `who=mei; ${set}`
    }
    expect(seen).toEqual([303, 303, 303, 500, 500])
    const forged = await nginx.ask('/auth/answer', {
      cookie: 'who=mei; __Host-catflap-gate-again=-9',
    })
    expect(forged.status).toBe(500)
  })

  it('what was sent is not sent again by an address', async () => {
    const answer = await nginx.ask('/auth/answer', {
      cookie: 'who=mei',
      'x-original-method': 'POST',
    })
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1'])
    expect(answer.body).toContain('GATE_ASK_AGAIN')
  })
})

describe('Envoy', () => {
  it('asks by the client’s own line, below a path of its own', async () => {
    const door = await startForTest({ proxy: 'envoy' })
    const headers = {
      host: 'app.example',
      'x-forwarded-uri': undefined,
      'x-forwarded-method': undefined,
    }
    const ask = (target: string, more = {}, method?: string) =>
      door.ask(`/auth/envoy${target}`, { ...headers, ...more }, method)
    expect((await ask('/public/a')).status).toBe(200)
    expect((await ask('/public/a', {}, 'PUT')).status).toBe(401)
    expect((await ask('/public/..%2fadmin', { cookie: 'who=lan' })).status).toBe(403)
    expect((await ask('/auth/envoy/public', { cookie: 'who=lan' })).status).toBe(200)
    expect((await ask('/app?x=1')).headers.location).toMatch(/return_to=%2Fapp%3Fx%3D1$/)
    expect((await door.ask('/auth', headers)).status).toBe(404)
    expect((await ask('/app', { host: 'evil.example', cookie: 'who=mei' })).status).toBe(500)
    expect((await ask('/app', { 'x-forwarded-uri': '/public' })).status).toBe(500)
  })
})
