// Finds the programs that the tests drive; installs Debian's where it can, and says what to run where not.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const { CATFLAP_BROWSERS, CATFLAP_LZC_CLI, CATFLAP_MODEL, CATFLAP_NODES, CATFLAP_SLOW } =
  process.env
const PROGRAMS = new Map([
  ['/usr/bin/chromium', ['chromium', 'fonts-noto-cjk']],
  ['/usr/bin/redis-server', ['redis-server']],
  ['/usr/sbin/nginx', ['nginx']],
  ['/usr/bin/caddy', ['caddy']],
  ['/usr/sbin/haproxy', ['haproxy']],
  ['/usr/bin/dash', ['dash']],
  ['/usr/bin/busybox', ['busybox']],
])
if (CATFLAP_BROWSERS === '1') {
  PROGRAMS.set('/usr/bin/firefox-esr', ['firefox-esr'])
  PROGRAMS.set('/usr/bin/WebKitWebDriver', ['webkit2gtk-driver'])
  PROGRAMS.set('/usr/bin/Xvfb', ['xvfb'])
}

if (CATFLAP_MODEL === '1') {
  PROGRAMS.set('/usr/bin/spin', ['spin'])
  PROGRAMS.set('/usr/bin/gcc', ['gcc', 'libc6-dev'])
}

const missing = () => [...PROGRAMS].filter(([file]) => !existsSync(file))
const packages = missing().flatMap(([, names]) => names)
const command = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`

if (packages.length > 0) {
  console.log(`The tests need ${packages.join(', ')}; installing: ${command}`)
  const root = process.getuid?.() === 0
  const [file, ...args] = root ? ['sh', '-c', command] : ['sudo', '-n', 'sh', '-c', command]
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync(file ?? '', args, { stdio: 'inherit', env, timeout: 600_000 })
}
if (missing().length > 0) {
  const files = missing().map(([file]) => file)
  console.error(`${files.join(', ')}: missing, and could not be installed. Run this, then try again:
  sudo sh -c '${command}'`)
  process.exit(1)
}
if (CATFLAP_BROWSERS !== '1') {
  console.log(
    'Of browsers only Chromium is tested with; CATFLAP_BROWSERS=1 adds Firefox and WebKitGTK.',
  )
}
if (CATFLAP_SLOW !== '1') {
  console.log('What is slow and rarely breaks is left out; CATFLAP_SLOW=1 adds it.')
}
if (CATFLAP_LZC_CLI !== '1') {
  console.log('LazyCat’s lzc-cli is not tested against; CATFLAP_LZC_CLI=1 installs it and does.')
}
if (CATFLAP_MODEL !== '1') {
  console.log('The model of lease, renewal and logout is not searched; CATFLAP_MODEL=1 does it.')
}
if (CATFLAP_NODES !== '1') {
  console.log('Only this Node is tested with; CATFLAP_NODES=1 installs 22 and 24 and tests there.')
}
