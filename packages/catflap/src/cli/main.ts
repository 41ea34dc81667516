/** The command `catflap`. */
import { openTerminal } from './init/terminal.ts'
import { run } from './run.ts'

/** Milliseconds after which a connection that hangs no longer keeps the process. */
const GRACE = 2000

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  tty: process.stdout.isTTY === true,
  cwd: process.cwd(),
  ...(process.stdout.isTTY && process.stdin.isTTY && { terminal: openTerminal }),
})
setTimeout(() => process.exit(), GRACE).unref()
