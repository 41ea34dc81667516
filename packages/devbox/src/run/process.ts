/** One process of an app: started in a group of its own, its lines told, ended with all it started. */
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Spawnable } from './root.ts'
import type { Watchdog } from './watchdog.ts'

/** How a process ended: its exit code or the signal that ended it. */
export type Ending = { readonly code: number } | { readonly signal: NodeJS.Signals }

/** A started process. */
export interface AppProcess {
  readonly name: string
  readonly ended: Promise<Ending>
  /** Once it has ended. */
  readonly ending: () => Ending | undefined
  /** Ends it and everything in its group: politely, and after some seconds by force. */
  readonly stop: () => Promise<void>
}

/** Seconds. */
const GRACE = 5
/** Milliseconds for the kernel to end what cannot refuse; who left the group may hold the pipes. */
const LAST_WAIT = 1000
const LONGEST_LINE = 8192

/** Starts a process. @param tell - gets each line that it writes, with its name before it. */
export function startProcess(
  name: string,
  { file, args, cwd, env }: Spawnable,
  tell: (line: string) => void,
  watchdog: Watchdog,
): AppProcess {
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  watchdog.watch('group', child.pid)
  child.stdout.on(
    'data',
    createLineReader((line) => tell(`[${name}] ${line}`)),
  )
  child.stderr.on(
    'data',
    createLineReader((line) => tell(`[${name}] ${line}`)),
  )
  let ending: Ending | undefined
  const ended = new Promise<Ending>((resolve) => {
    child.once('error', (error) => {
      tell(`[${name}] ${error.message}`)
      resolve({ code: 127 })
    })
    child.once('exit', (code, signal) =>
      resolve(signal === null ? { code: code ?? 0 } : { signal }),
    )
  }).then((value) => {
    ending = value
    return value
  })
  // Not "exit": it comes when everything that writes to our pipes has ended, whoever started it.
  const allEnded = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const killAtExit = () => signalGroup(child, 'SIGKILL')
  process.once('exit', killAtExit)
  return {
    name,
    ended,
    ending: () => ending,
    async stop() {
      signalGroup(child, 'SIGTERM')
      await Promise.race([allEnded, sleep(GRACE * 1000, undefined, { ref: false })])
      // Some may not care for SIGTERM, and some may write elsewhere.
      signalGroup(child, 'SIGKILL')
      await Promise.race([allEnded, sleep(LAST_WAIT, undefined, { ref: false })])
      child.stdout.destroy()
      child.stderr.destroy()
      process.off('exit', killAtExit)
      watchdog.forget(child.pid)
    },
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // Nobody is left in the group.
  }
}

/** Cuts chunks into lines; a line without end is cut at a length. */
function createLineReader(tell: (line: string) => void): (chunk: Buffer) => void {
  const decoder = new TextDecoder()
  let rest = ''
  return (chunk) => {
    rest += decoder.decode(chunk, { stream: true })
    for (;;) {
      const end = rest.indexOf('\n')
      if (end === -1 && rest.length < LONGEST_LINE) return
      const cut = end === -1 || end > LONGEST_LINE ? LONGEST_LINE : end
      tell(rest.slice(0, cut).replace(/\r$/, ''))
      rest = rest.slice(cut === end ? cut + 1 : cut)
    }
  }
}
