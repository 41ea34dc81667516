/** The embedded store. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { createLmdbStore } from '../../src/store/lmdb.ts'
import { describeStore } from '../contract/store.ts'

const root = mkdtempSync(join(tmpdir(), 'catflap-lmdb-'))
let made = 0
afterAll(() => rmSync(root, { recursive: true }))
describeStore('LMDB', () => createLmdbStore({ directory: join(root, String(made++)) }))
