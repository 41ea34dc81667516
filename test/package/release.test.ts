/** What a maintainer runs before a release, on a copy of the manifests. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { PUBLISHED } from '../support/packed.ts'

const root = new URL('../..', import.meta.url).pathname
const WORKSPACES = [...PUBLISHED, 'apps/env-viewer', 'test', 'bench']
let copy = ''
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'catflap-release-'))
  for (const folder of ['.', ...WORKSPACES]) {
    cpSync(join(root, folder, 'package.json'), join(copy, folder, 'package.json'))
  }
  cpSync(join(root, 'scripts'), join(copy, 'scripts'), { recursive: true })
})
afterEach(() => rmSync(copy, { recursive: true, force: true }))

const run = (script: string, ...given: readonly string[]) => {
  const found = spawnSync(process.execPath, [join(copy, 'scripts', script), ...given])
  return { status: found.status, said: String(found.stderr) }
}
const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(copy, folder, 'package.json'), 'utf8'))
const change = (folder: string, member: object) =>
  writeFileSync(
    join(copy, folder, 'package.json'),
    JSON.stringify({ ...manifestOf(folder), ...member }),
  )
const ADDRESS = 'https://git.example/owner/catflap'

it('a release without the address of the project is refused, and the command to write it is named', () => {
  for (const folder of PUBLISHED) {
    change(folder, { repository: undefined, homepage: undefined, bugs: undefined })
  }
  const { status, said } = run('check-release.mjs')
  expect(status).toBe(1)
  expect(said).toContain('npm run release:address')
  for (const folder of PUBLISHED) {
    for (const field of ['repository', 'homepage', 'bugs']) {
      expect(said).toContain(`${folder}: no ${field}`)
    }
  }
})

it.each([ADDRESS, `${ADDRESS}/`, `${ADDRESS}.git`])(
  'the address %s is written into each package, which is then released',
  (given) => {
    expect(run('set-address.mjs', given)).toEqual({ status: 0, said: '' })
    for (const folder of PUBLISHED) {
      const { repository, homepage, bugs, author } = manifestOf(folder)
      expect(repository).toEqual({ type: 'git', url: `git+${ADDRESS}.git`, directory: folder })
      expect([homepage, bugs]).toEqual([`${ADDRESS}#readme`, `${ADDRESS}/issues`])
      expect(author).toBe('Catflap contributors')
    }
    expect(run('check-release.mjs')).toEqual({ status: 0, said: '' })
  },
)

it('writing the address keeps everything else that a manifest says', () => {
  const before = PUBLISHED.map(manifestOf)
  run('set-address.mjs', 'https://git.example/another/place')
  run('set-address.mjs', ADDRESS)
  expect(PUBLISHED.map(manifestOf)).toEqual(
    before.map((manifest, index) => ({
      ...manifest,
      repository: { type: 'git', url: `git+${ADDRESS}.git`, directory: PUBLISHED[index] },
      homepage: `${ADDRESS}#readme`,
      bugs: `${ADDRESS}/issues`,
    })),
  )
})

it.each(['', 'catflap', 'http://git.example/owner/catflap', 'https://git.example/'])(
  'no address is made of %j',
  (given) => {
    const { status, said } = run('set-address.mjs', given)
    expect([status, said]).toEqual([1, expect.stringContaining('Expected the address')])
    expect(readFileSync(join(copy, 'packages/catflap/package.json'))).toEqual(
      readFileSync(join(root, 'packages/catflap/package.json')),
    )
  },
)

it('a package of another version, or that needs another one, is named', () => {
  run('set-address.mjs', ADDRESS)
  change('packages/devbox', { version: '9.9.9', dependencies: { catflap: '0.0.1' } })
  const { status, said } = run('check-release.mjs')
  expect(status).toBe(1)
  expect(said).toContain('packages/devbox: version 9.9.9')
  expect(said).toContain('packages/devbox: needs catflap 0.0.1')
})

it('every action of a workflow is named by the commit that it stands for', () => {
  const workflows = join(root, '.github/workflows')
  const used = readdirSync(workflows).flatMap((file) =>
    [...readFileSync(join(workflows, file), 'utf8').matchAll(/uses: *(\S+)/g)].map(([, of]) => of),
  )
  expect(used.length).toBeGreaterThan(0)
  expect(used.filter((name) => !/^[\w./-]+@[0-9a-f]{40}$/.test(name ?? ''))).toEqual([])
})
