/** What an error of the system, of LMDB or of the Redis client means for a store. */
import { describe, expect, it } from 'vitest'
import type { StoreFailure } from '../../src/errors.ts'
import { lmdbFailure, readFailure } from '../../src/store/lmdb-failure.ts'
import { redisFailure, withoutArguments } from '../../src/store/redis-failure.ts'
import {
  isCoded,
  isDenied,
  StoreError,
  saying,
  systemFailure,
  withoutDriver,
} from '../../src/store/store-error.ts'

const coded = (code: unknown, message = 'text'): Error =>
  Object.assign(new Error(message), { code })
const denied = Object.assign(new Error('run again with --allow-net'), { name: 'NotCapable' })

describe('an error of LMDB', () => {
  it.each<[string, unknown, StoreFailure]>([
    ['one of ours', new StoreError('KEY_DAMAGED', 'x'), 'KEY_DAMAGED'],
    ['what Deno was not started with leave for', denied, 'NOT_PERMITTED'],
    [
      'a read transaction that was not got',
      new TypeError('undefined is no transaction'),
      'LOCKS_LOST',
    ],
    [
      'a misuse with a code',
      Object.assign(new TypeError('x'), { code: 'ERR_INVALID_ARG_TYPE' }),
      'UNKNOWN',
    ],
    ['an error without a code', new Error('x'), 'UNKNOWN'],
    ['no error at all', undefined, 'UNKNOWN'],
    ['a code of the system', coded('ENOSPC'), 'DISK_FULL'],
    ['another code of the system', coded('EBUSY'), 'UNKNOWN'],
    ['a code that is neither', coded(null), 'UNKNOWN'],
    ['MDB_CORRUPTED', coded(-30796), 'DAMAGED'],
    ['MDB_MAP_FULL', coded(-30792), 'STORE_FULL'],
    ['another code of LMDB', coded(-30799), 'UNKNOWN'],
    ['the code of no error', coded(0), 'UNKNOWN'],
    ['ENOSPC as a number', coded(28), 'DISK_FULL'],
    ['EIO as a number', coded(5), 'DISK_FAILED'],
    ['EAGAIN as a number', coded(11), 'LOCKS_LOST'],
    ['EINVAL as a number', coded(22), 'LOCKS_LOST'],
    ['EBUSY as a number', coded(16), 'UNKNOWN'],
  ])('%s', (_, error, reason) => {
    expect(lmdbFailure(error)).toBe(reason)
    expect(readFailure(error)).toBe(reason)
  })

  it('of a read transaction says damage, where one of a write says nothing', () => {
    expect(readFailure(coded(-30782))).toBe('DAMAGED')
    expect(lmdbFailure(coded(-30782))).toBe('UNKNOWN')
  })
})

class ClientClosedError extends Error {}
class SomeError extends Error {}

describe('an error of the Redis client', () => {
  it.each<[string, unknown, StoreFailure]>([
    ['one of ours', new StoreError('STARTING', 'OOM x'), 'STARTING'],
    ['no error at all', 'OOM', 'UNKNOWN'],
    ['what Deno was not started with leave for', denied, 'NOT_PERMITTED'],
    ['a code of the network', coded('ECONNREFUSED', 'OOM x'), 'UNREACHABLE'],
    ['a name of the client', new ClientClosedError('OOM x'), 'UNREACHABLE'],
    ['another name of the client', new SomeError('x'), 'UNKNOWN'],
    ['a code of TLS', coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'TLS_REFUSED'],
    ['one that says so in its middle', coded('NO_CERT_'), 'UNKNOWN'],
    ['one whose text looks like it', coded(['CERT_X'], 'x'), 'UNKNOWN'],
    ['a name that has a code that is none', coded(undefined, 'NOAUTH'), 'AUTHENTICATION_REQUIRED'],
    ['a reply by its first word', new Error('OOM command not allowed'), 'OUT_OF_MEMORY'],
    ['a reply with letters before it', new Error('xOOM command'), 'UNKNOWN'],
    [
      'a reply that says no more than ERR',
      new Error('ERR DB index is out of range'),
      'WRONG_DATABASE',
    ],
    ['words in the middle of a reply', new Error('ERR x ERR AUTH <password>'), 'UNKNOWN'],
    ['our own word', new Error('CATFLAP not an entry'), 'UNREADABLE_ENTRY'],
    ['our own word behind ERR', new Error('ERR CATFLAP not an entry'), 'UNREADABLE_ENTRY'],
    ['a reply that is unknown', new Error('ERR unknown'), 'UNKNOWN'],
    ['an empty reply', new Error(''), 'UNKNOWN'],
  ])('%s', (_, error, reason) => {
    expect(redisFailure(error)).toBe(reason)
  })

  it('loses what a server has repeated of a command, and all behind it', () => {
    const error = new Error("ERR unknown command 'AUTH', with args beginning with: hush\nhush")
    const told = withoutArguments(error) as StoreError
    expect(told).toBeInstanceOf(StoreError)
    expect([told.reason, told.message]).toEqual(['UNKNOWN', "redis: ERR unknown command 'AUTH'"])
    expect(told.cause).toBeUndefined()
  })

  it.each([
    ['an error that repeats nothing', new Error('ERR with args')],
    ['what is no error', ', with args hush'],
  ])('stays as it is: %s', (_, error) => {
    expect(withoutArguments(error)).toBe(error)
  })
})

describe('an error of a store', () => {
  it('carries a cause only where there is one', () => {
    expect(new StoreError('CLOSED', 'x').name).toBe('StoreError')
    expect('cause' in new StoreError('CLOSED', 'x')).toBe(false)
    expect(new StoreError('CLOSED', 'x', 'why').cause).toBe('why')
  })

  it('is told whole where it is ours, as one line where it is not, and by its kind where it says nothing', () => {
    expect(saying(new StoreError('CLOSED', 'x'.repeat(300)))).toBe('x'.repeat(300))
    expect(saying(new Error(`a\nb${'x'.repeat(300)}`))).toMatch(/^a\uFFFDbx+… \(303 characters\)$/)
    expect([saying('hush'), saying(undefined)]).toEqual(['string', 'undefined'])
  })

  it('has a code, a name, or neither', () => {
    expect([
      isCoded(coded(1)),
      isCoded(coded(undefined)),
      isCoded(new Error('x')),
      isCoded({ code: 1 }),
    ]).toEqual([true, true, false, false])
    expect([
      isDenied(denied),
      isDenied(new Error('NotCapable')),
      isDenied({ name: 'NotCapable' }),
    ]).toEqual([true, false, false])
    expect([systemFailure('EROFS'), systemFailure('EBUSY'), systemFailure(28)]).toEqual([
      'READ_ONLY',
      undefined,
      undefined,
    ])
  })

  it('says of a driver that cannot be loaded whether it is missing, or leave for it', () => {
    const gone = new Error('Cannot find package')
    const text = 'the driver of the store cannot be loaded: '
    for (const [reason, cause] of [
      ['DRIVER_MISSING', gone],
      ['NOT_PERMITTED', denied],
    ] as const) {
      const message = text + cause.message
      expect(() => withoutDriver(cause)).toThrow(
        expect.objectContaining({ reason, message, cause }),
      )
    }
  })
})
