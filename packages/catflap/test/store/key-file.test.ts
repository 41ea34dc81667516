/** The key beside a database: made once for all processes, for its owner alone, whole or refused. */
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { keepKeyFile } from '../../src/store/key-file.ts'
import { createLmdbStore } from '../../src/store/lmdb.ts'
import { createProcesses, type Processes } from './processes.ts'

const links = vi.hoisted(() => ({ possible: true, before: () => {} }))
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>()
  return {
    ...real,
    linkSync(from: string, to: string) {
      links.before()
      if (!links.possible) throw Object.assign(new Error('EPERM'), { code: 'EPERM' })
      real.linkSync(from, to)
    },
  }
})

let root: string
let processes: Processes
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'catflap-key-'))
  processes = createProcesses()
})
afterAll(() => {
  processes.remove()
  fs.rmSync(root, { recursive: true })
})
afterEach(() => {
  links.possible = true
  links.before = () => {}
})

const fresh = (): string => fs.mkdtempSync(join(root, 'store-'))
const hex = (key: Uint8Array | undefined) => key && Buffer.from(key).toString('hex')

describe.each([
  ['with links', true],
  ['without links', false],
])('on a file system %s', (_, possible) => {
  it('the first key that is proposed is kept, in one file for its owner alone', () => {
    links.possible = possible
    const directory = fresh()
    expect(keepKeyFile(directory)).toBeUndefined()
    const key = randomBytes(32)
    expect(hex(keepKeyFile(directory, key))).toBe(key.toString('hex'))
    expect(hex(keepKeyFile(directory, randomBytes(32)))).toBe(key.toString('hex'))
    expect(hex(keepKeyFile(directory))).toBe(key.toString('hex'))
    expect(fs.readdirSync(directory)).toEqual(['key'])
    expect(fs.statSync(join(directory, 'key')).mode & 0o777).toBe(0o600)
  })

  it('one that comes second by a moment gives way', () => {
    links.possible = possible
    const directory = fresh()
    const first = randomBytes(32)
    links.before = () => {
      links.before = () => {}
      keepKeyFile(directory, first)
    }
    expect(hex(keepKeyFile(directory, randomBytes(32)))).toBe(first.toString('hex'))
    expect(fs.readdirSync(directory)).toEqual(['key'])
  })
})

it('processes that propose one at the same moment all get the same', async () => {
  const directory = fresh()
  const go = join(root, 'go')
  const program = `
    import { randomBytes } from 'node:crypto'
    import { existsSync } from 'node:fs'
    import { keepKeyFile } from './store/key-file.js'
    console.log('ready')
    while (!existsSync(${JSON.stringify(go)}));
    console.log(keepKeyFile(${JSON.stringify(directory)}, randomBytes(32)).toString('hex'))`
  const running = Array.from({ length: 6 }, () => processes.start(program))
  await Promise.all(running.map((one) => one.line('ready')))
  fs.writeFileSync(go, '')
  await Promise.all(running.map((one) => one.ended))
  const keys = running.map((one) => one.output().trim().split('\n')[1])
  expect(new Set(keys)).toEqual(new Set([hex(keepKeyFile(directory))]))
}, 60_000)

describe('a key file that is damaged', () => {
  it.each<[string, (text: string) => string]>([
    ['is empty', () => ''],
    ['is cut off', (text) => text.slice(0, 60)],
    [
      'has a letter changed',
      (text) => text.slice(0, 5) + (text[5] === 'A' ? 'B' : 'A') + text.slice(6),
    ],
    ['has more in it', (text) => `${text}x`],
    ['is far too long', (text) => text + 'x'.repeat(1e6)],
  ])('is refused when it %s, and no other key takes its place', (_, damage) => {
    const directory = fresh()
    keepKeyFile(directory, randomBytes(32))
    const file = join(directory, 'key')
    const damaged = damage(fs.readFileSync(file, 'latin1'))
    fs.writeFileSync(file, damaged)
    expect(() => keepKeyFile(directory)).toThrow(`${file} is damaged`)
    expect(() => keepKeyFile(directory)).toThrow(
      expect.objectContaining({ name: 'StoreError', reason: 'KEY_DAMAGED' }),
    )
    expect(() => keepKeyFile(directory, randomBytes(32))).toThrow(`${file} is damaged`)
    expect(fs.readFileSync(file, 'latin1')).toBe(damaged)
  })

  it('is refused when it is a link', () => {
    const [directory, elsewhere] = [fresh(), fresh()]
    keepKeyFile(elsewhere, randomBytes(32))
    fs.symlinkSync(join(elsewhere, 'key'), join(directory, 'key'))
    expect(() => keepKeyFile(directory, randomBytes(32))).toThrow('is damaged')
  })
})

it('a key file that cannot be made says why', () => {
  expect(() => keepKeyFile('/dev/null/none', randomBytes(32))).toThrow(
    expect.objectContaining({ name: 'StoreError', reason: 'UNUSABLE_DIRECTORY' }),
  )
})

it('the embedded store closes directory and key to others, when they were open', async () => {
  const directory = fresh()
  const store = await createLmdbStore({ directory })
  await store.keepKey?.(randomBytes(32))
  await store.close()
  const paths = [directory, join(directory, 'key')]
  for (const path of paths) fs.chmodSync(path, 0o755)
  await (await createLmdbStore({ directory })).close()
  expect(paths.map((path) => fs.statSync(path).mode & 0o777)).toEqual([0o700, 0o600])
})
