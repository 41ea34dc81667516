/** Command lines as somebody types them, each in a process group of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const bin = new URL('../../node_modules/.bin', import.meta.url).pathname

/** A command line that runs. */
export interface RunningCommand {
  /** All that it has printed. */
  output(): string
  /** Waits until it has printed this. @throws Error with the output when it ends before */
  printed(pattern: RegExp): Promise<string>
  /** Waits until it has ended by itself. @returns its exit code */
  ended(): Promise<number | null>
  /** Ends it with all that it has started. */
  stop(): Promise<void>
}

/**
 * Starts a command line in a folder.
 *
 * @param home - the home directory; of the variables of this process only PATH goes along
 */
export function startCommand(line: string, folder: string, home: string): RunningCommand {
  const env = {
    PATH: `${bin}:${process.env.PATH}`,
    HOME: home,
    LC_ALL: 'C.UTF-8',
    // What the packages need is there; no registry is asked.
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
    npm_config_cache: join(home, 'npm'),
  }
  const stdio = ['ignore', 'pipe', 'pipe'] as const
  const child = spawn('sh', ['-c', line], { cwd: folder, env, detached: true, stdio: [...stdio] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    output: () => output,
    async printed(pattern) {
      for (let i = 0; i < 600; i++) {
        const [found] = pattern.exec(output) ?? []
        if (found !== undefined) return found
        if (child.exitCode !== null) break
        await pause()
      }
      throw new Error(`"${line}" did not print ${pattern}, but:\n${output}`)
    },
    ended: () => closed,
    async stop() {
      if (!signalGroup(child, 'SIGTERM')) return
      // The shell may end before what it started does.
      for (let i = 0; i < 1000 && signalGroup(child, 0); i++) await pause()
      signalGroup(child, 'SIGKILL')
    },
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))

/** Sends a signal to the group that a process leads. @returns whether anybody is left in it */
function signalGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' | 0): boolean {
  if (pid === undefined) return false
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}
