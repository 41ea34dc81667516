/** What the doctor says of the store. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { STORE_TEXTS } from '../../src/pages/store-texts.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import { complaints, environment, examined, finding } from './examined.ts'

const root = mkdtempSync(join(tmpdir(), 'catflap-doctor-'))
afterAll(() => rmSync(root, { recursive: true }))

describe('the store', () => {
  it.each([
    ['that loses what is written', { read: () => undefined }],
    ['that refuses a new entry', { write: () => false }],
    ['that takes every write', { write: () => true }],
    [
      'that throws',
      {
        write: () => {
          throw new Error('away')
        },
      },
    ],
    ['that rejects', { read: () => Promise.reject(new Error('away')) }],
  ])('%s is a problem', async (_, broken) => {
    const store = { ...createMemoryStore(), ...broken }
    const session = { store, secrets: ['a secret of the app'] }
    expect(complaints(await examined({ session }))).toEqual(['store:problem'])
  })

  it('of the app is not closed', async () => {
    let closed = false
    const store = {
      ...createMemoryStore(),
      close() {
        closed = true
      },
    }
    await examined({ session: { store } })
    expect(closed).toBe(false)
  })

  it('in memory is a warning', async () => {
    const options = { session: {}, ...environment({ CATFLAP_STORE: 'memory:' }) }
    expect(complaints(await examined(options))).toEqual(['store-kind:warning'])
  })

  it('in a directory of its own is well, and leaves nothing that reads as a session', async () => {
    const directory = join(root, 'data')
    const options = { session: {}, ...environment({ CATFLAP_DATA_DIR: directory }) }
    const findings = await examined(options)
    expect(complaints(findings)).toEqual([])
    expect(finding(findings, 'data-directory').seen.en).toBe(`${directory} (0700)`)
  })

  it('in a directory that others may enter is a warning', async () => {
    const directory = join(root, 'shared')
    mkdirSync(directory, { mode: 0o755 })
    writeFileSync(join(directory, 'notes.txt'), 'something of somebody')
    const options = { session: {}, ...environment({ CATFLAP_DATA_DIR: directory }) }
    const findings = await examined(options)
    expect(complaints(findings)).toEqual(['data-directory:warning'])
    expect(finding(findings, 'data-directory').fix?.en).toContain(`chmod 700 ${directory}`)
  })

  it('in the place of which lies a file is a problem, and nothing else is hidden by it', async () => {
    const file = join(root, 'a-file')
    writeFileSync(file, '', { mode: 0o600 })
    const options = { session: {}, ...environment({ CATFLAP_DATA_DIR: file }) }
    const findings = await examined(options)
    expect(complaints(findings)).toEqual([
      'store:problem',
      'store-key:warning',
      'store-damage:warning',
    ])
    expect(finding(findings, 'store').seen.en).toMatch(/^UNUSABLE_DIRECTORY: /)
  })

  it('where no directory can be is a problem', async () => {
    const file = join(root, 'file')
    writeFileSync(file, '')
    const options = { session: {}, ...environment({ CATFLAP_DATA_DIR: join(file, 'data') }) }
    const findings = await examined(options)
    expect(complaints(findings)).toEqual([
      'store:problem',
      'store-key:warning',
      'data-directory:warning',
      'store-damage:warning',
    ])
    expect(finding(findings, 'store').seen.en).toMatch(/^UNUSABLE_DIRECTORY: /)
    expect(finding(findings, 'store').fix).toEqual({
      en: STORE_TEXTS.en.UNUSABLE_DIRECTORY.fix,
      zh: STORE_TEXTS.zh.UNUSABLE_DIRECTORY.fix,
    })
  })

  it('whose database was damaged is well again, and a warning', async () => {
    const directory = join(root, 'damaged')
    mkdirSync(directory, { mode: 0o700 })
    writeFileSync(join(directory, 'data.mdb'), 'garbage')
    const options = { session: {}, ...environment({ CATFLAP_DATA_DIR: directory }) }
    for (let i = 0; i < 2; i++) {
      const findings = await examined(options)
      expect(complaints(findings)).toEqual(['store-damage:warning'])
      expect(finding(findings, 'store-damage').seen.en).toMatch(/^damaged-[\w-]+Z$/)
    }
  })
})

describe('the key of the store', () => {
  const [secrets, directory] = [['hush-hush-0123456789'], () => mkdtempSync(join(root, 'key-'))]

  it('in the store itself is a warning, unless a secret is configured', async () => {
    const { keepKey: _, ...store } = createMemoryStore()
    const findings = await examined({ session: { store } })
    expect(complaints(findings)).toEqual(['store-key:warning'])
    expect(finding(findings, 'store-key').fix?.en).toContain('CATFLAP_SECRET')
    const configured = await examined({ session: { store, secrets } })
    expect(finding(configured, 'store-key').seen.en).toBe('a configured secret')
  })

  it('beside the database is well, and is not made by looking', async () => {
    const data = directory()
    const findings = await examined({ session: {}, ...environment({ CATFLAP_DATA_DIR: data }) })
    expect(finding(findings, 'store-key').seen.en).toBe('beside the store')
    expect(existsSync(join(data, 'key'))).toBe(false)
  })

  it.each([[[]], [secrets]])('in a damaged file is a problem, with secrets %j', async (given) => {
    const data = directory()
    writeFileSync(join(data, 'key'), 'x')
    const variables = environment({ CATFLAP_DATA_DIR: data })
    const findings = await examined({ session: { secrets: given }, ...variables })
    expect(complaints(findings)).toEqual(['store-key:problem'])
    expect(finding(findings, 'store-key').seen.en).toContain(`${join(data, 'key')} is damaged`)
  })
})
