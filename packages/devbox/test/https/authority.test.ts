import { execFile, execFileSync } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issueCertificate, openAuthority } from '../../src/https/authority.ts'
import { describeTrust } from '../../src/https/trust.ts'
import { createDevbox } from '../../src/index.ts'
import {
  describeApp,
  seen,
  signInAtBox,
  startWorld,
  visit,
  type World,
} from '../support/ingress.ts'

const base = mkdtempSync(join(tmpdir(), 'devbox-authority-'))
afterAll(() => rmSync(base, { recursive: true }))
const now = Math.floor(Date.now() / 1000)
const DAY = 86_400
let number = 0
const fresh = () => join(base, `home-${number++}`, 'ca')

describe('the authority', () => {
  it('is made once, in a folder that is private', async () => {
    const folder = fresh()
    const made = await openAuthority(folder, now)
    expect(made.created).toBe(true)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'ca-key.pem')).mode & 0o777).toBe(0o600)
    const again = await openAuthority(folder, now)
    expect(again).toEqual({ ...made, created: false })
  })

  it('closes a key file that has been opened to others', async () => {
    const folder = fresh()
    await openAuthority(folder, now)
    const key = join(folder, 'ca-key.pem')
    execFileSync('chmod', ['644', key])
    await openAuthority(folder, now)
    expect(statSync(key).mode & 0o777).toBe(0o600)
  })

  it('is one, however many boxes start at once', async () => {
    const folder = fresh()
    const made = await Promise.all([1, 2, 3].map(() => openAuthority(folder, now)))
    expect(new Set(made.map(({ certificate }) => certificate)).size).toBe(1)
  })

  it('is made anew before it runs out', async () => {
    const folder = fresh()
    const old = await openAuthority(folder, now - 5 * 365 * DAY + 59 * DAY)
    const renewed = await openAuthority(folder, now)
    expect([renewed.created, renewed.certificate === old.certificate]).toEqual([true, false])
  })

  it.each([
    ['is cut off', 'ca.pem', (text: string) => text.slice(0, 100)],
    ['has lost its key', 'ca-key.pem', () => ''],
    ['has a foreign key', 'ca-key.pem', () => foreignKey],
  ])('that %s is told, with what to do', async (_, name, spoil) => {
    const folder = fresh()
    await openAuthority(folder, now)
    const file = join(folder, name)
    writeFileSync(file, spoil(readFileSync(file, 'utf8')))
    await expect(openAuthority(folder, now)).rejects.toMatchObject({
      code: 'AUTHORITY_UNUSABLE',
      message: `the certificate authority in ${folder} cannot be used; delete that folder`,
    })
  })
})

let foreignKey = ''
beforeAll(async () => {
  foreignKey = (await openAuthority(fresh(), now)).key
})

/** What a Node client that trusts the authority says to a certificate for a name. */
async function verdictOn(name: string, ask: string): Promise<string> {
  const authority = await openAuthority(fresh(), now)
  const server = createServer(await issueCertificate(authority, name, now))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    return await new Promise((resolve) => {
      const ca = authority.certificate
      const socket = connect({ host: '127.0.0.1', port, ca, servername: ask }, () => {
        socket.destroy()
        resolve('accepted')
      })
      socket.once('error', (error) => resolve(error.message))
    })
  } finally {
    server.close()
  }
}

