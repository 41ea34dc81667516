/**
 * Nothing that fails, and nothing that comes from outside, ends the process: not the app, its log
 * and its pages, not store and provider, not what clients send. Each program runs in a process of
 * its own that would end with the first rejection that nobody handles.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { connect } from 'node:http2'
import { createDevbox } from 'catflap-devbox'
import { afterEach, describe, expect, it } from 'vitest'
import { barrage } from '../support/barrage.ts'
import { boxKeys } from '../support/box-keys.ts'
import { freePort } from '../support/free-port.ts'
import { createUserAgent } from '../support/user-agent.ts'

const pathOf = (file: string) => new URL(file, import.meta.url).pathname
const APP = pathOf('../support/faulty-app.mjs')
const VIEWER = pathOf('../../apps/env-viewer/dist/main.js')
const INGRESS = pathOf('../support/ingress-box.mjs')
const DEVBOX = pathOf('../../packages/devbox/dist/cli/main.js')

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

interface Started {
  readonly child: ChildProcess
  output(): string
}

/** Starts a program, and waits until it prints `ready`. */
async function start(
  argv: readonly string[],
  variables: Readonly<Record<string, string>>,
  ready: string,
): Promise<Started> {
  const env = { PATH: process.env.PATH, ...variables }
  const strict = ['--unhandled-rejections=strict', ...argv]
  const child = spawn(process.execPath, strict, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  cleanUps.push(() => ended(child))
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  }
  while (!printed.includes(ready)) {
    if (child.exitCode !== null) throw new Error(`it ended before it was ready: ${printed}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return { child, output: () => printed }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await exit
}

function expectAlive({ child, output }: Started): void {
  expect([child.exitCode, child.signalCode], output().slice(-3000)).toEqual([null, null])
}

/** An app, signed in to at a box whose tokens are renewed; their lifetime is in seconds. */
async function startApp(accessTokenLifetime = 86_400) {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const box = await createDevbox({
    keys: boxKeys(),
    autoApprove: 'alice',
    redirectUri: `${origin}/callback`,
    refreshTokens: true,
    accessTokenLifetime,
  })
  cleanUps.push(() => box.close())
  const app = await start([APP], { ...box.environment, PORT: String(port) }, 'listening')
  const agent = createUserAgent()
  await agent.browse(`${origin}/login`, (location) => !location.endsWith('/'))
  const ask = (target: string) =>
    agent.get(origin + target).then(
      ({ status }) => status,
      () => 'cut off',
    )
  expect((await agent.get(`${origin}/session`)).body).not.toBe('nobody')
  return { app, agent, ask, origin, port }
}

describe('an app lives on', () => {
  it('when its handlers fail, each in its way', async () => {
    const { app, ask } = await startApp()
    expect(await ask('/throw')).toBe(500)
    expect(await ask('/reject')).toBe(500)
    expect(await ask('/half')).toBe('cut off')
    expect(await ask('/twice')).toBe(200)
    expect(await ask('/gone')).toBe('cut off')
    expect(await ask('/callback?code=x&state=y')).toBe(303)
    expectAlive(app)
    expect(app.output().match(/"code":"INTERNAL"/g)?.length).toBeGreaterThanOrEqual(4)
  })

  it.each(['throw', 'reject'])('when its store fails behind it: %s', async (store) => {
    const { app, agent, ask, origin } = await startApp()
    // A stray callback is kept a second later, an idle end moved behind the request.
    await createUserAgent().get(`${origin}/callback?code=x&state=y`)
    await ask(`/faults?offset=7000&write=${store}`)
    expect(await ask('/session')).toBe(200)
    await ask(`/faults?offset=7000&store=${store}`)
    expect(await ask('/session')).toBe(503)
    expect((await agent.post(`${origin}/logout`, { origin })).status).toBe(503)
    await expect.poll(() => app.output().includes('login-failed')).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(await ask('/close')).toBe(200)
    expectAlive(app)
  })

  it.each(['hang', 'reject'])('when its provider fails behind it: %s', async (fetch) => {
    const { app, agent, ask, origin } = await startApp(300)
    // The token is due: it is renewed behind this request.
    await ask(`/faults?offset=250&fetch=${fetch}`)
    expect(await ask('/session')).toBe(200)
    // While it hangs, the store goes away under the lease.
    await ask(`/faults?offset=250&fetch=${fetch}&store=reject`)
    await expect.poll(() => app.output().includes('"renewal-failed"')).toBe(true)
    await ask(`/faults?offset=250&fetch=${fetch}`)
    expect((await agent.post(`${origin}/logout`, { origin })).status).toBe(303)
    expectAlive(app)
  })

  it('whatever clients send, over HTTP/1 and HTTP/2', async () => {
    const { app, ask, port } = await startApp()
    await barrage(port)
    const second = Number(/http2 at (\d+)/.exec(app.output())?.[1])
    await barrage(second)
    await http2Barrage(second)
    expectAlive(app)
    expect(await ask('/session')).toBe(200)
  })
})

/** Streams that are reset before, while and after they are answered. */
async function http2Barrage(port: number): Promise<void> {
  const client = connect(`http://127.0.0.1:${port}`)
  client.on('error', () => {})
  const paths = ['/login', '/backchannel-logout', '/throw', '/reject', '/half', '/twice', '/gone']
  for (const path of paths) {
    for (const method of ['GET', 'POST', 'TRACE', 'BREW']) {
      await new Promise<void>((resolve) => {
        const stream = client.request({ ':path': path, ':method': method })
        stream.on('error', () => {}).on('close', resolve)
        stream.resume().write('x')
        setTimeout(() => stream.close(8), 3)
      })
    }
  }
  client.destroy()
}

it('the viewer lives on, whatever clients send', async () => {
  const box = await createDevbox({ keys: boxKeys(), autoApprove: 'alice' })
  cleanUps.push(() => box.close())
  const port = await freePort()
  const variables = { ...box.environment, PORT: String(port), CATFLAP_STORE: 'memory:' }
  const viewer = await start([VIEWER], variables, 'listening')
  await barrage(port)
  expectAlive(viewer)
  expect((await createUserAgent().get(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
})

it('the devbox lives on, whatever clients send', async () => {
  const port = await freePort()
  const argv = [DEVBOX, '--port', String(port)]
  const devbox = await start(argv, { HOME: '/nonexistent' }, String(port))
  await barrage(port)
  await barrage(port, `127.0.0.1:${port}`)
  expectAlive(devbox)
  expect((await createUserAgent().get(`http://127.0.0.1:${port}/`)).status).toBeLessThan(500)
})

it('the ingress of the devbox lives on, whatever clients send', async () => {
  const port = await freePort()
  const ingress = await start([INGRESS], { PORT: String(port) }, 'listening')
  const host = ingress.output().split(' ')[0]!
  await barrage(port, host)
  expectAlive(ingress)
  const { status } = await createUserAgent().get(`http://127.0.0.1:${port}/faulty-app.mjs`, {
    host,
  })
  expect(status).toBe(200)
})
