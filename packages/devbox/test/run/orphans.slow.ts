/** Whatever ends a devbox or its npm, nothing that it has started is left behind. Real processes only. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { bundleDevbox } from '../support/bundle.ts'
import { freePort, isAlive, manifest, project, SERVER } from './fixture.ts'

const bundle = await bundleDevbox()
chmodSync(join(bundle, 'bin/catflap-devbox.js'), 0o755)
const CLI = [process.execPath, join(bundle, 'bin/catflap-devbox.js')]
const ROOM = { timeout: 30_000 }

const started: ChildProcess[] = []
const known: number[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  for (const pid of known.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
})

/** Tells its number, and starts a second one that writes nowhere and does not end on SIGTERM. */
const SCRIPT = (port: number, server: string) =>
  `trap '' TERM; sleep 600 > /dev/null 2>&1 & echo "pid $!"; trap - TERM; node ${server} ${port} & ` +
  'echo "pid $!"; echo "pid $$"; wait'

/** A project whose app is three processes, with the command in its node_modules as npm puts it. */
async function prepare(): Promise<{ folder: string; port: number }> {
  const port = await freePort()
  const folder = project({
    'lzc-manifest.yml': manifest(`/=exec://${port},/lzcapp/pkg/content/run.sh`),
    'content/run.sh': `#!/bin/sh\n${SCRIPT(port, '/lzcapp/pkg/content/server.mjs')}\n`,
    'content/server.mjs': SERVER,
    'package.json': JSON.stringify({
      name: 'demo',
      scripts: { box: 'catflap-devbox run --port 0' },
    }),
  })
  const bin = join(folder, 'node_modules/.bin')
  mkdirSync(bin, { recursive: true })
  symlinkSync(join(bundle, 'bin/catflap-devbox.js'), join(bin, 'catflap-devbox'))
  writeFileSync(join(folder, '.npmrc'), 'update-notifier=false\n')
  return { folder, port }
}

interface Running {
  readonly child: ChildProcess
  /** The three processes of the app, and what runs them: the devbox last. */
  readonly pids: readonly number[]
}

async function run(
  words: readonly string[],
  cwd: string,
  ready = 'Open your app',
): Promise<Running> {
  const [file = '', ...args] = words
  const { npm_execpath: _, ...env } = process.env
  const child = spawn(file, args, { cwd, env: { ...env, LANG: 'en' }, detached: true })
  started.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk
    })
  }
  await expect.poll(() => output, ROOM).toContain(ready)
  await expect.poll(() => output.match(/pid \d+/g)?.length, ROOM).toBe(3)
  const pids = [...output.matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid))
  pids.push(devboxOf(pids.at(-1) ?? 0))
  known.push(...pids)
  expect(pids.map(isAlive)).toEqual([true, true, true, true])
  return { child, pids }
}

/** The devbox above a process. */
function devboxOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  const words = readFileSync(`/proc/${parent}/cmdline`, 'utf8').split('\0')
  return words[1]?.includes('catflap-devbox') && words[0]?.endsWith('node')
    ? parent
    : devboxOf(parent)
}

async function expectGone({ pids }: Running): Promise<void> {
  await expect.poll(() => pids.map(isAlive), ROOM).toEqual(pids.map(() => false))
}

describe('an app that runs by its manifest', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
    'ends when its devbox gets %s',
    async (signal) => {
      const { folder } = await prepare()
      const running = await run([...CLI, 'run', '--port', '0'], folder)
      running.child.kill(signal)
      await expectGone(running)
    },
    60_000,
  )

  it.each([
    ['npx', 'SIGTERM'],
    ['npx', 'SIGKILL'],
    ['npm', 'SIGTERM'],
    ['npm', 'SIGKILL'],
  ] as const)(
    'ends when the %s that started it gets %s',
    async (npm, signal) => {
      const { folder } = await prepare()
      const words =
        npm === 'npx' ? ['npx', 'catflap-devbox', 'run', '--port', '0'] : ['npm', 'run', 'box']
      const running = await run(words, folder)
      running.child.kill(signal)
      await expectGone(running)
    },
    60_000,
  )

  it('ends when its terminal is closed', async () => {
    const { folder } = await prepare()
    const command = [...CLI, 'run', '--port', '0'].join(' ')
    const running = await run(['script', '-qec', command, '/dev/null'], folder)
    running.child.kill('SIGKILL')
    await expectGone(running)
  }, 60_000)

  it('goes on when a shell has left its devbox behind on purpose', async () => {
    const { folder } = await prepare()
    const command = `${[...CLI, 'run', '--port', '0'].join(' ')} & sleep 0`
    const running = await run(['sh', '-c', command], folder)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(running.pids.map(isAlive)).toEqual([true, true, true, true])
    process.kill(running.pids.at(-1) ?? 0, 'SIGTERM')
    await expectGone(running)
  }, 60_000)
})

describe('a command beside the box', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGHUP'] as const)(
    'ends with all that it has started when its devbox gets %s',
    async (signal) => {
      const port = await freePort()
      const folder = project({ 'server.mjs': SERVER })
      const script = SCRIPT(port, 'server.mjs')
      const words = [...CLI, '--port', '0', '--app-port', String(port), '--', 'sh', '-c', script]
      const running = await run(words, folder, 'listening')
      running.child.kill(signal)
      await expectGone(running)
    },
    60_000,
  )
})
