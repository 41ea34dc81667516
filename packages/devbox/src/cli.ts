#!/usr/bin/env node
/** The command `catflap-devbox`. */
import { run } from './cli/run.ts'

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  signals: process,
  platform: process.platform,
})
