/** No manifest may change the developer's own files: played as root and as an ordinary user. */
import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bundleDevbox } from '../support/bundle.ts'
import { freePort, manifest, RUN, SERVER } from './fixture.ts'

const bundle = await bundleDevbox()
const isRoot = process.getuid?.() === 0
const NOBODY = 65_534

interface Person {
  readonly uid: number
  /** A folder that is the home of nobody real, and no temporary one. */
  readonly place: string
}

function person(uid: number): Person {
  const place = mkdtempSync(join(isRoot ? '/var' : homedir(), 'devbox-canary-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }))
  chownSync(place, uid, uid)
  chmodSync(place, 0o755)
  return { uid, place }
}

function write({ uid, place }: Person, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(place, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    if (text.startsWith('#!')) chmodSync(file, 0o755)
    for (let at = file; at !== place; at = dirname(at)) chownSync(at, uid, uid)
  }
}

/** Runs the command as that person, until it ends or its app is there. */
async function runAs({ uid, place }: Person, argv: readonly string[], stopAt = 'Open your app') {
  const become = uid === process.getuid?.() ? [] : ['setpriv', '--clear-groups']
  if (become.length > 0) become.push(`--reuid=${uid}`, `--regid=${uid}`, '--')
  const words = [...become, process.execPath, join(bundle, 'dist/cli/main.js'), 'run', ...argv]
  const [file = '', ...args] = words
  const env = { PATH: process.env.PATH, HOME: join(place, 'home'), LANG: 'en' }
  const child = spawn(file, args, { cwd: join(place, 'parent/project'), env })
  // What a test that fails leaves behind; a signal of force would be too short for the app's end.
  onTestFinished(() => void child.kill('SIGTERM'))
  let output = ''
  const read = (chunk: Buffer) => {
    output += chunk
  }
  child.stdout.on('data', read)
  child.stderr.on('data', read)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  await Promise.race([ended, expect.poll(() => output, { timeout: 40_000 }).toContain(stopAt)])
  return {
    output: () => output,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

const CANARIES = ['home/.example/canary', 'parent/canary', 'parent/project/canary']
const FILES = Object.fromEntries(CANARIES.map((name) => [name, 'alive']))

function expectAlive({ place }: Person): void {
  for (const name of CANARIES) expect(readFileSync(join(place, name), 'utf8')).toBe('alive')
  expect(readdirSync(join(place, 'home'))).toEqual(['.example'])
  expect(readdirSync(join(place, 'parent')).sort()).toEqual(['canary', 'project'])
}

/** What a container may do to itself, and nobody to a laptop. */
function destroy({ place }: Person): string {
  const paths = ['~/.example', '$HOME/.example', `${place}/home/.example`, '../canary']
  return [
    ...[...paths, `${place}/parent/canary`].flatMap((path) => [
      `rm -rf ${path}`,
      `echo x > ${path}-new`,
    ]),
    `mkdir -p ~/made ${place}/home/made`,
    `mount -o remount,rw,bind ${place}`,
    '',
  ].join('; ')
}

const people = isRoot ? [0, NOBODY] : [process.getuid?.() ?? NOBODY]

describe.each(people)('for the user %d', (uid) => {
  it('the command of an image is not run unless its service is named', async () => {
    const victim = person(uid)
    const command = `sh -c '${destroy(victim)}'`
    write(victim, {
      ...FILES,
      'parent/project/lzc-manifest.yml': `${manifest('/=http://worker:80')}services:
  worker: { image: busybox, command: ${JSON.stringify(command)} }
`,
    })
    const running = await runAs(victim, [])
    expect(running.output()).toContain('--native worker')
    expectAlive(victim)
  })

  it('a named service finds another home and the rest read-only', async () => {
    const victim = person(uid)
    const port = await freePort()
    const script = `${destroy(victim)} pwd; exec node /lzcapp/pkg/content/server.mjs ${port}`
    write(victim, {
      ...FILES,
      'parent/project/content/server.mjs': SERVER,
      'parent/project/lzc-manifest.yml': `${manifest(`/=http://worker:${port}`)}services:
  worker:
    image: node
    command: ${JSON.stringify(['sh', '-c', script])}
    environment: { HOME: ${victim.place}/home, XDG_CACHE_HOME: /lzcapp/cache/x }
`,
    })
    const running = await runAs(victim, ['--native', 'worker', '--port', '0'])
    expect(running.output()).toContain('Open your app')
    expect(running.output()).toContain('Read-only file system')
    expectAlive(victim)
    const told = await fetch(`http://127.0.0.1:${port}/`)
    const { env } = (await told.json()) as { env: Record<string, string> }
    const state = join(victim.place, 'parent/project/.catflap-devbox/dev.example.demo')
    expect(env).toMatchObject({
      HOME: join(state, 'home'),
      TMPDIR: join(state, 'tmp'),
      XDG_CONFIG_HOME: join(state, 'home/.config'),
      XDG_CACHE_HOME: '/lzcapp/cache/x',
    })
    expect(existsSync(join(state, 'home/made'))).toBe(true)
    await running.stop()
  })

  it.each([['/lzcapp/pkg/content/run.sh'], ['./lzcapp/pkg/content/run.sh']])(
    'the app’s own script %s changes nothing outside its folders',
    async (program) => {
      const victim = person(uid)
      const port = await freePort()
      const writes = [
        '/tmp',
        '/var/tmp',
        '/dev/shm',
        '$HOME',
        '$TMPDIR',
        '/lzcapp/var',
        '/lzcapp/cache',
      ]
        .map((folder) => `echo x > ${folder}/${basename(victim.place)} || echo "no ${folder}"; `)
        .join('')
      write(victim, {
        ...FILES,
        'parent/project/content/run.sh': RUN(port).replace(
          'exec',
          `${destroy(victim)} ${writes}\nexec`,
        ),
        'parent/project/content/server.mjs': SERVER,
        'parent/project/lzc-manifest.yml': manifest(`/=exec://${port},${program}`),
      })
      const running = await runAs(victim, ['--port', '0'])
      expect(running.output()).toContain('Open your app')
      expect(running.output()).toContain('Read-only file system')
      expect(running.output()).not.toMatch(/no [$/]/)
      expectAlive(victim)
      for (const folder of ['/tmp', '/var/tmp', '/dev/shm']) {
        expect(existsSync(join(folder, basename(victim.place)))).toBe(false)
      }
      await running.stop()
    },
  )

  it('links that an app leaves in its folders lead its next start nowhere', async () => {
    const victim = person(uid)
    const port = await freePort()
    const project = join(victim.place, 'parent/project')
    const plant = `
cd /lzcapp
for name in pkg run cache var; do mv $name old-$name; ln -s ${project} $name; done
ls -l /lzcapp`
    write(victim, {
      ...FILES,
      'parent/project/content/run.sh': RUN(port).replace('exec', `${plant}\nexec`),
      'parent/project/content/server.mjs': SERVER,
      'parent/project/content/precious': 'alive',
      'parent/project/manifest.yml': 'alive',
      'parent/project/lzc-manifest.yml': manifest(`/=exec://${port},/lzcapp/pkg/content/run.sh`),
    })
    chmodSync(project, 0o755)
    const alive = ['content/precious', 'manifest.yml', 'canary']
    const before = readdirSync(project)
    for (const start of ['first', 'second']) {
      const running = await runAs(victim, ['--port', '0'])
      await running.stop()
      if (start === 'first') expect(running.output()).toMatch(`var -> ${project}`)
      for (const name of alive) {
        expect(readFileSync(join(project, name), 'utf8'), `${start} ${name}`).toBe('alive')
      }
      expect(readdirSync(project).filter((name) => name !== '.catflap-devbox')).toEqual(before)
      expect(statSync(project).mode & 0o7777).toBe(0o755)
    }
  })

  it('a command of the user’s own may write where it runs, and nowhere else', async () => {
    const victim = person(uid)
    const port = await freePort()
    write(victim, {
      ...FILES,
      'parent/project/server.mjs': SERVER,
      'parent/project/lzc-manifest.yml': manifest(`/=exec://${port},date`),
    })
    const script = `echo made > here; echo x > ../canary; rm -rf ~/.example; exec node server.mjs ${port}`
    const running = await runAs(victim, ['--port', '0', '--', 'sh', '-c', script])
    expect(running.output()).toContain('Open your app')
    expect(readFileSync(join(victim.place, 'parent/project/here'), 'utf8')).toBe('made\n')
    expectAlive(victim)
    await running.stop()
  })
})
