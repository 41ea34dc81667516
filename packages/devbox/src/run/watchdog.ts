/** What a devbox has started ends with it, even when it is killed: somebody else looks after that. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const FILE = fileURLToPath(new URL('../../bin/watchdog.js', import.meta.url))

/** See {@link createWatchdog}. */
export interface Watchdog {
  /** Ends a process with its group, or with all that descend from it, when this process is gone. */
  readonly watch: (kind: 'group' | 'tree', pid: number | undefined) => void
  /** It has ended by itself; its number may become another's. */
  readonly forget: (pid: number | undefined) => void
  /**
   * Sends a signal to all that is watched, and later ends by force what is left. False when there is
   * no watchdog, such as where no further process can be started.
   */
  readonly signal: (name: NodeJS.Signals) => boolean
  /** Nothing is left to look after. */
  readonly close: () => void
}

/** Starts a watchdog; the pipe to it is what tells it that this process has gone. */
export function createWatchdog(): Watchdog {
  const dog = spawn(process.execPath, [FILE], {
    // Of a session of its own, so that no terminal ends it together with what it looks after.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
    cwd: '/',
  })
  dog.on('error', () => {})
  dog.stdin.on('error', () => {})
  dog.unref()
  const pipe = dog.stdin as typeof dog.stdin & { unref?: () => void }
  pipe.unref?.()
  const say = (line: string): void => void dog.stdin.write(`${line}\n`)
  return {
    watch: (kind, pid) => pid !== undefined && say(`${kind} ${pid}`),
    forget: (pid) => pid !== undefined && say(`forget ${pid}`),
    signal(name) {
      if (dog.pid === undefined || dog.exitCode !== null || dog.signalCode !== null) return false
      say(`signal ${name}`)
      return true
    },
    close: () => void dog.stdin.end(),
  }
}
