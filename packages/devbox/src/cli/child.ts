/** Starts the app beside the box and ends with it. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { createWatchdog } from '../run/watchdog.ts'

/** Where signals to this process arrive; `process` is one. */
export interface Signals {
  on(signal: NodeJS.Signals, listener: () => void): unknown
  off(signal: NodeJS.Signals, listener: () => void): unknown
}

const FORWARDED: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a command until it ends, and passes signals on to it and to all that it has started. They end
 * with this process, whatever ends it.
 *
 * @returns its exit code, or 128 and the number of the signal that ended it.
 * @throws the error of the operating system when it cannot be started.
 */
export function runCommand(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  signals: Signals,
): Promise<number> {
  const [file = '', ...parameters] = command
  const watchdog = createWatchdog()
  const child = spawn(file, parameters, { env, stdio: 'inherit' })
  watchdog.watch('tree', child.pid)
  const undo = FORWARDED.map((signal) => {
    const forward = () => {
      // Ctrl+C reaches all that the command has started by itself; other signals reach one process.
      if (signal === 'SIGINT' || !watchdog.signal(signal)) child.kill(signal)
    }
    signals.on(signal, forward)
    return () => signals.off(signal, forward)
  })
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  }).finally(() => {
    for (const remove of undo) remove()
    watchdog.forget(child.pid)
    watchdog.close()
  })
}

/** Waits for the user to say that it is enough. */
export function untilStopped(signals: Signals): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of FORWARDED) signals.on(signal, () => resolve())
  })
}
