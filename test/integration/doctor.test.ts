/**
 * The doctor against a real box: what it says of every fault, in this process; and the command as it
 * is installed, in a process of its own.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { examine, type Finding } from 'catflap/doctor'
import { createDevbox, type Devbox, FAULTS, type FaultName } from 'catflap-devbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxKeys } from '../support/box-keys.ts'
import { freePort } from '../support/free-port.ts'
import { secretsIn } from '../support/secrets.ts'
import { NO_METADATA, VISIBLE } from './doctor-faults.ts'

const BIN = new URL('../../packages/catflap/bin/catflap.js', import.meta.url).pathname
const CATFLAP_SECRET = 'a-secret-that-seals-login-transactions'

let root: string
let box: Devbox
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'catflap-doctor-'))
  box = await createDevbox({ keys: boxKeys() })
})
afterAll(async () => {
  await box?.close()
  rmSync(root, { recursive: true })
})

type Variables = Readonly<Record<string, string>>

/** The variables of the box and a store, with some changed. */
const variables = (more: Variables = {}): Variables => {
  return { ...box.environment, CATFLAP_STORE: 'memory:', CATFLAP_SECRET, ...more }
}

/** What is not ok, as `check:outcome`, without the memory store of the tests. */
const complaints = (findings: readonly Finding[]): readonly string[] =>
  findings
    .filter(({ check, outcome }) => outcome !== 'ok' && check !== 'store-kind')
    .map(({ check, outcome }) => `${check}:${outcome}`)

const finding = (findings: readonly Finding[], check: string): Finding | undefined =>
  findings.find((one) => one.check === check)

function expectNoSecret(text: string, more: readonly string[] = []): void {
  const secrets = [CATFLAP_SECRET, ...box.secrets(), ...more]
  expect(secrets.length).toBeGreaterThan(1)
  expect(secretsIn(text, secrets)).toEqual([])
}

describe('a fault of the box', () => {
  it.each(Object.keys(FAULTS) as FaultName[])(
    '%s is told by the checks that see it',
    async (name) => {
      box.faults.set(name)
      const slow = /-(hang|drip)$/.test(name) ? { OIDC_HTTP_TIMEOUT_MS: '1500' } : {}
      const findings = await examine({ environment: variables(slow) })
      expect(complaints(findings)).toEqual(VISIBLE[name] ?? [])
      for (const { outcome, fix } of findings) expect(fix !== undefined).toBe(outcome !== 'ok')
      expectNoSecret(JSON.stringify(findings))
    },
  )

  it('is gone with the fault', async () => {
    box.faults.clear()
    expect(complaints(await examine({ environment: variables() }))).toEqual([])
  })
})

