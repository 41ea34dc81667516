import { describe, expect, it } from 'vitest'
import { ALGORITHMS, acceptedAlgorithms } from '../../src/protocol/algorithms.ts'

describe('the algorithms that are accepted', () => {
  it('are those of ours that the provider says it signs with', () => {
    expect(acceptedAlgorithms(undefined, ['ES384', 'HS256', 'none', 'EdDSA'])).toEqual([
      'ES384',
      'EdDSA',
    ])
  })

  it.each([[undefined], [[]], [['HS256', 'none']]])(
    'are RS256 alone where the provider says %j',
    (supported) => {
      expect(acceptedAlgorithms(undefined, supported)).toEqual(['RS256'])
    },
  )

  it('are those configured, whatever the provider says', () => {
    expect(acceptedAlgorithms(['ES256'], ['RS256'])).toEqual(['ES256'])
  })

  it('never prove nothing, and never let anyone sign who knows the public key', () => {
    expect(ALGORITHMS.filter((name) => !/^(?:[RPE]S(?:256|384|512)|EdDSA)$/.test(name))).toEqual([])
  })
})
