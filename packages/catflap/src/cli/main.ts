/** The command `catflap`. */
import { run } from './run.ts'

/** Milliseconds after which a connection that hangs no longer keeps the process. */
const GRACE = 2000

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  tty: process.stdout.isTTY === true,
  cwd: process.cwd(),
})
setTimeout(() => process.exit(), GRACE).unref()
