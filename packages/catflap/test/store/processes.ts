/** Other processes that use a store: the package compiled to a directory, and programs run there. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url))
const MODULES = join(PACKAGE, '../../node_modules')

export interface Processes {
  /** Runs a program to its end, and blocks meanwhile; what it printed, and how it ended. */
  run(program: string, options?: RunOptions): Ended
  /** Starts a program; what is written to its standard input waits until it reads. */
  start(program: string): Running
  /** Starts a program in a PID namespace of its own, as a container has one; it is its process 1. */
  startApart(program: string): Running
  /** Ends every program and removes the compiled package. */
  remove(): void
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Kilobytes that a file may have; writing more fails as on a full disk. */
  readonly fileSize?: number
}

export interface Ended {
  readonly output: string
  readonly errors: string
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
}

export interface Running {
  readonly child: ChildProcess
  /** Everything printed so far. */
  output(): string
  /** Waits for a line of output. */
  line(text: string): Promise<void>
  /** Waits for its end. */
  readonly ended: Promise<void>
}

/** Compiles the package. Programs are ES modules that import from `./store/…js`. */
export function createProcesses(): Processes {
  const directory = mkdtempSync(join(tmpdir(), 'catflap-compiled-'))
  const sources = join(PACKAGE, 'src')
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  buildSync({
    entryPoints: files.filter((name) => name.endsWith('.ts')).map((name) => join(sources, name)),
    outbase: sources,
    outdir: directory,
    bundle: true,
    // One file for each of the sources, whoever imports it: modules with state are there once.
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  })
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }')
  symlinkSync(MODULES, join(directory, 'node_modules'))
  const children: ChildProcess[] = []
  const args = (program: string) => ['--input-type=module', '-e', program]

  function begin(command: string, rest: readonly string[]): Running {
    const stdio = ['pipe', 'pipe', 'inherit'] as const
    const child = spawn(command, rest, { cwd: directory, stdio: [...stdio] })
    children.push(child)
    return watch(child)
  }

  return {
    run(program, { env, fileSize } = {}) {
      const limit = fileSize === undefined ? '' : `ulimit -f ${fileSize * 2} && `
      const shell = ['-c', `${limit}exec "$@"`, 'sh', process.execPath, ...args(program)]
      const ended = spawnSync('sh', shell, {
        cwd: directory,
        env: { ...process.env, ...env },
        encoding: 'utf8',
        timeout: 60_000,
      })
      const { stdout: output, stderr: errors, status, signal } = ended
      return { output, errors, status, signal }
    },
    start: (program) => begin(process.execPath, args(program)),
    startApart(program) {
      // Who is not root needs a user namespace for it.
      const flags = process.geteuid?.() === 0 ? '-pf' : '-Urpf'
      const node = [process.execPath, ...args(program)]
      return begin('unshare', [flags, '--mount-proc', '--kill-child', ...node])
    },
    remove() {
      for (const child of children) child.kill('SIGKILL')
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function watch(child: ChildProcess): Running {
  let output = ''
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  return {
    child,
    ended,
    output: () => output,
    async line(text) {
      while (!output.split('\n').includes(text)) {
        if (child.exitCode !== null) throw new Error(`ended without printing ${text}`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
  }
}
