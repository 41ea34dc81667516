import { describe, expect, it } from 'vitest'
import { VARIABLES } from '../../src/configuration/environment.ts'
import { ERRORS, type LoginErrorCode } from '../../src/errors.ts'
import { ERROR_TEXTS, errorText, textElsewhere } from '../../src/pages/error-texts.ts'
import { KNOWN_PLACES } from '../../src/pages/known-places.ts'
import type { KnownProvider } from '../../src/protocol/known-provider.ts'

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

/** Words that are true of a LazyCat box alone. */
const OF_A_BOX =
  /\bbox\b|lazycat|LAZYCAT|manifest|oidc_redirect_path|\bDex\b|health_check|lzcapp|微服|懒猫/i
const known = Object.keys(KNOWN_PLACES) as Exclude<KnownProvider, 'lazycat'>[]
const told = (code: LoginErrorCode, software: KnownProvider | undefined, seen?: string) =>
  (['en', 'zh'] as const).map((language) =>
    errorText({ code, seen, reason: undefined }, language, software),
  )

describe('at another provider than LazyCat’s, error texts', () => {
  it.each(codes)('of %s speak of no box, in either language', (code) => {
    for (const software of [undefined, ...known.filter((one) => one !== 'dex')]) {
      for (const { causes, fix } of told(code, software)) {
        for (const text of [...causes, fix]) expect(text).not.toMatch(OF_A_BOX)
      }
    }
  })

  it.each(codes)('of %s say the same in both languages, in one to four causes', (code) => {
    const [en, zh] = [textElsewhere(code, 'en'), textElsewhere(code, 'zh')]
    expect(en.causes.length).toBeGreaterThanOrEqual(1)
    expect(en.causes.length).toBeLessThanOrEqual(4)
    expect(zh.causes.map(namesIn)).toEqual(en.causes.map(namesIn))
    expect(namesIn(zh.fix)).toEqual(namesIn(en.fix))
    for (const text of [...zh.causes, zh.fix]) expect(text).toMatch(/\p{Script=Han}.*[。）]$/u)
    for (const text of [...en.causes, en.fix]) expect(text).toMatch(/[.]\)?$/)
    for (const one of [en, zh]) expect(new Set(one.causes).size).toBe(one.causes.length)
    const settings = new Set([...Object.values(VARIABLES).flat(), ...OTHERS])
    expect([...en.causes, en.fix].flatMap(namesIn).filter((name) => !settings.has(name))).toEqual(
      [],
    )
  })

  it.each(known)('of a refused client name first where %s has its secret', (software) => {
    const { name, secret } = KNOWN_PLACES[software]
    for (const { causes } of told('CLIENT_REFUSED', software, 'invalid_client')) {
      expect(causes[0]).toContain(name)
      expect(causes[0]).toContain(secret)
    }
  })

  it('of a refused scope name its place, and of another refusal no scope', () => {
    const [scope] = told('AUTHORIZATION_REFUSED', 'keycloak', 'invalid_scope')
    expect(scope?.causes[0]).toContain('Clients → (your client) → Client scopes')
    const [flow] = told('AUTHORIZATION_REFUSED', 'keycloak', 'unauthorized_client')
    expect(flow?.causes).toEqual(textElsewhere('AUTHORIZATION_REFUSED', 'en').causes)
  })

  it('say of Dex what is true of Dex, on LazyCat and elsewhere', () => {
    const [elsewhere] = told('RENEWAL_REFUSED', 'dex')
    expect(elsewhere?.causes[0]).toContain('Dex keeps one refresh token')
    const [here] = told('RENEWAL_REFUSED', 'lazycat')
    expect(here).toEqual(ERROR_TEXTS.en.RENEWAL_REFUSED)
  })

  it('of what nobody knows claim no provider', () => {
    for (const code of codes) {
      for (const { causes } of told(code, undefined)) {
        const names = Object.values(KNOWN_PLACES).map(({ name }) => name)
        expect(names.filter((name) => causes.some((cause) => cause.includes(name)))).toEqual([])
      }
    }
  })
})
