/**
 * The packages as they would be published: packed, unpacked elsewhere, and every export imported.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = new URL('../..', import.meta.url).pathname
const elsewhere = mkdtempSync(join(tmpdir(), 'catflap-package-'))
const modules = join(elsewhere, 'node_modules')

/** Packs a workspace and unpacks it among the modules of another place. */
function install(folder: string, name: string): void {
  const arguments_ = ['pack', '--json', '--pack-destination', elsewhere, join(root, folder)]
  execFileSync('npm', arguments_, { cwd: elsewhere, stdio: ['ignore', 'pipe', 'ignore'] })
  const tarball = readdirSync(elsewhere).find((file) => file.endsWith('.tgz')) ?? ''
  mkdirSync(join(modules, name), { recursive: true })
  const target = join(modules, name)
  execFileSync('tar', ['xzf', join(elsewhere, tarball), '-C', target, '--strip-components=1'])
  rmSync(join(elsewhere, tarball))
}

beforeAll(() => {
  install('packages/catflap', 'catflap')
  install('packages/devbox', 'catflap-devbox')
  install('packages/lazycat', 'catflap-lazycat')
  for (const dependency of ['jose', 'oauth4webapi', 'lmdb', 'hono', '@redis', 'yaml']) {
    symlinkSync(join(root, 'node_modules', dependency), join(modules, dependency))
  }
}, 60_000)
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))

/** Names exported by a module, as a plain Node process elsewhere sees them. */
const exportsOf = (specifier: string): unknown =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [
        '-e',
        `import('${specifier}').then((m) => console.log(JSON.stringify(Object.keys(m).sort())))`,
      ],
      { cwd: elsewhere, encoding: 'utf8' },
    ),
  )

describe('the published package', () => {
  it.each([
    [
      'catflap',
      [
        'ConfigurationError',
        'ERRORS',
        'ERROR_TEXTS',
        'LoginError',
        'createLogin',
        'createMemoryStore',
        'factText',
        'isSameOrigin',
        'pickLanguage',
      ],
    ],
    ['catflap/node', ['requireLogin', 'withLogin']],
    ['catflap/hono', ['requireLogin', 'withLogin']],
    ['catflap/doctor', ['CHECKS', 'examine', 'worst']],
    ['catflap/lmdb', ['createLmdbStore']],
    ['catflap/redis', ['createRedisStore']],
    ['catflap-devbox', ['FAULTS', 'createDevbox']],
    ['catflap-lazycat/template', ['TemplateError', 'renderTemplate', 'substituteVariables']],
  ])('%s exports %j', (specifier, names) => {
    expect(exportsOf(specifier)).toEqual(names)
  })

  it.each(['catflap', 'catflap-devbox'])('%s holds its build, README and licence only', (name) => {
    const folder = join(modules, name)
    const files = readdirSync(folder).filter((file) => file !== 'bin')
    expect(files.sort()).toEqual([
      'LICENSE',
      'README.md',
      'README.zh-CN.md',
      'dist',
      'package.json',
    ])
    const built = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })
    expect(built.filter((file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file))).toEqual([])
  })

  it('has types for every export', () => {
    const text = readFileSync(join(modules, 'catflap/package.json'), 'utf8')
    const { exports } = JSON.parse(text) as { exports: Record<string, { types: string }> }
    for (const { types } of Object.values(exports)) {
      expect(readFileSync(join(modules, 'catflap', types), 'utf8')).toContain('export')
    }
  })

  it.each([
    ['catflap', 'bin/catflap.js'],
    ['catflap-devbox', 'bin/catflap-devbox.js'],
  ])('%s offers its command', (name, file) => {
    const bin = join(modules, name, file)
    expect(execFileSync(process.execPath, [bin, '--version'], { encoding: 'utf8' })).toMatch(/^\d/)
  })
})
