#!/usr/bin/env node
/** The command `catflap-devbox`. */
import { watchNpm } from './parent.ts'
import { run } from './run.ts'

// A terminal that was closed takes nothing more; there is still an app to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
watchNpm(process.env, () => process.kill(process.pid, 'SIGTERM'))

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  signals: process,
  platform: process.platform,
})
