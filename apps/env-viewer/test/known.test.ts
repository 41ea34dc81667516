import { VARIABLES } from 'catflap'
import { MISSPELT_VARIABLES, PLATFORM_VARIABLES } from 'catflap-lazycat/facts'
import { describe, expect, it } from 'vitest'
import { GROUPS, KNOWN_VARIABLES, knownVariable } from '../src/env/known.ts'

describe('what is known of variables', () => {
  it.each(Object.entries(VARIABLES))('covers every name of the setting %s', (_, names) => {
    expect(names.filter((name) => knownVariable(name) === undefined)).toEqual([])
  })

  it.each([...KNOWN_VARIABLES])(
    'says in both languages what $name is',
    ({ about, example, group }) => {
      expect(about.en).not.toMatch(/\p{Script=Han}/u)
      expect(about.zh).toMatch(/\p{Script=Han}/u)
      expect(example).not.toBe('')
      expect(GROUPS).toContain(group)
    },
  )

  it('knows every variable of the platform with its source, and no name twice', () => {
    for (const { name, source } of PLATFORM_VARIABLES) {
      expect(knownVariable(name)?.source).toBe(source)
    }
    expect(new Set(KNOWN_VARIABLES.map(({ name }) => name)).size).toBe(KNOWN_VARIABLES.length)
  })

  it('leads from every misspelt name to one that is known', () => {
    for (const [wrong, right] of Object.entries(MISSPELT_VARIABLES)) {
      expect(knownVariable(wrong)).toBeUndefined()
      expect(knownVariable(right)).toBeDefined()
    }
  })

  it.each(['toString', '__proto__', 'constructor', ''])('knows nothing of %j', (name) => {
    expect(knownVariable(name)).toBeUndefined()
  })
})
