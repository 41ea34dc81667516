import { afterEach, expect, it, vi } from 'vitest'
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

it('nobody need listen, and then only bugs are told: on stderr', () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  const emit = createEmitter(undefined)
  emit(event)
  emit(event, new LoginError('FORBIDDEN', 'x'))
  expect(told.mock.calls).toEqual([])
  const cause = new Error('bug')
  emit({ ...event, code: 'INTERNAL' }, new LoginError('INTERNAL', 'x', { cause }))
  expect(told.mock.calls).toEqual([[cause]])
})
