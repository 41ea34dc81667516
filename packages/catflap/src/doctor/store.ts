/**
 * Checks of the place where sessions live: it keeps what is written, and nobody else reads it.
 */
import { randomBytes } from 'node:crypto'
import { type Stats, statSync } from 'node:fs'
import type { Settings } from '../configuration/options.ts'
import { STORE_TEXTS } from '../pages/store-texts.ts'
import { damagedFolders } from '../store/lmdb-damage.ts'
import { openStore, type StoreAddress } from '../store/open-store.ts'
import { type SessionStore, TOMBSTONE } from '../store/store.ts'
import { StoreError, saying } from '../store/store-error.ts'
import { type Finding, notChecked, ok, problem, same, type Text, warning } from './finding.ts'
import { since } from './probe.ts'
import { checkStoreKey } from './store-key.ts'

/** Seconds that the whole round trip may take, and for which its entry stays. */
const PATIENCE = 10
const ENTRY_LIFETIME = 60

/**
 * Writes, reads and replaces an entry of its own.
 *
 * @param given - the app's own store, which stays open
 * @param now - seconds since the epoch
 */
export async function checkStore(
  { session }: Settings,
  given: SessionStore | undefined,
  now: () => number,
): Promise<readonly Finding[]> {
  const address = given === undefined ? session.store : undefined
  const store = given ?? openStore(session.store)
  const start = performance.now()
  try {
    const defect = await inTime(roundTrip(store, Math.floor(now())))
    const working = defect === undefined ? ok('store', ROUND_TRIP(since(start))) : broken(defect)
    const key = await inTime(checkStoreKey(session, address, store))
    return [working, ...checkAddress(address, key)]
  } catch (error) {
    const key = await checkStoreKey(session, address, undefined)
    return [refused(error, given !== undefined), ...checkAddress(address, key)]
  } finally {
    // A store that hangs must not hold up the report.
    if (given === undefined) void close(store)
  }
}

/** What is to be said of the place itself, after the store has closed what it could. */
function checkAddress(address: StoreAddress | undefined, key: Finding): readonly Finding[] {
  return [checkKind(address), key, checkDirectory(address), checkDamage(address)]
}

const ROUND_TRIP = (duration: string): Text => ({
  en: `written, read and replaced in ${duration}`,
  zh: `写入、读取、替换共 ${duration}`,
})

/** What the store got wrong; `undefined` when it kept the contract. */
async function roundTrip(store: SessionStore, now: number): Promise<Text | undefined> {
  const key = `doctor-${randomBytes(12).toString('base64url')}`
  const value = randomBytes(32)
  const condition = { revision: 0, expiresAt: now + ENTRY_LIFETIME }
  if (!(await store.write(key, value, condition, now))) {
    return { en: 'a new entry was refused', zh: '拒绝了新条目' }
  }
  const found = await store.read(key, now)
  if (found === undefined || !value.equals(found.value)) {
    return { en: 'what was written is not there', zh: '写入的内容读不到' }
  }
  if (await store.write(key, randomBytes(32), condition, now)) {
    return { en: 'a late write undid an earlier one', zh: '迟到的写入覆盖了先前的写入' }
  }
  const removed = { ...condition, revision: found.revision }
  if (!(await store.write(key, TOMBSTONE, removed, now))) {
    return { en: 'the entry could not be ended', zh: '条目无法结束' }
  }
  return undefined
}

