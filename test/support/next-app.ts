/**
 * examples/next, installed from packed tarballs in a folder of its own, built and started as its users do.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createDevbox, type Devbox } from 'catflap-devbox'
import { answering } from './answering.ts'
import { freePort } from './free-port.ts'
import { pack } from './packed.ts'

const root = new URL('../..', import.meta.url).pathname
/** All that a program of these gets of the environment. */
const bare = { PATH: process.env.PATH, HOME: tmpdir(), NEXT_TELEMETRY_DISABLED: '1' }

export interface NextApp {
  readonly folder: string
  /** Builds it, without a single variable of the login. */
  build(): void
  /** Changes a file of it. */
  edit(file: string, from: string | RegExp, to: string): void
  add(file: string, text: string): void
  remove(): void
}

/** Installs the example with this checkout's packages; `npm run build` has been there before. */
export function installNextApp(): NextApp {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-next-'))
  cpSync(join(root, 'examples/next'), folder, { recursive: true })
  const tarballs = ['lazycat', 'catflap'].map((name) => {
    writeFileSync(join(folder, `${name}.tgz`), pack(`packages/${name}`))
    return `./${name}.tgz`
  })
  execFileSync('npm', ['install', '--no-audit', '--no-fund', ...tarballs], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 300_000,
  })
  return {
    folder,
    build: () => void next(folder, 'build'),
    edit(file, from, to) {
      const text = readFileSync(join(folder, file), 'utf8')
      const edited = text.replace(from, to)
      if (edited === text) throw new Error(`${file} does not hold ${from}`)
      writeFileSync(join(folder, file), edited)
    },
    add(file, text) {
      mkdirSync(join(folder, dirname(file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

const program = (folder: string): string => join(folder, 'node_modules/next/dist/bin/next')

function next(folder: string, ...arguments_: string[]): void {
  const options = { cwd: folder, env: bare, timeout: 300_000, encoding: 'utf8' } as const
  try {
    execFileSync(process.execPath, [program(folder), ...arguments_], options)
  } catch (error) {
    throw new Error(`next ${arguments_[0]}: ${Reflect.get(error as Error, 'stdout')}`)
  }
}

/** What serves a build: `next start`, or the server that `output: 'standalone'` makes. */
export type NextServer = 'next start' | 'standalone'

export interface RunningNext {
  readonly origin: string
  readonly box: Devbox
  /** What it has written. */
  output(): string
  close(): Promise<void>
}

/** How a build is served. */
export interface Serving {
  readonly server: NextServer
  /** Of the login's paths; empty if left out. */
  readonly basePath?: string
  /** A folder that somebody forgot to take along. */
  readonly without?: string
}

/** Serves a build beside a box that approves `alice` at once. */
export async function startNext(
  { folder }: NextApp,
  { server, basePath = '', without }: Serving,
): Promise<RunningNext> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const redirectUri = `${origin}${basePath}/callback`
  const box = await createDevbox({ autoApprove: 'alice', redirectUri })
  const place = mkdtempSync(join(tmpdir(), 'catflap-next-run-'))
  if (server === 'standalone') copyStandalone(folder, place)
  if (without !== undefined) rmSync(join(place, without), { recursive: true })
  const cwd = server === 'standalone' ? place : folder
  const command =
    server === 'standalone'
      ? ['server.js']
      : [program(folder), 'start', '-H', '127.0.0.1', '-p', `${port}`]
  const data = join(place, 'data')
  const own = { PORT: `${port}`, HOSTNAME: '127.0.0.1', CATFLAP_DATA_DIR: data }
  const child = spawn(process.execPath, command, {
    cwd,
    env: { ...bare, ...box.environment, ...own },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => written.push(chunk.toString()))
  }
  const close = async () => {
    await stop(child)
    await box.close()
    rmSync(place, { recursive: true, force: true })
  }
  await answering(origin).catch(async (error) => {
    await close()
    throw new Error(written.join(''), { cause: error })
  })
  return { origin, box, output: () => written.join(''), close }
}

/** Away from everything that the build might have left out; the browser's files are to be copied by hand. */
function copyStandalone(folder: string, place: string): void {
  // Its links stay as they are: made absolute, they would lead back to the folder that was built.
  const options = { recursive: true, verbatimSymlinks: true }
  cpSync(join(folder, '.next/standalone'), place, options)
  cpSync(join(folder, '.next/static'), join(place, '.next/static'), { recursive: true })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill()
  await ended
}
