/** The command itself, in this process. */
import { EventEmitter } from 'node:events'
import { run } from '../../src/cli/run.ts'

/** Runs `catflap-devbox run`; its signals are sent with `signals.emit`. */
export function command(argv: readonly string[], env: NodeJS.ProcessEnv = {}, platform = 'linux') {
  let out = ''
  let err = ''
  const signals = new EventEmitter()
  const ended = run(['run', ...argv], {
    env: { PATH: process.env.PATH, ...env },
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    signals,
    platform,
  })
  return { ended, signals, out: () => out, err: () => err }
}
