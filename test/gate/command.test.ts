/** The command as it is installed: one process and several, signals, settings that cannot be followed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDevbox, type Devbox } from 'catflap-devbox'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { boxKeys } from '../support/box-keys.ts'
import { freePort } from '../support/free-port.ts'
import { createUserAgent } from '../support/user-agent.ts'

const BIN = new URL('../../packages/gate/bin/catflap-gate.js', import.meta.url).pathname

let release: () => void = () => {}
let waiting = 0
let app: Server
let box: Devbox
let origin = ''
beforeEach(async () => {
  waiting = 0
  app = createServer((req, res) => {
    if (req.url !== '/slow') return void res.end(String(req.headers['remote-user']))
    waiting++
    release = () => res.end('at last')
  })
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${await freePort()}`
  const redirectUri = `${origin}/_catflap/callback`
  box = await createDevbox({ keys: boxKeys(), redirectUri, autoApprove: 'alice' })
})
afterEach(async () => {
  await box.close()
  app.closeAllConnections()
  app.close()
})

interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<unknown[]>
  lines(type: string): readonly Record<string, unknown>[]
}

async function start(listeners: number, ...more: readonly string[]): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-gate-'))
  const { port } = new URL(origin)
  const upstream = `http://127.0.0.1:${(app.address() as AddressInfo).port}`
  const child = spawn(
    process.execPath,
    [BIN, '--upstream', upstream, '--listen', `127.0.0.1:${port}`, ...more],
    {
      env: {
        PATH: process.env.PATH,
        ...box.environment,
        OIDC_REDIRECT_URI: `${origin}/_catflap/callback`,
        CATFLAP_DATA_DIR: folder,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let out = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  const lines = (type: string) =>
    out
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => line.type === type)
  await expect.poll(() => lines('listening').length, { timeout: 60_000 }).toBe(listeners)
  return { child, ended, lines }
}

const get = async (address: string) => (await fetch(address)).text()

describe('one process', () => {
  it('serves, and ends in order on SIGTERM: what is under way is finished', async () => {
    const { child, ended, lines } = await start(1)
    const agent = createUserAgent()
    expect((await agent.browse(`${origin}/`)).body).toMatch(/^alice@/)
    const slow = agent.get(`${origin}/slow`)
    await expect.poll(() => waiting).toBe(1)
    child.kill('SIGTERM')
    await expect.poll(() => lines('stopping').length).toBe(1)
    await expect
      .poll(() => {
        const socket = connect(Number(new URL(origin).port), '127.0.0.1')
        return Promise.race([
          once(socket, 'connect').then(() => 'taken'),
          once(socket, 'error').catch(([error]) => error),
        ]).catch(() => 'refused')
      })
      .toBe('refused')
    release()
    expect((await slow).body).toBe('at last')
    expect(await ended).toEqual([0, null])
  })

  it('answers operators at a door of their own, and at a Unix socket whom it lets', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'catflap-gate-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const operations = `http://127.0.0.1:${await freePort()}`
    const socket = join(folder, 'auth.sock')
    const more = ['--auth-listen', `unix:${socket}`, '--auth-proxy', 'nginx']
    await start(1, '--operations', operations.slice('http://'.length), ...more)
    expect(statSync(socket).mode & 0o777).toBe(0o660)
    await createUserAgent().browse(`${origin}/`)
    expect(JSON.parse(await get(`${operations}/healthz`))).toEqual({ status: 'ok' })
    expect(JSON.parse(await get(`${operations}/readyz`))).toMatchObject({
      status: 'ok',
      store: 'ok',
    })
    const metrics = await get(`${operations}/metrics`)
    expect(metrics).toMatch(/catflap_gate_requests_total\{by="app",status="2xx"\} 1/)
    expect(metrics).toMatch(/catflap_gate_login_events_total\{type="login-completed"\} 1/)
  })
})

describe('several workers', () => {
  it('share port and sessions; one that dies is replaced, and all end in order', async () => {
    const operations = `http://127.0.0.1:${await freePort()}`
    const running = await start(3, '--workers', '2', '--operations', operations.slice(7))
    const agent = createUserAgent()
    await agent.browse(`${origin}/`)
    const twenty = () => Promise.all(Array.from({ length: 20 }, () => agent.get(`${origin}/`)))
    for (const { body } of await twenty()) expect(body).toMatch(/^alice@/)
    const count = async () =>
      Number(
        /requests_total\{by="app",status="2xx"\} (\d+)/.exec(
          await get(`${operations}/metrics`),
        )?.[1],
      )
    await expect.poll(count).toBe(21)
    const worker = running.lines('listening').find(({ public: door }) => door !== undefined)
    process.kill(Number(worker?.pid), 'SIGKILL')
    await expect.poll(() => running.lines('listening').length).toBe(4)
    expect(running.lines('worker-died')).toHaveLength(1)
    for (const { body } of await twenty()) expect(body).toMatch(/^alice@/)
    expect(JSON.parse(await get(`${operations}/readyz`))).toMatchObject({ status: 'ok' })
    running.child.kill('SIGTERM')
    expect(await running.ended).toEqual([0, null])
  })
})

describe('several workers that sign', () => {
  it('have one key between them, and whoever takes the place of one has it, too', async () => {
    const running = await start(2, '--workers', '2', '--identity-signed', 'true')
    const keys = () => createUserAgent().get(`${origin}/_catflap/jwks.json`)
    const twelve = async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, keys))
      return new Set(answers.map(({ body }) => body))
    }
    const [first = '', ...others] = await twelve()
    expect(JSON.parse(first).keys).toMatchObject([{ kty: 'EC', alg: 'ES256' }])
    expect(others).toEqual([])
    for (const { pid } of running.lines('listening')) process.kill(Number(pid), 'SIGKILL')
    await expect.poll(() => running.lines('listening').length).toBe(4)
    expect([...(await twelve())]).toEqual([first])
  })
})

describe('several workers at the auth door', () => {
  it('know the probes of one another, and only those', async () => {
    const door = `127.0.0.1:${await freePort()}`
    await start(2, '--workers', '2', '--auth-listen', door, '--auth-proxy', 'caddy')
    const handed = await fetch(`http://${door}/auth/probe`, { method: 'POST' })
    const { forbidden } = (await handed.json()) as { forbidden: string }
    const ask = (value: string) =>
      createUserAgent().get(`http://${door}/auth`, { cookie: `catflap-gate-probe=${value}` })
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(forbidden)))
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(403))
    expect((await ask(`${forbidden}x`)).status).toBe(500)
  })
})

describe('a Unix socket', () => {
  const place = () => {
    const folder = mkdtempSync(join(tmpdir(), 'catflap-gate-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    return join(folder, 'gate.sock')
  }
  /** Whether somebody answers there. */
  const answers = async (socketPath: string) => {
    const asked = request({ socketPath, path: '/_catflap/healthz', agent: false }).end()
    const [answer] = await once(asked, 'response')
    return answer.resume().statusCode
  }
  const atSocket = (socket: string) => ['--listen', `unix:${socket}`]

  it('is shared by workers, and stays when one of them dies', async () => {
    const socket = place()
    const running = await start(2, '--workers', '2', ...atSocket(socket))
    const [worker] = running.lines('listening')
    process.kill(Number(worker?.pid), 'SIGKILL')
    await expect.poll(() => running.lines('listening').length).toBe(3)
    expect(await answers(socket)).toBe(200)
    expect(running.lines('worker-died')).toHaveLength(1)
  })

  it('is taken over from a process that was killed, and from none that lives', async () => {
    const socket = place()
    const first = await start(1, ...atSocket(socket))
    const second = await start(0, ...atSocket(socket))
    expect(await second.ended).toEqual([1, null])
    expect(second.lines('cannot-listen')).toMatchObject([{ code: 'EADDRINUSE' }])
    expect(await answers(socket)).toBe(200)
    first.child.kill('SIGKILL')
    await first.ended
    await start(1, ...atSocket(socket))
    expect(await answers(socket)).toBe(200)
  })
})

