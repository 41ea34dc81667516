/** A provider's program: started, stopped, frozen, and installed before that. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Front } from './front.ts'
import type { RunningProvider } from './provider.ts'

export interface Command {
  readonly file: string
  readonly argv: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Answers with 200 once the program is ready. */
  readonly ready: string
}

export interface Program {
  start(): Promise<void>
  stop(): Promise<void>
  freeze(): void
  thaw(): void
}

/** Seconds within which a program must be ready; Keycloak takes a minute and a half on a busy machine. */
const READY = 300

/** Makes a program that can be started more than once. */
export function createProgram({ file, argv, cwd, env, ready }: Command): Program {
  let child: ChildProcess | undefined
  let written = ''

  async function answers(): Promise<boolean> {
    const answer = await fetch(ready, { signal: AbortSignal.timeout(2000) }).catch(() => undefined)
    await answer?.body?.cancel()
    return answer?.status === 200
  }

  /** Its whole group: some are started by a shell. */
  function signal(name: NodeJS.Signals): void {
    if (child?.pid !== undefined && child.exitCode === null) process.kill(-child.pid, name)
  }

  async function stop(): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    signal('SIGCONT')
    signal('SIGTERM')
    const late = setTimeout(signal, 20_000, 'SIGKILL')
    await exit
    clearTimeout(late)
  }

  // In a group of its own it would outlive this process.
  process.once('exit', () => signal('SIGKILL'))
  return {
    async start() {
      const own = { PATH: process.env.PATH, HOME: process.env.HOME, ...env }
      const stdio = ['ignore', 'pipe', 'pipe'] as const
      const started = spawn(file, argv, { cwd, env: own, stdio: [...stdio], detached: true })
      child = started
      for (const stream of [started.stdout, started.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => {
          written = (written + text).slice(-20_000)
        })
      }
      const end = Date.now() + READY * 1000
      while (!(await answers())) {
        const over = started.exitCode !== null || Date.now() > end
        if (over) {
          await stop()
          throw new Error(`${file} is not ready:\n${written}`)
        }
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    },
    stop,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
  }
}

/** What a provider is made of beside its program. */
export interface Parts {
  readonly front: Front
  /** Registers the app, once the program answers. */
  readonly prepare?: () => Promise<void>
  /** What else ends with it. */
  readonly remove?: () => unknown
}

/** Starts a provider for the first time; what fails there ends all of it. */
export async function launch(
  program: Program,
  { front, prepare, remove }: Parts,
): Promise<Omit<RunningProvider, 'credentials' | 'rotateKeys'>> {
  const close = async () => {
    await program.stop()
    await front.close()
    await remove?.()
  }
  try {
    await program.start()
    await prepare?.()
    return { ...program, count: front.count, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Runs what installs a provider; tells what it wrote when it fails, or that it is not there. */
export function install(
  file: string,
  argv: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>> = {},
): void {
  // Go's own switch against fetching another Go.
  const env = { ...process.env, GOTOOLCHAIN: 'local', ...more }
  try {
    execFileSync(file, argv, { cwd, stdio: 'pipe', timeout: 900_000, env })
  } catch (error) {
    const { code, stderr = '', stdout = '', message } = error as InstallFailure
    if (code === 'ENOENT') throw new Error(`CATFLAP_PROVIDERS=1 needs ${file}, which is not there`)
    throw new Error(`${message}\n${stdout}${stderr}`)
  }
}

type InstallFailure = NodeJS.ErrnoException & { stdout?: string; stderr?: string }
