import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Entry, unpackContent } from '../../src/lpk/index.ts'

let parent = ''
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'catflap-unpack-'))
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

const file = (path: string, text = 'x', mode = 0o644): Entry => ({
  kind: 'file',
  path,
  mode,
  bytes: Buffer.from(text),
})
const link = (path: string, target: string): Entry => ({
  kind: 'symlink',
  path,
  mode: 0o777,
  target,
})
const modeOf = (path: string): string => (lstatSync(path).mode & 0o777).toString(8)

describe('unpacking', () => {
  it('writes files, directories and links, and keeps the executable bit only', () => {
    const folder = join(parent, 'content')
    const umask = process.umask(0o077)
    unpackContent(
      [
        link('bin/tool', '../a/run.sh'),
        file('a/run.sh', 'echo', 0o4711),
        file('a/猫.txt', '猫', 0o666),
        { kind: 'directory', path: 'empty', mode: 0o700 },
      ],
      folder,
    )
    process.umask(umask)
    expect(readdirSync(folder).sort()).toEqual(['a', 'bin', 'empty'])
    expect(readFileSync(join(folder, 'a/猫.txt'), 'utf8')).toBe('猫')
    expect(readFileSync(join(folder, 'bin/tool'), 'utf8')).toBe('echo')
    expect(readlinkSync(join(folder, 'bin/tool'))).toBe('../a/run.sh')
    expect([modeOf(join(folder, 'a/run.sh')), modeOf(join(folder, 'a/猫.txt'))]).toEqual([
      '755',
      '644',
    ])
  })

  it.each([
    ['a folder', (path: string) => mkdirSync(path)],
    ['a link to a folder', (path: string) => symlinkSync(parent, path)],
    ['a file', (path: string) => writeFileSync(path, '')],
  ])('does not write into %s that is there', (_, make) => {
    const folder = join(parent, 'content')
    make(folder)
    expect(() => unpackContent([file('a')], folder)).toThrow(
      expect.objectContaining({ code: 'LPK_FOLDER_EXISTS' }),
    )
    expect(readdirSync(parent)).toEqual(['content'])
  })

  it.each<readonly [string, string, readonly Entry[]]>([
    ['a path that leads up', 'LPK_PATH_UNSAFE', [file('../x')]],
    ['a path through a link', 'LPK_PATH_UNSAFE', [link('a', 'b'), file('a/x')]],
    ['a link that leads outside', 'LPK_LINK_UNSAFE', [link('a', '../..')]],
    ['a path twice', 'LPK_DUPLICATE', [file('a'), file('a')]],
    ['a path twice in two forms', 'LPK_WRITE_FAILED', [file('a'), file('./a', 'y')]],
    ['a name that is too long', 'LPK_WRITE_FAILED', [file('x'.repeat(300))]],
  ])('refuses %s: %s', (_, code, entries) => {
    const folder = join(parent, 'content')
    expect(() => unpackContent(entries, folder)).toThrow(expect.objectContaining({ code }))
    expect(readdirSync(parent).filter((name) => name !== 'content')).toEqual([])
  })

  it('where no folder can be made says why', () => {
    const folder = join(parent, 'missing', 'content')
    expect(() => unpackContent([], folder)).toThrow(
      expect.objectContaining({ code: 'LPK_WRITE_FAILED', seen: 'ENOENT' }),
    )
  })
})
