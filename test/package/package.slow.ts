/**
 * The packages as they would be published: packed, unpacked elsewhere, and every export imported.
 */
import { execFileSync } from 'node:child_process'
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
import * as facts from 'catflap-lazycat/facts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PUBLISHED, pack, unpack } from '../support/packed.ts'

const root = new URL('../..', import.meta.url).pathname
const elsewhere = mkdtempSync(join(tmpdir(), 'catflap-package-'))
const modules = join(elsewhere, 'node_modules')

/** Stands in for Next, which is too heavy for the workspace: what the adapter takes of it, as CommonJS. */
function installNext(): void {
  const folder = join(modules, 'next')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{}')
  for (const [file, name] of [
    ['headers', 'headers'],
    ['navigation', 'redirect'],
    ['server', 'NextResponse'],
  ]) {
    writeFileSync(join(folder, `${file}.js`), `exports.${name} = function () {}`)
  }
}

beforeAll(() => {
  for (const folder of PUBLISHED) {
    const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    unpack(pack(folder), join(modules, name))
  }
  installNext()
  for (const dependency of [
    'jose',
    'lmdb',
    'hono',
    '@redis',
    'yaml',
    'fflate',
    'modern-tar',
    'prom-client',
  ]) {
    symlinkSync(join(root, 'node_modules', dependency), join(modules, dependency))
  }
}, 120_000)
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
        'STORE_TEXTS',
        'VARIABLES',
        'checkSameOrigin',
        'createLogin',
        'createMemoryStore',
        'errorText',
        'factText',
        'isSameOrigin',
        'misspellings',
        'pickLanguage',
        'readIngressUser',
        'textElsewhere',
        'unusable',
      ],
    ],
    [
      'catflap/node',
      [
        'readSession',
        'requireGroup',
        'requireLogin',
        'requireLoginOnUpgrade',
        'sendResponse',
        'withLogin',
      ],
    ],
    ['catflap/hono', ['requireGroup', 'requireLogin', 'withLogin']],
    ['catflap/express', ['requireGroup', 'requireLogin', 'sessionOf', 'withLogin']],
    ['catflap/fastify', ['default']],
    ['catflap/koa', ['requireGroup', 'requireLogin', 'withLogin']],
    ['catflap/next', ['createNextLogin']],
    ['catflap/web', ['authenticate', 'requireSession']],
    ['catflap/doctor', ['CHECKS', 'examine', 'toReport', 'worst']],
    ['catflap/frame', ['escapeHtml', 'page', 'wantsPage']],
    ['catflap/lmdb', ['createLmdbStore']],
    ['catflap/redis', ['createRedisStore']],
    ['catflap-devbox', ['FAULTS', 'createDevbox']],
    [
      'catflap-forward',
      [
        'HOP_BY_HOP',
        'LIMITS',
        'answerHandshake',
        'buildDownstreamHeaders',
        'buildUpstreamHeaders',
        'cookieName',
        'createUpstream',
        'followConnection',
        'forward',
        'forwardUpgrade',
        'hasBody',
        'isWebSocket',
        'joinBase',
        'pairsOf',
        'plainName',
        'splitList',
        'stripBlanks',
        'valuesOf',
        'withoutCookies',
      ],
    ],
    [
      'catflap-lazycat/manifest',
      [
        'FINDINGS',
        'MANIFEST_BYTES',
        'MANIFEST_SCHEMA',
        'MOST_ALIASES',
        'buildVariables',
        'checkManifest',
        'entriesOf',
        'find',
        'findEntry',
        'findForbidden',
        'findLimitFault',
        'fixManifest',
        'isEmpty',
        'isTooLong',
        'itemsOf',
        'overridePackage',
        'parseManifest',
        'preprocessManifest',
        'textOf',
        'unifyLineEnds',
      ],
    ],
    [
      'catflap-lazycat/template',
      ['TemplateError', 'readFields', 'renderTemplate', 'substituteVariables'],
    ],
  ])('%s exports %j', (specifier, names) => {
    expect(exportsOf(specifier)).toEqual(names)
  })

  it.each([
    ['catflap', 'createLogin'],
    ['catflap/express', 'requireLogin'],
    ['catflap-lazycat/manifest', 'checkManifest'],
    ['catflap-devbox', 'createDevbox'],
  ])('%s can be required from CommonJS', (specifier, name) => {
    const code = `console.log(typeof require('${specifier}').${name})`
    const options = { cwd: elsewhere, encoding: 'utf8' } as const
    expect(execFileSync(process.execPath, ['-e', code], options).trim()).toBe('function')
  })

  it('catflap-lazycat/facts exports the facts, and the schema is there for editors', () => {
    expect(exportsOf('catflap-lazycat/facts')).toEqual(Object.keys(facts).sort())
    const schema = join(modules, 'catflap-lazycat/lzc-manifest.schema.json')
    expect(JSON.parse(readFileSync(schema, 'utf8'))).toHaveProperty('$schema')
  })

  it.each(['catflap', 'catflap-devbox', 'catflap-forward', 'catflap-gate', 'catflap-lazycat'])(
    '%s holds its build, README and licence only',
    (name) => {
      const folder = join(modules, name)
      const files = readdirSync(folder).filter((file) => !/^bin$|\.schema\.json$/.test(file))
      expect(files.sort()).toEqual([
        'LICENSE',
        'README.md',
        'README.zh-CN.md',
        'dist',
        'package.json',
      ])
      const built = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })
      expect(built.filter((file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file))).toEqual([])
    },
  )

  it.each(['catflap', 'catflap-forward', 'catflap-lazycat'])(
    '%s has types for every export',
    (name) => {
      const text = readFileSync(join(modules, name, 'package.json'), 'utf8')
      const { exports } = JSON.parse(text) as {
        exports: Record<string, string | { types: string }>
      }
      for (const one of Object.values(exports)) {
        if (typeof one === 'string') continue
        expect(readFileSync(join(modules, name, one.types), 'utf8')).toContain('export')
      }
    },
  )

  it.each([
    ['catflap', 'bin/catflap.js'],
    ['catflap-devbox', 'bin/catflap-devbox.js'],
    ['catflap-gate', 'bin/catflap-gate.js'],
  ])('%s offers its command', (name, file) => {
    const bin = join(modules, name, file)
    expect(execFileSync(process.execPath, [bin, '--version'], { encoding: 'utf8' })).toMatch(/^\d/)
  })
})
