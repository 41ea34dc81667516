/**
 * `catflap init`, as a newcomer uses it: what it writes starts beside the devbox and signs a browser
 * in, and what it packs starts as a box would start it.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFailed, onTestFinished } from 'vitest'
import { answering } from './support/answering.ts'
import { type Chromium, launchChromium } from './support/chromium.ts'
import { freePort } from './support/free-port.ts'
import { visitApp } from './support/init-app.ts'
import { createUserAgent } from './support/user-agent.ts'

const root = new URL('..', import.meta.url).pathname
const command = join(root, 'packages/catflap/bin/catflap.js')
const bin = join(root, 'node_modules/.bin')

/** A folder for an app, in which the packages of this workspace are installed. */
function makeApp(packageJson?: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-app-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  if (packageJson !== undefined) {
    writeFileSync(join(folder, 'package.json'), JSON.stringify(packageJson))
  }
  return folder
}

function init(folder: string, ...options: readonly string[]): string {
  const argv = [command, 'init', '--yes', '--id', 'dev.example.cats', ...options]
  return execFileSync(process.execPath, argv, { cwd: folder, encoding: 'utf8' })
}

/** The variables of this process without those that a test decides. */
function environment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PORT, HOST, ...rest } = process.env
  return { ...rest, PATH: `${bin}:${rest.PATH}`, ...more }
}

/** Starts a command of words beside a devbox of its own, where `bob` signs in without a page. */
async function startBeside(folder: string, words: readonly string[]): Promise<string> {
  const [port, boxPort] = [await freePort(), await freePort()]
  const options = ['--port', `${boxPort}`, '--app-port', `${port}`, '--auto-approve', 'bob']
  const child = spawn('catflap-devbox', [...options, '--', ...words], {
    cwd: folder,
    env: environment({}),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  child.once('exit', (...how) => (said += `\nThe devbox ended: ${how.join(' ')}`))
  onTestFailed(() => console.error(said))
  onTestFinished(() => ended(child))
  const origin = `http://127.0.0.1:${port}`
  await answering(origin)
  return origin
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill()
  })
}

/** Runs what a script of package.json says, up to the devbox; the words after that are returned. */
function runUpToDevbox(folder: string, script: string): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const steps = (scripts[script] as string).split(' && ')
  const [last = '', ...before] = steps.reverse()
  for (const step of before.reverse()) {
    execFileSync('sh', ['-c', step], { cwd: folder, env: environment({}), encoding: 'utf8' })
  }
  expect(last).toMatch(/^catflap-devbox -- /)
  return last.replace('catflap-devbox -- ', '').split(' ')
}

const greeted = (origin: string) =>
  createUserAgent()
    .browse(`${origin}/private`)
    .then(({ body }) => body)

const GREETING = /<p>Hello bob@[^<]+<\/p>/

const SLOW = process.env.CATFLAP_SLOW === '1'

/** What init is asked for; without CATFLAP_SLOW=1 only node:http in TypeScript and Express in JavaScript. */
const APPS = [
  ['node', 'JavaScript', 'server.js', undefined, 'en'],
  ['hono', 'JavaScript', 'server.js', { dependencies: { hono: '^4.0.0' } }, 'zh'],
  ['node', 'TypeScript', 'server.ts', { devDependencies: { typescript: '^7.0.0' } }, 'zh'],
  [
    'hono',
    'TypeScript',
    'server.mts',
    { type: 'commonjs', dependencies: { hono: '^4.0.0', typescript: '^7.0.0' } },
    'en',
  ],
  ['express', 'JavaScript', 'server.js', { dependencies: { express: '^5.0.0' } }, 'en'],
  [
    'express',
    'TypeScript',
    'server.ts',
    { dependencies: { express: '^5.0.0' }, devDependencies: { typescript: '^7.0.0' } },
    'en',
  ],
  ['fastify', 'JavaScript', 'server.js', { dependencies: { fastify: '^5.0.0' } }, 'en'],
  [
    'fastify',
    'TypeScript',
    'server.ts',
    { dependencies: { fastify: '^5.0.0' }, devDependencies: { typescript: '^7.0.0' } },
    'en',
  ],
  ['koa', 'JavaScript', 'server.js', { dependencies: { koa: '^3.0.0' } }, 'zh'],
  [
    'koa',
    'TypeScript',
    'server.ts',
    { dependencies: { koa: '^3.0.0' }, devDependencies: { typescript: '^7.0.0' } },
    'en',
  ],
] as const

const isUsual = (name: string, language: string): boolean =>
  (name === 'node' && language === 'TypeScript') ||
  (name === 'express' && language === 'JavaScript')

