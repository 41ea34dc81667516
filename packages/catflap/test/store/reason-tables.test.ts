/** Each row of the tables by which an error of the system, of LMDB or of the Redis client becomes a reason. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { StoreFailure } from '../../src/errors.ts'
import { lmdbFailure } from '../../src/store/lmdb-failure.ts'
import { redisFailure } from '../../src/store/redis-failure.ts'
import { systemFailure } from '../../src/store/store-error.ts'

type Reasons = Readonly<Record<string, StoreFailure>>

const coded = (code: unknown): Error => Object.assign(new Error('text'), { code })
/** What the names that are known come to; the others are left out. */
const known = (reasons: readonly (readonly [string, StoreFailure | undefined])[]) =>
  Object.fromEntries(reasons.filter(([, reason]) => reason !== undefined && reason !== 'UNKNOWN'))

const SYSTEM: Reasons = {
  EACCES: 'NOT_PERMITTED',
  EPERM: 'NOT_PERMITTED',
  EROFS: 'READ_ONLY',
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  EFBIG: 'DISK_FULL',
  EIO: 'DISK_FAILED',
  ENOTDIR: 'UNUSABLE_DIRECTORY',
  EEXIST: 'UNUSABLE_DIRECTORY',
  ELOOP: 'UNUSABLE_DIRECTORY',
  ENAMETOOLONG: 'UNUSABLE_DIRECTORY',
}

describe('of all codes that the system has', () => {
  const codes = Object.entries(constants.errno)

  it('these have a reason as names', () => {
    expect(known(codes.map(([name]) => [name, systemFailure(name)]))).toEqual(SYSTEM)
  })

  it('and these as the numbers that LMDB gives', () => {
    expect(known(codes.map(([name, number]) => [name, lmdbFailure(coded(number))]))).toEqual({
      ...SYSTEM,
      ...{ EAGAIN: 'LOCKS_LOST', EWOULDBLOCK: 'LOCKS_LOST', EINVAL: 'LOCKS_LOST' },
    })
  })
})

describe('of all codes that LMDB has', () => {
  const driver = createRequire(import.meta.url).resolve('lmdb')
  const header = join(dirname(driver), '../dependencies/lmdb/libraries/liblmdb/lmdb.h')
  const codes = [...readFileSync(header, 'utf8').matchAll(/^#define (MDB_\w+)\s+\((-30\d+)\)/gm)]

  it('these have a reason', () => {
    expect(codes.length).toBeGreaterThan(20)
    expect(
      known(codes.map(([, name = '', code]) => [name, lmdbFailure(coded(Number(code)))])),
    ).toEqual({
      MDB_PAGE_NOTFOUND: 'DAMAGED',
      MDB_CORRUPTED: 'DAMAGED',
      MDB_PANIC: 'LOCKS_LOST',
      MDB_VERSION_MISMATCH: 'DAMAGED',
      MDB_INVALID: 'DAMAGED',
      MDB_MAP_FULL: 'STORE_FULL',
      MDB_READERS_FULL: 'TOO_MANY_READERS',
      MDB_BAD_RSLOT: 'LOCKS_LOST',
    })
  })
})

describe('of a Redis server', () => {
  it.each<[string, StoreFailure]>([
    ['CATFLAP not an entry', 'UNREADABLE_ENTRY'],
    ['LOADING Redis is loading the dataset in memory', 'STARTING'],
    ['MISCONF Redis is configured to save RDB snapshots, but it is unable to', 'CANNOT_PERSIST'],
    ['NOAUTH Authentication required.', 'AUTHENTICATION_REQUIRED'],
    ["NOPERM User app has no permissions to run the 'set' command", 'NOT_PERMITTED'],
    ['NOREPLICAS Not enough good replicas to write.', 'CANNOT_PERSIST'],
    ["OOM command not allowed when used memory > 'maxmemory'.", 'OUT_OF_MEMORY'],
    ["READONLY You can't write against a read only replica.", 'READ_ONLY'],
    ['WRONGPASS invalid username-password pair or user is disabled.', 'WRONG_PASSWORD'],
    ['WRONGTYPE Operation against a key holding the wrong kind of value', 'UNREADABLE_ENTRY'],
    ['ERR AUTH <password> called without any password configured', 'WRONG_PASSWORD'],
    ['ERR DB index is out of range', 'WRONG_DATABASE'],
    ['ERR SELECT is not allowed in cluster mode', 'WRONG_DATABASE'],
    ["ERR The user executing the script can't run this command", 'NOT_PERMITTED'],
    ['ERR CATFLAP not an entry', 'UNREADABLE_ENTRY'],
    ['ERR AUTHOR', 'UNKNOWN'],
    ['ERR CATFLAPS', 'UNKNOWN'],
  ])('a reply has its reason: %s', (message, reason) => {
    expect(redisFailure(new Error(message))).toBe(reason)
  })

  it.each([
    ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
    ...['EHOSTDOWN', 'ENOTFOUND', 'EAI_AGAIN'],
  ])('there is no connection by %s', (code) => {
    expect(redisFailure(coded(code))).toBe('UNREACHABLE')
  })

  it('nor by these errors of the client', async () => {
    const errors: object = await import('@redis/client')
    const names = Object.entries(errors).flatMap(([name, type]) =>
      name.endsWith('Error') && redisFailure(new type('text')) === 'UNREACHABLE' ? [name] : [],
    )
    expect(names.sort()).toEqual([
      'ClientClosedError',
      'ClientOfflineError',
      'ConnectionTimeoutError',
      'DisconnectsClientError',
      'SocketClosedUnexpectedlyError',
    ])
  })

  it.each([
    ...['ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_SSL_WRONG_VERSION_NUMBER', 'CERT_HAS_EXPIRED'],
    ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'EPROTO'],
    ...['SELF_SIGNED_CERT_IN_CHAIN', 'HOSTNAME_MISMATCH'],
  ])('nor one by TLS, by %s', (code) => {
    expect(redisFailure(coded(code))).toBe('TLS_REFUSED')
  })
})

it('a number of Windows, where 5 is a refusal and EIO elsewhere, has no name', () => {
  expect(lmdbFailure(coded(5))).toBe('DISK_FAILED')
  const platform = Object.getOwnPropertyDescriptor(process, 'platform')!
  onTestFinished(() => void Object.defineProperty(process, 'platform', platform))
  Object.defineProperty(process, 'platform', { ...platform, value: 'win32' })
  expect(lmdbFailure(coded(5))).toBe('UNKNOWN')
})
