/** An app in a workspace: what it needs of the same repository is packed with it. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findNeighbours } from '../../src/cli/init/neighbours.ts'
import { contentsOf, init, makeFolder } from './support.ts'

/** Writes a package of the repository, and links to it as a workspace does. */
function addPackage(root: string, name: string, dependencies: object): void {
  const folder = join(root, name.replace('@mono/', ''))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, dependencies }))
  const link = join(root, 'node_modules', name)
  mkdirSync(dirname(link), { recursive: true })
  symlinkSync(folder, link)
}

/** An app beside two packages, one of which needs the other, and one for work on it. */
function makeWorkspace(needs: Readonly<Record<string, string>>, files = {}): string {
  const devDependencies = { '@mono/config': '*', typescript: '^7.0.0' }
  const scripts = { start: 'node server.js' }
  const manifest = {
    name: 'my-cats',
    type: 'module',
    scripts,
    dependencies: needs,
    devDependencies,
  }
  const folder = makeFolder({
    'package.json': JSON.stringify(manifest),
    'server.js': '',
    'node_modules/hono/package.json': '{}',
    ...files,
  })
  const root = dirname(folder)
  addPackage(root, '@mono/lib', { '@mono/base': '^1.0.0', hono: '^4.0.0' })
  addPackage(root, '@mono/base', { '@mono/lib': '^1.0.0' })
  addPackage(root, '@mono/config', {})
  return folder
}

describe('what lies beside an app', () => {
  it('is found by the links of a workspace, with what it needs in turn', () => {
    const folder = makeWorkspace({})
    const needed = { '@mono/lib': '^1.0.0', hono: '^4.0.0', absent: '^1.0.0' }
    expect(findNeighbours(folder, needed)).toEqual([
      { name: '@mono/lib', path: '../lib', copied: true },
      { name: '@mono/base', path: '../base', copied: true },
    ])
  })

  it.each([
    ['file:../lib', '../lib', true],
    ['link:../lib', '../lib', true],
    ['workspace:*', '../lib', false],
    ['file:vendor/lib.tgz', undefined, true],
    ['file:../nowhere', undefined, true],
  ])('is found by %s: %s', (spec, path, copied) => {
    const folder = makeWorkspace({}, { 'vendor/lib.tgz': '' })
    const [found] = findNeighbours(folder, { '@mono/lib': spec })
    expect(found).toEqual(path && { name: '@mono/lib', path, copied })
  })

  it('is not what a package manager keeps in a store of its own', () => {
    const folder = makeFolder({ 'node_modules/.pnpm/hono@4/node_modules/hono/package.json': '{}' })
    const store = join(folder, 'node_modules/.pnpm/hono@4/node_modules/hono')
    symlinkSync(store, join(folder, 'node_modules/hono'))
    expect(findNeighbours(folder, { hono: '^4.0.0' })).toEqual([])
  })
})

describe('an app of a workspace', () => {
  const needs = { '@mono/lib': '^1.0.0', hono: '^4.0.0' }

  it('is packed with copies of what it needs, and without what is for work on it', async () => {
    const folder = makeWorkspace(needs)
    const { code, out } = await init(folder, ['--yes'])
    expect([code, out.includes('your own repository')]).toEqual([0, false])
    const script = contentsOf(folder)['lzc-build.mjs']
    expect(script).toContain(" --install-links ../../lib ../../base', 'lzc-content')")
    expect(script).toContain("for (const name of ['@mono/config']) delete ")
    expect(script).toContain('import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync }')
    expect((await init(folder, ['--yes'])).out).toMatch(/^Everything is there already/)
  })

  it.each([
    ['of pnpm', { 'pnpm-lock.yaml': '' }, needs, 'pnpm'],
    ['that says workspace:', {}, { ...needs, '@mono/lib': 'workspace:*' }, 'npm'],
  ])('%s is told what is not packed by itself', async (_, files, dependencies, manager) => {
    const { out } = await init(makeWorkspace(dependencies, files), ['--yes'])
    expect(out).toContain(
      `repository, and ${manager} does not install them in lzc-content: @mono/lib`,
    )
    const { out: zh } = await init(makeWorkspace(dependencies, files), ['--yes', '--lang', 'zh'])
    expect(zh).toContain(`${manager} 不会把它们安装到 lzc-content：@mono/lib`)
  })
})
