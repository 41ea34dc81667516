// Finds Chromium for the browser tests; installs Debian's where it can, and says what to run where not.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const CHROMIUM = '/usr/bin/chromium'
const PACKAGES = ['chromium', 'fonts-noto-cjk']
const command = `apt-get update && apt-get install -y --no-install-recommends ${PACKAGES.join(' ')}`

if (!existsSync(CHROMIUM)) {
  console.log(`The browser tests need Chromium; installing it: ${command}`)
  const root = process.getuid?.() === 0
  const [file, ...args] = root ? ['sh', '-c', command] : ['sudo', '-n', 'sh', '-c', command]
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync(file, args, { stdio: 'inherit', env, timeout: 600_000 })
}
if (!existsSync(CHROMIUM)) {
  console.error(`Chromium is missing and could not be installed. Run this, then try again:
  sudo sh -c '${command}'`)
  process.exit(1)
}
