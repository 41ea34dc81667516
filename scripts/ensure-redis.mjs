// Finds Redis for the tests of its store; installs Debian's where it can, and says what to run where not.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const REDIS = '/usr/bin/redis-server'
const command = 'apt-get update && apt-get install -y --no-install-recommends redis-server'

if (!existsSync(REDIS)) {
  console.log(`The tests of the Redis store need redis-server; installing it: ${command}`)
  const root = process.getuid?.() === 0
  const [file, ...args] = root ? ['sh', '-c', command] : ['sudo', '-n', 'sh', '-c', command]
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync(file, args, { stdio: 'inherit', env, timeout: 600_000 })
}
if (!existsSync(REDIS)) {
  console.error(`redis-server is missing and could not be installed. Run this, then try again:
  sudo sh -c '${command}'`)
  process.exit(1)
}