async function close(store: SessionStore): Promise<void> {
  try {
    await store.close()
  } catch {
    // It was only looked at.
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${PATIENCE} seconds`)), PATIENCE * 1000)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function broken(seen: Text): Finding {
  return problem('store', {
    expected: { en: 'compare-and-set, durable', zh: '可靠的比较并写入（compare-and-set）' },
    seen,
    fix: {
      en: 'This store cannot keep sessions: use another one.',
      zh: '这个存储无法保存会话：请换用其他存储。',
    },
  })
}

/** Of one of our stores the very reason; of the app's own, what it says of itself. */
function refused(error: unknown, own: boolean): Finding {
  const expected = { en: 'an entry can be written and read', zh: '可以写入和读取' }
  const said = saying(error)
  if (own && !(error instanceof StoreError)) {
    const fix = {
      en: 'Look into the store that the app supplies.',
      zh: '请检查应用自己提供的存储。',
    }
    return problem('store', { expected, seen: same(said), fix })
  }
  const reason = error instanceof StoreError ? error.reason : 'UNKNOWN'
  const [en, zh] = [STORE_TEXTS.en[reason], STORE_TEXTS.zh[reason]]
  return problem('store', {
    expected,
    seen: { en: `${reason}: ${en.what} (${said})`, zh: `${reason}：${zh.what}（${said}）` },
    fix: { en: en.fix, zh: zh.fix },
  })
}

function checkKind(address: StoreAddress | undefined): Finding {
  switch (address?.kind) {
    case undefined:
      return ok('store-kind', { en: 'the app’s own', zh: '应用自备' })
    case 'lmdb':
      return ok('store-kind', same(`LMDB: ${address.directory}`))
    case 'redis':
      return ok('store-kind', same(`Redis: ${new URL(address.url).host}`))
    case 'memory':
      return warning('store-kind', {
        expected: { en: 'a store that outlives the process', zh: '进程结束后仍在的存储' },
        seen: same('memory:'),
        fix: {
          en: 'Sessions end with this process, and other processes do not see them: remove CATFLAP_STORE, or name a Redis.',
          zh: '会话随本进程结束，其他进程也看不到：请删除 CATFLAP_STORE，或指定 Redis。',
        },
      })
  }
}

/** The directory's mode. */
function checkDirectory(address: StoreAddress | undefined): Finding {
  if (address?.kind !== 'lmdb') return ok('data-directory', { en: 'none', zh: '无' })
  const { directory } = address
  const status = statusOf(directory)
  if (status === undefined) return notChecked('data-directory', 'store')
  const mode = (status.mode & 0o777).toString(8).padStart(4, '0')
  if ((status.mode & 0o077) === 0 || process.platform === 'win32') {
    return ok('data-directory', same(`${directory} (${mode})`))
  }
  return warning('data-directory', {
    expected: same('0700'),
    seen: same(`${directory} (${mode})`),
    fix: {
      en: `Other users can look into it: give sessions a directory of their own, or run chmod 700 ${directory}`,
      zh: `其他用户可以进入：请给会话单独的目录，或执行 chmod 700 ${directory}`,
    },
  })
}

/** What has been set aside, by this very check or before it. */
function checkDamage(address: StoreAddress | undefined): Finding {
  const none = { en: 'none', zh: '无' }
  if (address?.kind !== 'lmdb') return ok('store-damage', none)
  const { directory } = address
  const folders = foldersOf(directory)
  if (folders === undefined) return notChecked('store-damage', 'store')
  if (folders.length === 0) return ok('store-damage', none)
  return warning('store-damage', {
    expected: none,
    seen: same(folders.join(', ')),
    fix: {
      en: `The database was damaged and has been replaced by an empty one, so everybody had to sign in again. Look for errors of the disk in the kernel’s log; then remove these folders from ${directory}.`,
      zh: `数据库曾经损坏，已换成空的，因此所有人都要重新登录。请查看内核日志中的磁盘错误，然后从 ${directory} 中删除这些文件夹。`,
    },
  })
}

/** `undefined` where there is no directory, or none that may be looked into. */
function foldersOf(directory: string): readonly string[] | undefined {
  try {
    return damagedFolders(directory)
  } catch {
    return undefined
  }
}

/** `undefined` where there is none, or none that may be looked at. */
function statusOf(directory: string): Stats | undefined {
  try {
    return statSync(directory)
  } catch {
    return undefined
  }
}