describe('a certificate', () => {
  it('says what it may be used for, and for how long', async () => {
    const authority = await openAuthority(fresh(), now)
    const { cert, key } = await issueCertificate(authority, 'devbox.localhost', now)
    const parsed = new X509Certificate(cert)
    expect(parsed.ca).toBe(false)
    expect(parsed.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true)
    expect(parsed.checkPrivateKey(createPrivateKey(key))).toBe(true)
    expect(parsed.subjectAltName).toBe(
      'DNS:devbox.localhost, DNS:*.devbox.localhost, DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    )
    expect(parsed.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    const days = (Date.parse(parsed.validTo) - Date.parse(parsed.validFrom)) / 1000 / DAY
    expect(days).toBeCloseTo(30, 0)
  })

  it.each(['devbox.localhost', 'echo.devbox.localhost', 'localhost'])(
    'is accepted for %s',
    async (name) => expect(await verdictOn('devbox.localhost', name)).toBe('accepted'),
  )

  it.each(['example.com', 'login.bank.example', 'notlocalhost'])(
    'for %s is worth nothing, though the authority signed it',
    async (name) => {
      expect(await verdictOn(name, name)).toBe('permitted subtree violation')
    },
  )
})

describe('a box on https', () => {
  let world: World
  let ca: string
  const folder = fresh()
  beforeAll(async () => {
    world = await startWorld(undefined, {}, { https: true, authorityFolder: folder })
    ca = readFileSync(world.box.authority?.file ?? '', 'utf8')
  })
  afterAll(() => world.close())

  it('has https addresses, and a secure cookie', async () => {
    const { box } = world
    const { port } = new URL(box.origin)
    expect(box.origin).toBe(`https://devbox.localhost:${port}`)
    expect(box.environment).toMatchObject({
      LAZYCAT_AUTH_OIDC_ISSUER_URI: `https://devbox.localhost:${port}/sys/oauth`,
      LAZYCAT_APP_DOMAIN: `echo.devbox.localhost:${port}`,
    })
    expect(box.environment).not.toHaveProperty('OIDC_REDIRECT_URI')
    const cookie = await signInAtBox(box, 'alice', ca)
    const got = await seen(box.appOrigin, '/', { cookie, ca })
    expect(got.headers['x-forwarded-proto']).toBe('https')
    const answer = await visit(box.origin, '/sys/login', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'user=bob',
      ca,
    })
    expect(answer.headers['set-cookie']?.[0]).toContain('; Secure')
  })

  it('is refused by whoever does not trust the authority', async () => {
    await expect(visit(world.box.origin, '/')).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    })
  })

  it('is found and trusted by a Node process with its variables, which looks up no other name', async () => {
    const code = `
      import dns, { lookup } from 'node:dns'
      import { promisify } from 'node:util'
      const url = process.argv[1]
      const answer = await fetch(url + '/sys/oauth/.well-known/openid-configuration')
      const { issuer } = await answer.json()
      const { hostname } = new URL(url)
      const other = await promisify(lookup)('x.localhost.invalid').catch((error) => error.syscall)
      const sixth = await dns.promises.lookup(hostname, { family: 6 }).catch((error) => error.syscall)
      console.log(JSON.stringify([
        issuer,
        await promisify(lookup)(hostname),
        await promisify(dns.lookup)(hostname, { all: true }),
        await dns.promises.lookup(hostname.toUpperCase() + '.', 4),
        other,
        typeof sixth,
      ]))`
    const env = { PATH: process.env.PATH, ...world.box.appEnvironment }
    const parameters = ['--input-type=module', '-e', code, world.box.origin]
    const { stdout } = await promisify(execFile)(process.execPath, parameters, { env })
    const here = { address: '127.0.0.1', family: 4 }
    expect(JSON.parse(stdout)).toEqual([
      world.box.issuer,
      here,
      [here],
      here,
      'getaddrinfo',
      expect.any(String),
    ])
  })

  it('has a certificate for its new name', async () => {
    const own = await startWorld(undefined, {}, { https: true, authorityFolder: folder })
    await own.box.rename('other')
    expect(own.box.origin).toContain('https://other.localhost:')
    expect((await visit(own.box.origin, '/', { ca })).status).toBe(200)
    await own.close()
  })

  it('says when the authority is damaged', async () => {
    const damaged = fresh()
    mkdirSync(damaged, { recursive: true })
    writeFileSync(join(damaged, 'ca.pem'), 'x')
    const app = describeApp('http://127.0.0.1:9')
    const started = createDevbox({ app, https: true, authorityFolder: damaged })
    await expect(started).rejects.toMatchObject({ code: 'AUTHORITY_UNUSABLE' })
  })
})

describe('how to trust it', () => {
  it.each(['linux', 'darwin', 'win32', 'freebsd'])(
    'is told on %s, in both languages',
    (platform) => {
      for (const language of ['en', 'zh'] as const) {
        const text = describeTrust('/home/me/ca.pem', platform, language)
        expect(text).toMatch(/(certutil|security) .*\/home\/me\/ca\.pem/)
        expect(text).toContain('.localhost')
      }
    },
  )
})
