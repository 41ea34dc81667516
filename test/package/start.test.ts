/**
 * What a process loads, and what it leaves behind, before anybody has asked it anything: the build in
 * a plain Node process.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = new URL('../..', import.meta.url).pathname
const elsewhere = mkdtempSync(join(tmpdir(), 'catflap-start-'))
const data = join(elsewhere, 'data')
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))

/** Tells each module that is loaded, and lets `lmdb` be missing when it is told to. */
const HOOKS = `
  import { writeSync } from 'node:fs'
  export async function resolve(specifier, context, next) {
    if (specifier === 'lmdb' && process.env.NO_DRIVER === 'missing') throw new Error('not installed')
    return next(specifier, context)
  }
  export async function load(url, context, next) {
    writeSync(1, 'loaded ' + url + '\\n')
    return next(url, context)
  }`
const REGISTER = `
  import { register } from 'node:module'
  register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(HOOKS)}))`

const environment = {
  PATH: process.env.PATH,
  OIDC_ISSUER: 'https://op.example',
  OIDC_CLIENT_ID: 'app',
  OIDC_CLIENT_SECRET: 'secret',
  OIDC_REDIRECT_URI: 'https://app.example/callback',
  CATFLAP_STORE: '',
  CATFLAP_DATA_DIR: data,
}

/** Runs code in a process of its own, which a rejection that nobody handles would end. */
function run(code: string, change: Readonly<Record<string, string>> = {}) {
  const register = `data:text/javascript,${encodeURIComponent(REGISTER)}`
  const arguments_ = ['--import', register, '--input-type=module', '-e', code]
  const env = { ...environment, ...change }
  const options = { cwd: join(root, 'test'), env, encoding: 'utf8' } as const
  const { stdout, stderr, status } = spawnSync(process.execPath, arguments_, options)
  return { stdout, stderr, status, loaded: modulesOf(stdout) }
}

/** Paths of the modules that were loaded, from the name of the package on. */
const modulesOf = (output: string): readonly string[] =>
  [...output.matchAll(/^loaded file:.*\/(?:packages|node_modules)\/(.+)$/gm)].map(
    ([, path = '']) => path,
  )

/** The modules that the build has put into one of our files, each told by a comment. */
function sourcesOf(path: string): readonly string[] {
  const [folder = ''] = path.split('/')
  const text = readFileSync(join(root, 'packages', path), 'utf8')
  return [...text.matchAll(/^\/\/ (src\/.+)$/gm)].map(([, source]) => `${folder}/${source}`)
}

/** A cookie that asks the store; what comes of it is printed. */
const ASK = `
  const cookie = '__Host-catflap=1' + 'A'.repeat(43)
  console.log('asked')
  try { console.log('found', await login.readSession(cookie, undefined)) }
  catch (error) { console.log(error.code, error.reason) }`
const BEGIN = `
  import { createLogin } from 'catflap'
  const login = createLogin()
  const pause = () => new Promise((resolve) => setTimeout(resolve, 200))
  const isMapped = () => process.report.getReport().sharedObjects.some((file) => /lmdb/.test(file))
  for (let i = 0; i < (process.env.NO_DRIVER ? 10 : 150) && !isMapped(); i++) await pause()
  console.log('begun')`

describe("import 'catflap'", () => {
  it('loads what a login needs, and nothing of commands, adapters and stores', () => {
    const { loaded, status } = run("import 'catflap'")
    expect(status).toBe(0)
    const packages = new Set(loaded.map((path) => path.split('/')[0]))
    expect([...packages].sort()).toEqual(['catflap', 'lazycat'])
    const parts = loaded.flatMap(sourcesOf)
    expect(parts).toContain('catflap/src/login.ts')
    expect(parts).toContain('lazycat/src/facts/variables.ts')
    const others = /^(catflap.src.(cli|doctor|adapters|store.(lmdb|redis))|lazycat.src.(?!facts))/
    expect(parts.filter((part) => others.test(part))).toEqual([])
    // 12 when this was written, 144 before they were bundled; each costs about half a millisecond.
    expect(loaded.length).toBeLessThanOrEqual(15)
  })
})

describe('createLogin()', () => {
  it('loads the driver of the embedded store ahead, and leaves the disk alone', () => {
    const { loaded, status } = run(BEGIN)
    expect(status).toBe(0)
    expect(loaded.filter((path) => path.startsWith('lmdb/'))).not.toEqual([])
    expect(existsSync(data)).toBe(false)
  })

  it('leaves the first request no module to load', () => {
    const { stdout } = run(`${BEGIN}${ASK}\nawait login.close()`)
    const [, after = ''] = stdout.split('asked\n')
    expect(after).toBe('found undefined\n')
  })

  it('loads no driver for sessions in memory', () => {
    const { loaded } = run(BEGIN, { CATFLAP_STORE: 'memory:', NO_DRIVER: 'unused' })
    expect(loaded.filter((path) => path.startsWith('lmdb/'))).toEqual([])
  })

  it('tells of a missing driver at first use, and not before', () => {
    const { stdout, status } = run(`${BEGIN}${ASK}`, { NO_DRIVER: 'missing' })
    // Some versions of Node look for its modules once more; that is not the question here.
    const told = stdout.split('\n').filter((line) => !line.startsWith('loaded '))
    expect([status, told.join('\n')]).toEqual([
      0,
      'begun\nasked\nSTORE_UNAVAILABLE DRIVER_MISSING\n',
    ])
  })

  it('can be closed before anything has been loaded', () => {
    const code = "import { createLogin } from 'catflap'\nawait createLogin().close()"
    expect(run(code)).toMatchObject({ status: 0, stderr: '' })
  })
})
