import { describe, expect, it } from 'vitest'
import { findWarnings } from '../src/env/warnings.ts'

/** Everything that a box hands out for a login. */
const MAPPED = Object.fromEntries(
  ['CLIENT_ID', 'CLIENT_SECRET', 'ISSUER_URI', 'AUTH_URI', 'TOKEN_URI', 'USERINFO_URI'].map(
    (name) => [`LAZYCAT_AUTH_OIDC_${name}`, 'set'],
  ),
)
const without = (name: string): Record<string, string> => {
  const { [name]: _, ...rest } = MAPPED
  return rest
}
const found = (environment: Record<string, string | undefined>): unknown[] =>
  findWarnings(environment).map(({ variable, kind }) => [variable, kind])

describe('a warning', () => {
  it.each<[string, Record<string, string | undefined>, [string, string][]]>([
    ['a whole mapping', MAPPED, []],
    ['no login at all', { PATH: '/bin' }, []],
    [
      'a misspelt name instead of the right one',
      { ...without('LAZYCAT_AUTH_OIDC_ISSUER_URI'), LAZYCAT_AUTH_OIDC_ISSUER_URL: 'x' },
      [
        ['LAZYCAT_AUTH_OIDC_ISSUER_URI', 'not set'],
        ['LAZYCAT_AUTH_OIDC_ISSUER_URL', 'misspelt'],
      ],
    ],
    [
      'a misspelt name beside the right one',
      { ...MAPPED, LAZYCAT_AUTH_OIDC_ISSUER: 'x' },
      [['LAZYCAT_AUTH_OIDC_ISSUER', 'superfluous']],
    ],
    [
      'one of the login that is not mapped',
      without('LAZYCAT_AUTH_OIDC_TOKEN_URI'),
      [['LAZYCAT_AUTH_OIDC_TOKEN_URI', 'not set']],
    ],
    [
      'one that is not mapped but replaced',
      { ...without('LAZYCAT_AUTH_OIDC_TOKEN_URI'), OIDC_TOKEN_URI: 'https://x/token' },
      [],
    ],
    [
      'one whose replacement is empty',
      { ...without('LAZYCAT_AUTH_OIDC_TOKEN_URI'), OIDC_TOKEN_URI: '' },
      [
        ['LAZYCAT_AUTH_OIDC_TOKEN_URI', 'not set'],
        ['OIDC_TOKEN_URI', 'empty'],
      ],
    ],
    ['what a template left', { SMTP: ' <no value> ' }, [['SMTP', '<no value>']]],
    ['a mapping nobody expanded', { A: '${DEPLOY}' }, [['A', 'an unexpanded ${…}']]],
    [
      'a variable of the platform inside a value',
      { URL: 'https://${LAZYCAT_APP_DOMAIN}/' },
      [['URL', 'an unexpanded ${…}']],
    ],
    ['a dollar sign of somebody else', { PS1: '${PWD} $ ', TEMPLATE: 'a ${b} c' }, []],
    ['an empty known one', { LAZYCAT_BOX_DOMAIN: '' }, [['LAZYCAT_BOX_DOMAIN', 'empty']]],
    ['an empty one that may be empty', { LAZYCAT_APP_DEPLOY_UID: '' }, []],
    ['an empty unknown one', { FOO: '' }, []],
    ['one that is not there', { FOO: undefined }, []],
  ])('about %s is as it should be', (_, environment, expected) => {
    expect(found(environment)).toEqual(expected)
  })

  it('never carries a value', () => {
    const secret = 'hunter2-hunter2'
    const environment = { LAZYCAT_AUTH_OIDC_ISSUER: secret, A: `${secret} \${LAZYCAT_X}` }
    expect(JSON.stringify(findWarnings(environment))).not.toContain(secret)
  })
})
