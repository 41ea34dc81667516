/** The command `catflap-gate`. */
import { run } from './run.ts'

// Whoever reads the log may go away: the log is lost then, the gate is not.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  signals: process,
})
