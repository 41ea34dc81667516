import { expect, it } from 'vitest'
import { LoginError } from '../src/errors.ts'
import { createEmitter } from '../src/events.ts'

const event = { type: 'request-refused', code: 'FORBIDDEN' } as const

it('an event reaches its owner with the failure', () => {
  const seen: unknown[] = []
  const error = new LoginError('FORBIDDEN', 'x')
  createEmitter((...parameters) => seen.push(parameters))(event, error)
  expect(seen).toEqual([[event, error]])
})

it('a log that is broken ends no login', () => {
  const emit = createEmitter(() => {
    throw new Error('disk full')
  })
  expect(() => emit(event)).not.toThrow()
})

it('nobody need listen', () => {
  expect(() => createEmitter(undefined)(event)).not.toThrow()
})
