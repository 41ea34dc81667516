/**
 * The model of lease, renewal and logout, searched to its end by spin, and every seeded mistake found
 * (`CATFLAP_MODEL=1`): minutes.
 */
import { describe, expect, it } from 'vitest'
import { check } from '../../spec/check.mjs'
import { CONFIGURATIONS, MISTAKES } from '../../spec/configurations.mjs'

const LONG = 1_800_000

describe('in every order of events', () => {
  it.each(Object.keys(CONFIGURATIONS))(
    'of the configuration %s, nothing is violated',
    (name) => {
      const { error, steps, states } = check(name)
      expect(error, steps).toBeUndefined()
      expect(states).toBeGreaterThan(1000)
    },
    LONG,
  )
})

describe('a mistake in the model is found', () => {
  it.each(MISTAKES)(
    '$about ($set)',
    ({ set, in: name }) => {
      expect(check(name, set).error).toBeDefined()
    },
    LONG,
  )
})
