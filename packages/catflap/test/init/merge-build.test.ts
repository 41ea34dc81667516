/** lzc-build.yml that is there, and what the step that init adds does to folders. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { contentsOf, type Files, init, makeFolder } from './support.ts'

const read = (folder: string, name: string): string => readFileSync(`${folder}/${name}`, 'utf8')
const HEAD = 'package: dev.example.kettle\nversion: 3.1.4\nname: 水壶\nmin_os_version: 1.4.0\n'
const PAGE = `${HEAD}application:
  subdomain: kettle
  routes:
    - /=https://example.org/
`

async function join(files: Files, ...options: readonly string[]) {
  const folder = makeFolder(files)
  const ran = await init(folder, ['--yes', ...options])
  return { folder, ...ran }
}

describe('lzc-build.yml', () => {
  it.each([
    ['buildscript: make all\n', 'buildscript: make all && node lzc-build.mjs\n'],
    ['buildscript: "make \'all\'"\n', 'buildscript: "make \'all\' && node lzc-build.mjs"\n'],
    ['buildscript:\n', 'buildscript: node lzc-build.mjs\n'],
    ['contentdir: ./\n', 'contentdir: ./lzc-content\nbuildscript: node lzc-build.mjs\n'],
  ])('%j becomes %j', async (before, after) => {
    const { folder } = await join({ 'lzc-manifest.yml': PAGE, 'lzc-build.yml': before })
    expect(read(folder, 'lzc-build.yml')).toContain(after)
  })

  it.each([
    ['buildscript: "[ -d x ] || npm ci"\n', '[ -d x ] || npm ci && node lzc-build.mjs'],
    ['buildscript: "! grep x y"\n', '! grep x y && node lzc-build.mjs'],
    ["buildscript: '&a b'\n", '&a b && node lzc-build.mjs'],
  ])('of %j keeps what the script says', async (before, script) => {
    const { folder } = await join({ 'lzc-manifest.yml': PAGE, 'lzc-build.yml': before })
    expect(parse(read(folder, 'lzc-build.yml')).buildscript).toBe(script)
  })

  it.each([
    ["buildscript: docker ps --format '{{.ID}}' > ids\n"],
    ['x: &a npm run build\nbuildscript: *a\n'],
  ])('of %j is not edited', async (text) => {
    const { folder, code, err } = await join({ 'lzc-manifest.yml': PAGE, 'lzc-build.yml': text })
    expect([code, read(folder, 'lzc-build.yml')]).toEqual([2, text])
    expect(err).toContain('"buildscript" is written in a form that is not edited here')
  })

  it('with a script of several lines is not edited, and the line to add is named', async () => {
    const text = 'buildscript: |\n  make one\n  make two\n'
    const { folder, code, err } = await join({ 'lzc-manifest.yml': PAGE, 'lzc-build.yml': text })
    expect([code, read(folder, 'lzc-build.yml')]).toEqual([2, text])
    expect(err).toContain('node lzc-build.mjs')
  })

  it('names the manifest, wherever it is', async () => {
    const files = { 'lzc-build.yml': 'manifest: ./box/app.yml\n', 'box/app.yml': PAGE }
    const { folder } = await join(files)
    expect(read(folder, 'box/app.yml')).toContain('oidc_redirect_path')
    expect(Object.keys(contentsOf(folder))).not.toContain('lzc-manifest.yml')
  })
})

describe('a folder lzc-content that init has not made', () => {
  const FILES = `${HEAD}application:\n  routes:\n    - /=file:///lzcapp/pkg/content\n`
  it.each<[string, Files]>([
    [
      'is what lzc-build.yml packs',
      { 'lzc-manifest.yml': FILES, 'lzc-build.yml': 'contentdir: ./lzc-content/\n' },
    ],
    [
      'holds what lzc-build.yml packs',
      { 'lzc-manifest.yml': FILES, 'lzc-build.yml': 'contentdir: lzc-content/web\n' },
    ],
    ['holds files', { 'index.html': '', 'lzc-content/mine.txt': 'only here' }],
  ])('which %s would be emptied at each build: nothing is written', async (_, files) => {
    const { folder, code, err } = await join(files)
    expect([code, err]).toEqual([2, expect.stringContaining('lzc-content')])
    expect(contentsOf(folder)).toEqual(
      Object.fromEntries(Object.entries(files).map(([name]) => [name, expect.any(String)])),
    )
  })

  it('does not keep init from being run again after a build', async () => {
    const { folder } = await join({ 'index.html': '' })
    mkdirSync(`${folder}/lzc-content`)
    writeFileSync(`${folder}/lzc-content/made.js`, '')
    expect((await init(folder, ['--yes'])).code).toBe(0)
  })
})

describe('lzc-build.mjs', () => {
  it('removes no tarball outside of what it packs', async () => {
    const lib = 'file:../lib-1.0.0.tgz'
    const packageJson = JSON.stringify({ dependencies: { lib, own: 'file:./own-1.0.0.tgz' } })
    const { folder } = await join({
      'package.json': packageJson,
      'server.js': '',
      'lib-1.0.0.tgz': 'mine',
      'own-1.0.0.tgz': 'packed',
      'tools/npm': '#!/bin/sh\n',
    })
    chmodSync(`${folder}/tools/npm`, 0o755)
    const env = { ...process.env, PATH: `${folder}/tools:${process.env.PATH}` }
    const { status } = spawnSync(process.execPath, ['lzc-build.mjs'], { cwd: folder, env })
    expect(status).toBe(0)
    const after = Object.keys(contentsOf(folder))
    expect(after).toContain('lib-1.0.0.tgz')
    expect(after).not.toContain('lzc-content/own-1.0.0.tgz')
  })
})