describe('an environment', () => {
  const cases: readonly (readonly [string, () => Variables, readonly string[]])[] = [
    [
      'with an old token endpoint',
      () => ({ LAZYCAT_AUTH_OIDC_TOKEN_URI: `${box.origin}/token` }),
      ['endpoints:warning', 'client-credentials:warning'],
    ],
    [
      'with an authorization endpoint that is nowhere',
      () => ({ LAZYCAT_AUTH_OIDC_AUTH_URI: `${box.origin}/sys/oauth/authorize` }),
      ['endpoints:warning', 'authorization-request:problem'],
    ],
    [
      'with a misspelt variable that does no harm',
      () => ({ LAZYCAT_AUTH_OIDC_ISSUER: '', OIDC_ISSUER_URL: box.issuer }),
      ['spelling:warning'],
    ],
    [
      'without a secret',
      () => ({ LAZYCAT_AUTH_OIDC_CLIENT_SECRET: '' }),
      ['configuration:problem', 'remaining-checks:warning'],
    ],
    [
      'with verification of certificates turned off',
      () => ({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
      ['tls-verification:problem'],
    ],
    [
      'with a data directory that cannot be',
      () => ({ CATFLAP_STORE: '', CATFLAP_DATA_DIR: '/dev/null/catflap' }),
      ['store:problem', 'data-directory:warning', 'store-damage:warning'],
    ],
    [
      'with a Redis that is away',
      () => ({ CATFLAP_STORE: 'redis://me:hush-redis-password@127.0.0.1:1' }),
      ['store:problem'],
    ],
  ]

  it.each(cases)('%s', async (_, more, expected) => {
    const findings = await examine({ environment: variables(more()) })
    expect(complaints(findings)).toEqual(expected)
    expectNoSecret(JSON.stringify(findings), ['hush-redis-password'])
  })

  /** As outside a box, where nothing bridges discovery. */
  const generic = (issuer: string): Variables => ({
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'app',
    OIDC_CLIENT_SECRET: 'hush-client-secret',
    OIDC_REDIRECT_URI: 'http://127.0.0.1:5005/callback',
    CATFLAP_STORE: 'memory:',
  })

  async function discoveryOf(issuer: string): Promise<Finding | undefined> {
    const findings = await examine({ environment: generic(issuer) })
    expect(complaints(findings)).toEqual([
      'discovery:problem',
      'issuer:warning',
      'endpoints:warning',
      'clock:warning',
      ...NO_METADATA,
    ])
    expectNoSecret(JSON.stringify(findings), ['hush-client-secret'])
    return finding(findings, 'discovery')
  }

  it('whose issuer is at a closed port', async () => {
    const found = await discoveryOf(`http://127.0.0.1:${await freePort()}`)
    expect(found?.seen.en).toContain('ECONNREFUSED (nothing listens at this port)')
  })

  it('whose issuer has a name that does not resolve', async () => {
    const found = await discoveryOf('https://nobody.invalid')
    // Where there is no name server at all, Node says EAI_AGAIN.
    expect(found?.seen.en).toMatch(/ENOTFOUND|EAI_AGAIN/)
  })

  it('whose issuer has a self-signed certificate', async () => {
    const server = await serveSelfSigned()
    try {
      const { port } = server.address() as AddressInfo
      const found = await discoveryOf(`https://localhost:${port}`)
      expect(found?.seen.zh).toContain('DEPTH_ZERO_SELF_SIGNED_CERT（证书是自签名的）')
      expect(found?.fix?.en).toContain('NODE_EXTRA_CA_CERTS')
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })
})

function serveSelfSigned(): Promise<Server> {
  const [key, cert] = [join(root, 'key.pem'), join(root, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
  const files = ['-keyout', key, '-out', cert]
  const request = ['req', '-x509', '-nodes', '-days', '2', ...curve, ...subject, ...files]
  execFileSync('openssl', request, { stdio: 'ignore' })
  const options = { key: readFileSync(key), cert: readFileSync(cert) }
  const server = createServer(options, (_, res) => res.end('{}'))
  return new Promise((resolve) => server.listen(0, 'localhost', () => resolve(server)))
}

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the command as installed; asynchronously, since the box answers in this process. */
function command(argv: readonly string[], environment: Variables): Promise<Ended> {
  const env = { PATH: process.env.PATH, ...environment }
  const child = spawn(process.execPath, [BIN, ...argv], { cwd: root, env })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
}

describe('the command catflap doctor', () => {
  it('ends with 0 at a healthy box with a store in a directory', async () => {
    const environment = variables({ CATFLAP_STORE: '', CATFLAP_DATA_DIR: join(root, 'data') })
    const { code, out, err } = await command(['doctor'], environment)
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('0 problems, 0 warnings, 27 ok')
    expect(out).toContain(box.environment.OIDC_REDIRECT_URI)
    expect(out).not.toContain('\u001b')
    expectNoSecret(out)
  })

  it('ends with 1 when there are warnings only', async () => {
    const { code, out } = await command(['doctor', '--lang', 'zh'], variables())
    expect(code).toBe(1)
    expect(out).toContain('0 个问题，1 个警告')
    expect(out).toContain('怎么办')
  })

  it('ends with 2 when the secret is not accepted, and says what to do on LazyCat', async () => {
    box.faults.set('secret-rotated')
    const { code, out } = await command(['doctor'], variables())
    box.faults.clear()
    expect(code).toBe(2)
    expect(out).toMatch(/✗ Client id and secret\n.*\n.*invalid_client: .+\n.*Restart the app/)
    expectNoSecret(out)
  })

  it('compares the redirect URI with a manifest', async () => {
    const manifest = join(root, 'lzc-manifest.yml')
    writeFileSync(manifest, 'application:\n  oidc_redirect_path: /auth/done\n')
    const { code, out } = await command(['doctor', '--manifest', manifest], variables())
    expect(code).toBe(2)
    expect(out).toMatch(
      /expected +oidc_redirect_path: \/callback\n +seen +oidc_redirect_path: \/auth/,
    )
  })

  it('takes variables from a file, and prints JSON', async () => {
    const file = join(root, 'box.env')
    const lines = Object.entries(variables()).map(([name, value]) => `${name}="${value}"`)
    writeFileSync(file, lines.join('\n'))
    const { code, out } = await command(['doctor', '--json', '--env-file', file], {})
    const report = JSON.parse(out) as { outcome: string; findings: Finding[] }
    expect([code, report.outcome]).toEqual([1, 'warning'])
    expect(complaints(report.findings)).toEqual([])
    expectNoSecret(out)
  })

  it('ends with 2 and one line for a bad option', async () => {
    const { code, out, err } = await command(['doctor', '--bogus'], {})
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^catflap: Unknown option '--bogus'\. See --help\.\n$/)
  })

  it('paints for a terminal, unless NO_COLOR is set', () => {
    // `script` gives it a terminal; without settings it contacts nobody.
    const onTerminal = (env: Variables): string => {
      const line = `${process.execPath} ${BIN} doctor; true`
      const options = { encoding: 'utf8', env: { PATH: process.env.PATH, ...env } } as const
      return execFileSync('script', ['-qec', line, '/dev/null'], options)
    }
    expect(onTerminal({})).toContain('\u001b[31m✗')
    expect(onTerminal({ NO_COLOR: '1' })).not.toContain('\u001b[31m')
    expect(onTerminal({ NO_COLOR: '1' })).toContain('✗')
  })
})
