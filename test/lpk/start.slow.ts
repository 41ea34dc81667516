/** What is in the LPK runs: unpacked, without any node_modules, in both ways of starting. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createDevbox } from 'catflap-devbox'
import { unpackContent } from 'catflap-lazycat/lpk'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createRedisServer } from '../../packages/catflap/test/support/redis-server.ts'
import { buildLpks } from '../../scripts/lpk/build.mjs'
import { answering } from '../support/answering.ts'
import { freePort } from '../support/free-port.ts'
import { createUserAgent } from '../support/user-agent.ts'

const folder = mkdtempSync(join(tmpdir(), 'catflap-lpk-'))
const content = join(folder, 'content')
const running: ChildProcess[] = []

beforeAll(async () => {
  const [service] = await buildLpks(new URL('../..', import.meta.url).pathname)
  unpackContent(service?.lpk.content ?? [], content)
}, 120_000)
afterEach(async () => {
  for (const child of running.splice(0)) await stop(child)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Starts in an environment that has nothing but what the box gives, and a PATH to Node. */
async function start(
  [command, ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ child: ChildProcess; output: () => string }> {
  const child = spawn(command!, args, {
    cwd: '/',
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: a shell may stay as the parent of the viewer.
    detached: true,
  })
  running.push(child)
  let printed = ''
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  }
  await answering(`http://127.0.0.1:${env.PORT}`)
  return { child, output: () => printed }
}

/** Ends a group of processes, and waits until the last of them has closed its output. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.stdout!.closed) return
  const closed = new Promise((resolve) => child.once('close', resolve))
  process.kill(-child.pid!, 'SIGTERM')
  await closed
}

/** Signs in at a box, restarts, and is still signed in; nobody else is. */
async function signInAndRestart(
  command: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const box = await createDevbox({ autoApprove: 'alice', redirectUri: `${origin}/callback` })
  try {
    const env = {
      ...box.environment,
      PATH: dirname(process.execPath),
      PORT: String(port),
      CATFLAP_SECRET: 'a-stable-secret-of-the-box',
      ...variables,
    }
    const agent = createUserAgent()
    const first = await start(command, env)
    const page = await agent.browse(`${origin}/session`)
    expect(page).toMatchObject({ status: 200, url: `${origin}/session` })
    expect(page.body).toContain('alice')
    await stop(first.child)
    expect(first.output()).toContain('"type":"stopping"')

    await start(command, env)
    const json = { accept: 'application/json' }
    const session = await agent.get(`${origin}/api/session`, json)
    expect(session.status).toBe(200)
    expect(JSON.parse(session.body)).toMatchObject({ claims: { aud: 'dev.catflap.app' } })
    expect((await createUserAgent().get(`${origin}/api/session`, json)).status).toBe(401)
  } finally {
    await box.close()
  }
}

describe('the content of the LPK', () => {
  it('has no node_modules to fall back on', () => {
    for (let at = content; at !== '/'; at = dirname(at)) {
      expect(existsSync(join(at, 'node_modules'))).toBe(false)
    }
  })

  it.each([
    ['by node main.js', () => [process.execPath, join(content, 'main.js')]],
    ['by run.sh', () => [join(content, 'run.sh')]],
    ['by sh -c, as exec:// does', () => ['/bin/sh', '-c', join(content, 'run.sh')]],
  ])('started %s, keeps a session in LMDB over a restart', async (way, command) => {
    const data = join(folder, way.replaceAll(/\W/g, '-'))
    await signInAndRestart(command(), { CATFLAP_DATA_DIR: data })
    expect(existsSync(join(data, 'data.mdb'))).toBe(true)
  })

  it('has the driver of Redis, too', async () => {
    const redis = await createRedisServer()
    await redis.start()
    try {
      await signInAndRestart([join(content, 'run.sh')], { CATFLAP_STORE: redis.url })
    } finally {
      await redis.remove()
    }
  })
})