describe('an app that init wrote', () => {
  let chromium: Chromium
  beforeAll(async () => {
    chromium = await launchChromium()
  })
  afterAll(() => chromium?.close())

  it.each(APPS.filter(([name, language]) => SLOW || isUsual(name, language)))(
    'for %s in %s signs a browser in, and out by its button',
    async (name, _language, file, packageJson, language) => {
      const folder = makeApp(packageJson)
      init(folder, '--lang', language)
      expect(readdirSync(folder)).toContain(file)
      const origin = await startBeside(folder, runUpToDevbox(folder, 'dev'))
      const pictures = file === 'server.js' ? `init-${name}` : undefined
      await visitApp(chromium, origin, { language, person: 'bob', pictures })
    },
  )

  it('beside a server that was there signs in too', async () => {
    const folder = makeApp({ scripts: { dev: 'node server.js' } })
    writeFileSync(join(folder, 'server.js'), 'module.exports = {}\n')
    init(folder)
    const origin = await startBeside(folder, runUpToDevbox(folder, 'dev:catflap'))
    expect(await greeted(origin)).toMatch(GREETING)
  })
})

/** What is packed; without CATFLAP_SLOW=1 only the first. */
const CONTENTS = [
  ['TypeScript', { devDependencies: { typescript: '^7.0.0' } }, 'dist/server.js'],
  ['JavaScript', undefined, 'server.js'],
] as const

describe('the content that it packs', () => {
  it.each(SLOW ? CONTENTS : CONTENTS.slice(0, 1))(
    'of %s starts by the manifest, and holds no secret',
    async (_, packageJson, run) => {
      const folder = makeApp(packageJson)
      init(folder)
      writeFileSync(join(folder, '.env'), 'CATFLAP_SECRET=secret\n')
      mkdirSync(join(folder, 'config'))
      writeFileSync(join(folder, 'config/.env.local'), 'CATFLAP_SECRET=secret\n')
      writeFileSync(join(folder, 'config/cats.json'), '[]\n')
      // No registry is asked in tests: the packages that the content lacks are linked in afterwards.
      const path = join(folder, 'package.json')
      const { dependencies, devDependencies, ...rest } = JSON.parse(readFileSync(path, 'utf8'))
      expect(dependencies).toHaveProperty('catflap')
      expect(devDependencies).toHaveProperty('catflap-devbox')
      writeFileSync(path, JSON.stringify(rest))

      const build = /^buildscript: (.*)$/m.exec(readFileSync(join(folder, 'lzc-build.yml'), 'utf8'))
      const [program = '', ...parameters] = (build?.[1] ?? '').split(' ')
      execFileSync(program, parameters, { cwd: folder, env: environment({}), stdio: 'pipe' })
      const content = join(folder, 'lzc-content')
      const files = readdirSync(content, { recursive: true, encoding: 'utf8' })
      expect(files).toContain('config/cats.json')
      expect(files.filter((name) => /\.env|node_modules\/|\.git$/.test(name))).toEqual([])

      const manifest = readFileSync(join(folder, 'lzc-manifest.yml'), 'utf8')
      expect(manifest).toContain(`command: node /lzcapp/pkg/content/${run}\n`)
      rmSync(join(content, 'node_modules'), { recursive: true, force: true })
      symlinkSync(join(root, 'node_modules'), join(content, 'node_modules'))
      const origin = await startBeside(folder, ['node', join(content, run)])
      expect(await greeted(origin)).toMatch(GREETING)
    },
  )

  it('is not made when a step fails, and the failure is told', () => {
    const folder = makeApp({ devDependencies: { typescript: '^7.0.0' } })
    init(folder)
    writeFileSync(join(folder, 'server.ts'), 'const port: number = "5005"\n')
    const build = () =>
      execFileSync(process.execPath, ['lzc-build.mjs'], {
        cwd: folder,
        env: environment({}),
        stdio: 'pipe',
      })
    expect(build).toThrow('lzc-build.mjs')
    expect(readdirSync(folder)).not.toContain('lzc-content')
  })
})

describe('at a real terminal', () => {
  /** Runs `catflap init` in a pseudo-terminal and types at each question. */
  function type(
    folder: string,
    ...keys: string[]
  ): Promise<{ code: number | null; screen: string }> {
    const line = `${process.execPath} ${command} init`
    const child = spawn('script', ['-qec', line, '/dev/null'], {
      cwd: folder,
      env: environment({ LC_ALL: 'C.UTF-8' }),
    })
    let screen = ''
    let typed = 0
    child.stdout.on('data', (chunk: Buffer) => {
      screen += chunk.toString('utf8')
      const asked = screen.split(']: ').length - 1
      if (asked > typed && typed < keys.length) child.stdin.write(keys[typed++] ?? '')
    })
    return new Promise((resolve) => child.once('exit', (code) => resolve({ code, screen })))
  }

  it('asks and takes answers', async () => {
    const folder = makeApp()
    const { code, screen } = await type(folder, 'dev.example.typed\r', '\r', 'exec\r')
    expect([code, screen]).toEqual([0, expect.stringContaining('Next:')])
    const manifest = readFileSync(join(folder, 'lzc-manifest.yml'), 'utf8')
    expect(readFileSync(join(folder, 'package.yml'), 'utf8')).toContain(
      'package: dev.example.typed\n',
    )
    expect(manifest).toContain('exec://')
  })

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('%s leaves with nothing written', async (_, key) => {
    const folder = makeApp()
    const { code, screen } = await type(folder, key)
    expect([code, screen]).toEqual([2, expect.stringContaining('catflap: nothing was written.')])
    expect(readdirSync(folder)).toEqual(['node_modules'])
  })
})
