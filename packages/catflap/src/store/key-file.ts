/**
 * A key in a file beside a database, for its owner alone: whoever gets hold of the database, but not
 * of this file, does not have the key.
 */
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { isCoded, StoreError, saying, systemFailure } from './store-error.ts'

/** Name of the file in the database's directory. */
export const KEY_FILE = 'key'
/** 32 bytes in base64url, twice: a file that is damaged does not pass for another key. */
const FORM = /^([\w-]{43})\n\1\n$/

/**
 * The key of a directory.
 *
 * @param proposed - 32 bytes, kept if there is no key yet; of several processes that propose one at the
 * same time the first wins, and all get the winner's
 * @returns `undefined` when there is none and none is proposed
 * @throws StoreError `KEY_DAMAGED`, or saying why the file can be neither read nor made
 */
export function keepKeyFile(directory: string, proposed?: Uint8Array): Uint8Array | undefined {
  try {
    return keep(directory, proposed)
  } catch (error) {
    if (error instanceof StoreError) throw error
    const reason = isCoded(error) ? systemFailure(error.code) : undefined
    const text = `lmdb: the key file in ${directory}: ${saying(error)}`
    throw new StoreError(reason ?? 'UNKNOWN', text, error)
  }
}

function keep(directory: string, proposed: Uint8Array | undefined): Uint8Array | undefined {
  const file = join(directory, KEY_FILE)
  const found = readKey(file)
  if (found !== undefined || proposed === undefined) return found
  const text = Buffer.from(proposed).toString('base64url')
  // Written whole before it gets its name: nobody finds half of it, not even after a crash.
  const folder = mkdtempSync(join(directory, `${KEY_FILE}-`))
  try {
    const draft = join(folder, KEY_FILE)
    writeFileSync(draft, `${text}\n${text}\n`, { flag: 'wx', mode: 0o600, flush: true })
    publish(draft, file)
  } finally {
    rmSync(folder, { recursive: true })
  }
  syncDirectory(directory)
  return readKey(file)
}

function readKey(file: string): Uint8Array | undefined {
  const status = lstatSync(file, { throwIfNoEntry: false })
  if (status === undefined) return undefined
  const content = status.isFile() && status.size < 200 ? readFileSync(file, 'latin1') : ''
  const key = FORM.exec(content)?.[1]
  if (key !== undefined) return Buffer.from(key, 'base64url')
  const text = `lmdb: ${file} is damaged: restore it, or remove it together with the database`
  throw new StoreError('KEY_DAMAGED', text)
}

/** Gives a file its name unless that is taken. */
function publish(draft: string, file: string): void {
  try {
    linkSync(draft, file)
  } catch {
    // It is taken, which the copy tells too; or a file system without links.
    copyUnlessTaken(draft, file)
  }
}

function copyUnlessTaken(draft: string, file: string): void {
  try {
    copyFileSync(draft, file, constants.COPYFILE_EXCL)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Else a loss of power could take the name away, and with it all that the key has sealed. */
function syncDirectory(directory: string): void {
  let descriptor: number | undefined
  try {
    descriptor = openSync(directory, 'r')
    fsyncSync(descriptor)
  } catch {
    // Windows cannot, and needs not.
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}
