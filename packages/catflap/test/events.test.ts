import { afterEach, describe, expect, it, vi } from 'vitest'
import { LoginError } from '../src/errors.ts'
import { createEmitter } from '../src/events.ts'

const event = { type: 'request-refused', code: 'FORBIDDEN' } as const

afterEach(() => {
  vi.restoreAllMocks()
})

it('an event reaches its owner with the failure', () => {
  const seen: unknown[] = []
  const error = new LoginError('FORBIDDEN', 'x')
  createEmitter((...parameters) => void seen.push(parameters))(event, error)
  expect(seen).toEqual([[event, error]])
})

it('a log that is broken ends no login', () => {
  const emit = createEmitter(() => {
    throw new Error('disk full')
  })
  expect(() => emit(event)).not.toThrow()
})

it('a log that breaks later ends no process', async () => {
  const unhandled: unknown[] = []
  const others = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', (reason) => unhandled.push(reason))
  createEmitter(async () => Promise.reject(new Error('connection lost')))(event)
  // Told once the microtasks are done.
  await new Promise((resolve) => setImmediate(resolve))
  process.removeAllListeners('unhandledRejection')
  for (const other of others) process.on('unhandledRejection', other)
  expect(unhandled).toEqual([])
})

it('nobody need listen, and then bugs are told: on stderr', () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  const emit = createEmitter(undefined)
  emit(event)
  emit(event, new LoginError('FORBIDDEN', 'x'))
  expect(told.mock.calls).toEqual([])
  const cause = new Error('bug')
  emit({ ...event, code: 'INTERNAL' }, new LoginError('INTERNAL', 'x', { cause }))
  expect(told.mock.calls).toEqual([[cause]])
})

describe('without a listener, stderr', () => {
  it('gets a line about a failing store and wrong settings, once for each kind', () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {})
    const emit = createEmitter(undefined)
    const fail = (error: LoginError) => emit({ type: 'request-refused', code: error.code }, error)
    for (let i = 0; i < 100; i++) {
      const text = `store: it failed\nthe ${i}th time`
      fail(new LoginError('STORE_UNAVAILABLE', text, { reason: 'READ_ONLY' }))
      fail(new LoginError('STORE_UNAVAILABLE', text, { reason: 'DISK_FULL' }))
      fail(new LoginError('CLIENT_REFUSED', 'token: the secret is stale'))
      fail(new LoginError('STATE_MISMATCH', 'somebody else sent this'))
      fail(new LoginError('METADATA_UNAVAILABLE', 'the provider is away'))
    }
    expect(told.mock.calls.flat()).toEqual([
      'catflap: STORE_UNAVAILABLE: store: it failed the 0th time',
      'catflap: STORE_UNAVAILABLE: store: it failed the 0th time',
      'catflap: CLIENT_REFUSED: token: the secret is stale',
    ])
  })

  it('is told each time that a damaged database was set aside', () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {})
    createEmitter(undefined)({ type: 'store-recovered', setAside: 'damaged-1', removed: [] })
    expect(told.mock.calls.flat()).toEqual([expect.stringContaining('damaged-1')])
  })
})
