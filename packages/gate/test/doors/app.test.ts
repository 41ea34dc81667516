/** The app behind the public door: what it may set, where it may be, and what is said when it does not answer. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRawApp } from '../../../../packages/forward/test/support/front.ts'
import { addressOf, cookieOf, seen, startApp, startWorld, type World } from '../support/world.ts'
import { PROGRAM } from './fixture.ts'

let app: Server
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

describe('the app', () => {
  it('sets every cookie but one with a name of the gate’s', async () => {
    const setting = await startApp((_req, res) => {
      res.setHeader('set-cookie', [
        'a=1',
        `catflap-gate-${new URL(own.origin).port}=stolen`,
        ` catflap-gate-${new URL(own.origin).port}-login-x=1; Path=/`,
        // Without a name: browsers send such a value as it is.
        `=catflap-gate-${new URL(own.origin).port}=planted`,
        ` = catflap-gate-${new URL(own.origin).port}=planted; Path=/`,
        'b=2',
        '=c',
      ])
      res.end('ok')
    })
    const own: World = await startWorld(addressOf(setting))
    const agent = await own.signIn()
    const answer = await agent.get(`${own.origin}/`)
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2', '=c'])
    await agent.get(`${own.origin}/`)
    const dropped = own.log.filter(({ type }) => type === 'app-cookie-dropped')
    expect(dropped).toHaveLength(2)
    expect(JSON.stringify(dropped)).not.toContain('stolen')
    await own.close()
    setting.close()
  })

  it.each([
    ['en', 'The app does not answer', 'text/html'],
    ['zh-CN', '应用没有应答', 'text/html'],
    ['en', '"code":"GATE_UPSTREAM_UNREACHABLE"', 'application/json'],
  ])('that is away is told about, in %s: %s', async (language, words, accept) => {
    const own = await startWorld('http://127.0.0.1:9')
    const agent = await own.signIn()
    const asked = { 'accept-language': language, accept, 'sec-fetch-mode': 'navigate' }
    const answer = await agent.get(`${own.origin}/x`, asked)
    expect(answer.status).toBe(502)
    expect(answer.body).toContain(words)
    expect(answer.body).toContain('ECONNREFUSED')
    // Alice is an administrator; whoever is not learns nothing of the inside.
    expect(answer.body).toContain('http://127.0.0.1:9')
    await own.close()
  })

  it('that is away is not named to whoever is no administrator', async () => {
    const own = await startWorld('http://127.0.0.1:9', { user: 'bob' })
    const answer = await (await own.signIn()).get(`${own.origin}/x`, PROGRAM)
    expect([answer.status, answer.headers['content-type']]).toEqual([
      502,
      'application/problem+json',
    ])
    expect(answer.body).not.toContain('127.0.0.1:9')
    await own.close()
  })

  it('whose certificate nobody vouches for is not spoken to, and why is told: CVE-2026-107318', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'catflap-gate-'))
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=127.0.0.1 -days 2 -keyout ${key} -out ${cert}`
    execFileSync('openssl', words.split(' '), { stdio: 'ignore' })
    let asked = 0
    const tls = { key: readFileSync(key), cert: readFileSync(cert) }
    const selfSigned = createTlsServer(tls, () => asked++)
    await new Promise<void>((resolve) => selfSigned.listen(0, '127.0.0.1', resolve))
    const own = await startWorld(addressOf(selfSigned).replace('http:', 'https:'))
    const answer = await (await own.signIn()).get(`${own.origin}/x`, PROGRAM)
    expect([answer.status, asked]).toEqual([502, 0])
    expect(JSON.parse(answer.body).seen).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
    await own.close()
    selfSigned.close()
    rmSync(folder, { recursive: true })
  })

  it('that takes too long gives 504', async () => {
    const silent = await startRawApp(() => {})
    const own = await startWorld(silent.address, { settings: { timeouts: { head: 0.2 } } })
    const answer = await (await own.signIn()).get(`${own.origin}/x`, PROGRAM)
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([504, 'GATE_UPSTREAM_SLOW'])
    await own.close()
    silent.close()
  })

  it('below a path is never asked for anything above it: CVE-2021-21321', async () => {
    const own = await startWorld(`${addressOf(app)}/base`)
    const agent = await own.signIn()
    expect((await seen(agent, `${own.origin}/a?b`)).url).toBe('/base/a?b')
    for (const target of ['/../admin', '/%2e%2e/admin', '/..;/admin', '/a/..%5c..%5cadmin']) {
      const text = `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${own.port}\r\nConnection: close\r\n`
      expect(await own.raw(`${text}Cookie: ${cookieOf(agent)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /)
    }
    await own.close()
  })

  it('sees the address that a trusted front names, and only then: GHSA-wr5q-7wxw-x568', async () => {
    const forwarded = { 'x-forwarded-for': '203.0.113.7, 198.51.100.2' }
    const plain = await startWorld(addressOf(app))
    const alice = await plain.signIn()
    const untold = await seen(alice, `${plain.origin}/`, forwarded)
    expect(untold.headers['x-forwarded-for']).toBe('127.0.0.1')
    await plain.close()
    const own = await startWorld(addressOf(app), { settings: { trustedProxies: ['127.0.0.1'] } })
    const agent = await own.signIn()
    const { headers } = await seen(agent, `${own.origin}/`, forwarded)
    expect(headers['x-forwarded-for']).toBe('198.51.100.2')
    expect(own.log.at(-1)).toMatchObject({ type: 'request', client: '198.51.100.2', status: 200 })
    await own.close()
  })
})
