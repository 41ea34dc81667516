import { describe, expect, it } from 'vitest'
import { VARIABLES } from '../../src/configuration/environment.ts'
import { ERRORS, type LoginErrorCode } from '../../src/errors.ts'
import { ERROR_TEXTS } from '../../src/pages/error-texts.ts'

/** What a text names that is the same in every language: variables, manifest keys, commands. */
const namesIn = (text: string): readonly string[] =>
  [...new Set(text.match(/\b[A-Z]+(?:_[A-Z]+)+\b|\b[a-z]+(?:_[a-z]+)+\b|catflap doctor/g))].sort()

/** Names that are no setting of the library. */
const OTHERS = [
  'CATFLAP_ADMIN_GROUP',
  'LAZYCAT_BOX_DOMAIN',
  'catflap doctor',
  'health_check',
  'oidc_redirect_path',
  // What proxies call it.
  'handle_path',
  'proxy_pass',
  // Words of the specs.
  'at_hash',
  'acr_values',
  'auth_time',
  'max_age',
  'authorization_response_iss_parameter_supported',
  'code_verifier',
  'form_post',
  'id_token_signing_alg_values_supported',
  'invalid_request',
  'invalid_scope',
  'offline_access',
  'response_mode',
  'server_error',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
]

const codes = Object.keys(ERRORS) as LoginErrorCode[]

describe('error texts', () => {
  it.each(['en', 'zh'] as const)('in %s are there for every code and no other', (language) => {
    expect(Object.keys(ERROR_TEXTS[language]).toSorted()).toEqual(codes.toSorted())
  })

  it.each(codes)('of %s say what, why and what to do', (code) => {
    for (const language of ['en', 'zh'] as const) {
      const { title, causes, fix } = ERROR_TEXTS[language][code]
      expect(title.length).toBeGreaterThan(3)
      expect(title).not.toMatch(/[.。]$/)
      for (const text of [...causes, fix]) {
        expect(text.length).toBeGreaterThan(3)
        expect(text).toMatch(/[.。]$|[.]\)$|。）$/)
      }
      expect(new Set([title, ...causes, fix]).size).toBe(causes.length + 2)
    }
  })

  it.each(codes)('of %s are Chinese in Chinese, and not in English', (code) => {
    for (const text of Object.values(ERROR_TEXTS.zh[code]).flat()) {
      expect(text).toMatch(/\p{Script=Han}/u)
      // Names of the specs and lines to copy stay; a sentence of English words does not.
      const words = text.replace(/[A-Z_]+="[^"]*"/g, '')
      expect(words).not.toMatch(/\b[a-z]{2,}\b[ ,]+\b[a-z]{2,}\b[ ,]+\b[a-z]{2,}\b/)
    }
    expect(Object.values(ERROR_TEXTS.en[code]).flat().join('')).not.toMatch(/\p{Script=Han}/u)
  })

  it.each(codes)('of %s tell one to four causes, the same ones in both languages', (code) => {
    const [en, zh] = [ERROR_TEXTS.en[code].causes, ERROR_TEXTS.zh[code].causes]
    expect(en.length).toBeGreaterThanOrEqual(1)
    expect(en.length).toBeLessThanOrEqual(4)
    expect(zh.map(namesIn)).toEqual(en.map(namesIn))
    expect(namesIn(ERROR_TEXTS.zh[code].fix)).toEqual(namesIn(ERROR_TEXTS.en[code].fix))
  })

  it.each(codes)('of %s name variables that are read and manifest keys that exist', (code) => {
    const { causes, fix } = ERROR_TEXTS.en[code]
    const known = new Set([...Object.values(VARIABLES).flat(), ...OTHERS])
    expect([...causes, fix].flatMap(namesIn).filter((name) => !known.has(name))).toEqual([])
  })

  it.each(['en', 'zh'] as const)('in %s have titles that nobody confuses', (language) => {
    const titles = codes.map((code) => ERROR_TEXTS[language][code].title)
    expect(new Set(titles).size).toBe(codes.length)
  })
})
