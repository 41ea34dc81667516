import { describe, expect, it } from 'vitest'
import { LoginError } from '../../src/errors.ts'
import { refuseAs } from '../../src/provider/signature.ts'
import { failureOf } from '../support/refusal.ts'

const refuse = refuseAs('LOGOUT_TOKEN_INVALID', 'logout_token')

describe('what is wrong with a token that is no ID Token', () => {
  it.each([
    [{ parameter: 'signature', expected: 'one by a key', seen: 'none' }, 'signature'],
    [{ parameter: 'ID Token', expected: 'three parts' }, 'logout_token'],
    [{ seen: 'nothing' }, 'logout_token'],
  ])('is told by a code of its own: %j', async (details, parameter) => {
    const cause = new LoginError('ID_TOKEN_SIGNATURE_INVALID', 'no', details)
    const {
      code,
      parameter: told,
      expected,
      seen,
      cause: kept,
    } = await failureOf(() => refuse(cause))
    const known: { expected?: string; seen?: string } = details
    expect([code, told, expected, seen]).toEqual([
      'LOGOUT_TOKEN_INVALID',
      parameter,
      known.expected,
      known.seen,
    ])
    expect(kept).toBe(cause)
  })

  it.each([
    new LoginError('JWKS_UNAVAILABLE', 'away'),
    new LoginError('INTERNAL', 'a fault of ours'),
    new TypeError('bug'),
  ])('is not said where nobody can tell: %s', (error) => {
    expect(() => refuse(error)).toThrow(error)
  })
})
