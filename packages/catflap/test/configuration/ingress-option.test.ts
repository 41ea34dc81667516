/** `session.acceptIngressUser`: when it is refused, told with every other problem. */
import { describe, expect, it } from 'vitest'
import { parse, problemsOf, variablesOf } from '../support/options.ts'

const BOX = { LAZYCAT_BOX_DOMAIN: 'box.heiyu.space' }
const accept = (acceptIngressUser: unknown, more: object = {}) => ({
  session: { acceptIngressUser, ...more },
})
const OPTION = 'session.acceptIngressUser'

describe('the word of the ingress', () => {
  it.each([undefined, false])('signs nobody in with %s', (option) => {
    const { session } = parse({}, accept(option) as object)
    expect(session.acceptIngressUser).toBeUndefined()
    expect(session.followIngressUser).toBe(true)
  })

  it('counts of visits of people with true, and of what is written out', () => {
    const settings = (option: unknown) => parse(BOX, accept(option) as object).session
    const boxDomain = 'box.heiyu.space'
    expect(settings(true).acceptIngressUser).toEqual({ sources: ['client'], boxDomain })
    const sources = ['client', 'app:self', 'app:dev.example.agent', 'system']
    expect(settings({ sources }).acceptIngressUser).toEqual({ sources, boxDomain })
  })

  it('has sessions follow it, whoever the provider is', () => {
    const generic = { OIDC_ISSUER: 'https://op.example' }
    expect(parse({ ...BOX, ...generic }).session.followIngressUser).toBe(false)
    const { session } = parse({ ...BOX, ...generic }, accept(true) as object)
    expect(session.followIngressUser).toBe(true)
  })
})

describe('it is refused', () => {
  it.each([
    ['a word', 'client'],
    ['null', null],
    ['a list', ['client']],
    ['no sources', {}],
    ['an empty list of sources', { sources: [] }],
    ['a source that is empty', { sources: [''] }],
    ['a pattern', { sources: ['app:*'] }],
    ['a list in one text', { sources: ['client, app:self'] }],
    ['a number', { sources: [1] }],
  ])('with %s', (_, option) => {
    expect(variablesOf(BOX, accept(option))).toEqual([OPTION])
  })

  it.each([
    ['LAZYCAT_APP_DOMAIN', { OIDC_REDIRECT_URI: 'https://x.box.heiyu.space/callback' }],
    ['LAZYCAT_BOX_DOMAIN', {}],
  ])('without %s, unset, empty or not filled in', (variable, more) => {
    for (const value of [undefined, '', '<no value>', `$\{${variable}}`]) {
      const found = problemsOf({ ...BOX, ...more, [variable]: value }, accept(true))
      expect(found, String(value)).toMatchObject([{ kind: 'missing', variable }])
    }
  })

  it('off a box, with every other problem of the configuration', () => {
    const off = { LAZYCAT_APP_DOMAIN: '', LAZYCAT_AUTH_OIDC_CLIENT_ID: '' }
    const found = problemsOf(off, accept(true, { idleLifetime: 0 }))
    expect(found.map(({ variable }) => variable).sort()).toEqual([
      // Once for the redirect URI, once for the ingress.
      'LAZYCAT_APP_DOMAIN',
      'LAZYCAT_APP_DOMAIN',
      'LAZYCAT_AUTH_OIDC_CLIENT_ID',
      'LAZYCAT_BOX_DOMAIN',
      'session.idleLifetime',
    ])
  })

  it('names the misspelt variable that is there instead', () => {
    const names = variablesOf({ LAZYCAT_BOXDOMAIN: 'box.heiyu.space' }, accept(true))
    expect(names).toEqual(['LAZYCAT_BOXDOMAIN', 'LAZYCAT_BOX_DOMAIN'])
  })

  it('where the app is at another origin than the ingress, as with a downloaded .env on a laptop', () => {
    const at = (OIDC_REDIRECT_URI: string) =>
      variablesOf({ ...BOX, OIDC_REDIRECT_URI }, accept(true))
    expect(at('http://127.0.0.1:5005/callback')).toEqual([OPTION])
    expect(at('https://x.box.heiyu.space:8443/callback')).toEqual([OPTION])
    expect(at('https://elsewhere.example/callback')).toEqual([OPTION])
    expect(at('https://x.box.heiyu.space/callback')).toEqual([])
  })

  it('together with sessions that do not follow it', () => {
    const names = variablesOf(BOX, accept(true, { followIngressUser: false }))
    expect(names).toEqual(['session.followIngressUser'])
  })
})
