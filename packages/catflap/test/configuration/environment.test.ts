import { describe, expect, it } from 'vitest'
import type { ConfigurationProblem } from '../../src/configuration/configuration-error.ts'
import {
  misspellings,
  readSetting,
  readUsed,
  type Setting,
  unusable,
  VARIABLES,
} from '../../src/configuration/environment.ts'

describe('a value of the environment', () => {
  it.each<[string, string | undefined, string]>([
    ['is not there', undefined, 'not set'],
    ['is empty', '', 'empty'],
    ['is blank', ' \t\n', 'empty'],
    ['is what a template prints for nothing', '<no value>', '<no value>'],
    ['is that with spaces', ' <no value> ', '<no value>'],
    ['is a mapping nobody expanded', '${LAZYCAT_AUTH_OIDC_CLIENT_ID}', 'an unexpanded ${…}'],
    ['is an empty mapping', '${}', 'an unexpanded ${…}'],
  ])('cannot be used when it %s', (_, value, why) => {
    expect(unusable(value)).toBe(why)
  })

  it.each(['x', '0', 'false', 'null', 'undefined', 'a${b}', '${a}${b}c', '<no value>x', '$X'])(
    '%j can be used',
    (value) => {
      expect(unusable(value)).toBeUndefined()
    },
  )
})

describe('a setting', () => {
  it.each(Object.entries(VARIABLES))('%s is read from its names in order: %j', (setting, names) => {
    const environment: Record<string, string> = {}
    for (const name of names.toReversed()) {
      environment[name] = ` value of ${name} `
      expect(readSetting(environment, setting as Setting)).toEqual({
        variable: name,
        value: `value of ${name}`,
      })
    }
  })

  it('skips a name whose value cannot be used', () => {
    const environment = { OIDC_ISSUER: '<no value>', LAZYCAT_AUTH_OIDC_ISSUER_URI: 'https://box' }
    expect(readSetting(environment, 'issuer')).toEqual({
      variable: 'LAZYCAT_AUTH_OIDC_ISSUER_URI',
      value: 'https://box',
    })
  })

  it('is absent when no name has a usable value', () => {
    expect(readSetting({ OIDC_ISSUER: '' }, 'issuer')).toBeUndefined()
    expect(readSetting({}, 'issuer')).toBeUndefined()
  })
})

describe('a value in quotes', () => {
  const read = (value: string) => {
    const problems: ConfigurationProblem[] = []
    return { found: readUsed({ OIDC_CLIENT_ID: value }, 'clientId', problems), problems }
  }

  it.each(['"notes"', "'notes'", ' "notes"\r', '"no"tes"', '""', '"a\nb"'])(
    '%j is told about without it',
    (value) => {
      const { found, problems } = read(value)
      const seen = 'a value in quotes'
      expect(problems).toMatchObject([{ kind: 'invalid', variable: 'OIDC_CLIENT_ID', seen }])
      expect(problems[0]?.fix.en).toContain('--env-file')
      expect(problems[0]?.fix.zh).toContain('--env-file')
      expect(found?.value).toBe(value.trim().slice(1, -1))
    },
  )

  it.each(['notes', '"', '"notes', 'notes"', `"notes'`, 'no"t"es'])('is not %j', (value) => {
    expect(read(value)).toEqual({ found: { variable: 'OIDC_CLIENT_ID', value }, problems: [] })
  })
})

describe('a misspelt name', () => {
  it.each([
    ['LAZYCAT_AUTH_OIDC_ISSUER', 'LAZYCAT_AUTH_OIDC_ISSUER_URI'],
    ['LAZYCAT_AUTH_OIDC_ISSUER_URL', 'LAZYCAT_AUTH_OIDC_ISSUER_URI'],
    ['LAZYCAT_AUTH_OIDC_AUTH_URL', 'LAZYCAT_AUTH_OIDC_AUTH_URI'],
    ['LAZYCAT_AUTH_OIDC_TOKEN_URL', 'LAZYCAT_AUTH_OIDC_TOKEN_URI'],
    ['LAZYCAT_AUTH_OIDC_USERINFO_URL', 'LAZYCAT_AUTH_OIDC_USERINFO_URI'],
    ['LAZYCAT_APPDOMAIN', 'LAZYCAT_APP_DOMAIN'],
    ['OIDC_ISSUER_URL', 'OIDC_ISSUER'],
    ['OIDC_ISSUER_URI', 'OIDC_ISSUER'],
  ])('%s is told apart from %s', (wrong, right) => {
    const [problem, ...more] = misspellings({ [wrong]: 'hush' })
    expect(more).toEqual([])
    expect(problem).toMatchObject({
      kind: 'misspelt',
      variable: wrong,
      seen: `${wrong} is set, ${right} is not set`,
    })
    expect(problem?.fix.en).toContain(right)
    expect(problem?.fix.zh).toContain(right)
    expect(JSON.stringify(problem)).not.toContain('hush')
  })

  it('is told when the right one is there but cannot be used', () => {
    const environment = { OIDC_ISSUER_URL: 'x', OIDC_ISSUER: '${OIDC_ISSUER_URL}' }
    expect(misspellings(environment)[0]?.seen).toContain('OIDC_ISSUER is an unexpanded ${…}')
  })

  it('does not matter next to the right one', () => {
    expect(misspellings({ OIDC_ISSUER_URL: 'x', OIDC_ISSUER: 'https://op.example' })).toEqual([])
  })
})