describe('settings that cannot be followed', () => {
  const run = (...argv: readonly string[]) => {
    try {
      const env = {
        PATH: process.env.PATH,
        OIDC_ISSUER: 'https://op.example',
        CATFLAP_STORE: 'memory:',
      }
      const options = { env, encoding: 'utf8', stdio: 'pipe' } as const
      return { status: 0, out: execFileSync(process.execPath, [BIN, ...argv], options), err: '' }
    } catch (error) {
      const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string }
      return { status, out: stdout, err: stderr }
    }
  }

  it('are all told at once, those of the login too, in both languages', () => {
    const { status, err } = run('--upstream', 'nowhere', '--workers', '0')
    expect(status).toBe(2)
    for (const word of ['--upstream', '--workers', 'CLIENT_ID', 'REDIRECT_URI']) {
      expect(err.replace('LAZYCAT_APP_DOMAIN', 'REDIRECT_URI')).toContain(word)
    }
    expect(err).toMatch(/LOGIN_NOT_CONFIGURED[\s\S]*必须|必须[\s\S]*LOGIN_NOT_CONFIGURED/)
    expect(run('--colour').status).toBe(2)
    expect(run('--config', '/nowhere/gate.yaml').err).toContain('ENOENT')
  })

  it('are shown without a start, and without a secret, where nothing is wrong', () => {
    const env = {
      PATH: process.env.PATH,
      OIDC_ISSUER: 'https://op.example',
      OIDC_CLIENT_ID: 'rp-1',
      OIDC_CLIENT_SECRET: 'very-secret',
      OIDC_REDIRECT_URI: 'https://app.example/_catflap/callback',
      CATFLAP_STORE: 'memory:',
    }
    const argv = [
      BIN,
      '--upstream',
      'http://127.0.0.1:8000',
      '--identity-signed',
      'X-Who',
      '--dry-run',
    ]
    const text = execFileSync(process.execPath, argv, { env, encoding: 'utf8' })
    expect(JSON.parse(text)).toMatchObject({
      upstream: 'http://127.0.0.1:8000',
      default: 'signed-in',
      login: { clientId: 'rp-1', redirectUri: env.OIDC_REDIRECT_URI },
      identity: { signed: 'X-Who', accessToken: false },
      verify: {
        issuer: 'https://app.example',
        audience: 'rp-1',
        jwks: 'https://app.example/_catflap/jwks.json',
        algorithm: 'ES256',
      },
    })
    expect(text).not.toContain('very-secret')
  })
})
