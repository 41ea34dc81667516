/** What an app is told of who is asking, and which headers of a client are taken for such. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '../../../../test/support/any-text.ts'
import { DEFAULT_IDENTITY, type IdentitySettings } from '../../src/identity/headers.ts'
import { createIdentity } from '../../src/identity/identity.ts'
import type { IdentitySession } from '../../src/identity/person.ts'

const SESSION: IdentitySession = {
  sub: 'u-1',
  claims: { iss: 'x', preferred_username: 'mei', email: 'mei@x.example', name: '梅' },
  userInfo: {},
  groups: ['ADMIN', 'STAFF'],
}

const told = (change: Partial<IdentitySession>, settings: Partial<IdentitySettings> = {}) =>
  Object.fromEntries(
    createIdentity({ ...DEFAULT_IDENTITY, ...settings })
      .pairs({ ...SESSION, ...change })
      .map(([name, value]) => [name, Buffer.from(value, 'latin1').toString('utf8')]),
  )
const claims = (change: object) => ({ claims: { ...SESSION.claims, ...change } })

describe('who is asking, as headers', () => {
  it('is told by the names of the preset', () => {
    expect(told({})).toEqual({
      'Remote-User': 'mei',
      'Remote-Groups': 'ADMIN,STAFF',
      'Remote-Email': 'mei@x.example',
      'Remote-Name': '梅',
    })
    expect(told({}, { preset: 'forwarded' })).toEqual({
      'X-Forwarded-User': 'mei',
      'X-Forwarded-Groups': 'ADMIN,STAFF',
      'X-Forwarded-Email': 'mei@x.example',
      'X-Forwarded-Preferred-Username': 'mei',
    })
    expect(told({}, { preset: 'webauth', groupsSeparator: '|' })).toEqual({
      'X-WEBAUTH-USER': 'mei',
      'X-WEBAUTH-GROUPS': 'ADMIN|STAFF',
      'X-WEBAUTH-EMAIL': 'mei@x.example',
      'X-WEBAUTH-FULLNAME': '梅',
    })
  })

  it('is told by names of one’s own, without what one leaves out', () => {
    const headers = { user: 'X-Who', subject: 'X-Sub', email: false, name: false } as const
    expect(told({}, { headers })).toEqual({
      'X-Who': 'mei',
      'X-Sub': 'u-1',
      'Remote-Groups': 'ADMIN,STAFF',
    })
  })

  it('is every header, empty, where nobody is signed in or there is nothing to tell', () => {
    const identity = createIdentity(DEFAULT_IDENTITY)
    const names = ['Remote-User', 'Remote-Email', 'Remote-Name', 'Remote-Groups']
    expect(identity.names).toEqual(names)
    expect(identity.pairs(undefined)).toEqual(names.map((name) => [name, '']))
    expect(told({ claims: { iss: 'x' } as never, groups: [] })).toEqual({
      'Remote-User': 'u-1',
      'Remote-Groups': '',
      'Remote-Email': '',
      'Remote-Name': '',
    })
  })

  it.each([
    ['false', claims({ email_verified: false })],
    ['"false"', claims({ email_verified: 'false' })],
    ['false in UserInfo', { userInfo: { email_verified: false } }],
  ])('has no e-mail that the provider has not verified: %s', (_, change) => {
    expect(told(change)).toMatchObject({ 'Remote-Email': '', 'Remote-User': 'mei' })
  })

  it('has the e-mail that the provider says nothing about, or has verified', () => {
    expect(told(claims({ email_verified: true }))['Remote-Email']).toBe('mei@x.example')
    expect(told({})['Remote-Email']).toBe('mei@x.example')
  })

  it('takes a claim from UserInfo where the ID Token lacks it', () => {
    const change = { claims: {} as never, userInfo: { preferred_username: 'lan', name: '兰' } }
    expect(told(change)).toMatchObject({ 'Remote-User': 'lan', 'Remote-Name': '兰' })
  })

  it.each([
    ['', 'u-1'],
    [7, 'u-1'],
    [undefined, 'u-1'],
    ['0', '0'],
  ])('calls a person by the name %j of the provider, else by sub: %s', (name, user) => {
    expect(told(claims({ preferred_username: name }))['Remote-User']).toBe(user)
    const forwarded = told(claims({ preferred_username: name }), { preset: 'forwarded' })
    expect(forwarded['X-Forwarded-Preferred-Username']).toBe(name === '0' ? '0' : '')
  })

  it('says what cannot be told, and the line that would help', () => {
    const details = (change: Partial<IdentitySession>) => {
      try {
        return told(change)
      } catch (error) {
        return (error as { details: object }).details
      }
    }
    expect(details(claims({ preferred_username: ' a' }))).toEqual({
      parameter: 'preferred_username',
      expected:
        'a name of whole characters, without control characters, and without blanks at its ends',
      seen: '" a"',
    })
    expect(details({ groups: ['a,b'] })).toEqual({
      parameter: 'groups',
      expected: 'groups without "," in their names',
      seen: '"a,b"',
      line: "identity: { groupsSeparator: '|' }",
    })
    expect(details({ groups: ['x'.repeat(3000)] })).toEqual({
      parameter: 'groups',
      expected: 'at most 3072 bytes of headers',
      seen: '3082 bytes, 1 groups',
      line: 'identity: { headers: { groups: false } }',
    })
  })

  it.each([
    ...['ad\u0000min', 'admin\r\nX: y', 'admin\n', ' admin', 'admin\u00a0', '\tadmin', 'a\u0085b'],
    // Half of a character: as bytes both are the same.
    ...['mei\ud83d', 'mei\udc31'],
  ])('of a person named %j is told to nobody', (name) => {
    const change = claims({ preferred_username: name })
    expect(() => told(change)).toThrow(
      expect.objectContaining({ code: 'GATE_IDENTITY_UNUSABLE', status: 403 }),
    )
  })

  it.each([['a,b'], [''], [' ADMIN'], ['A\nB']])('with a group %j is told to nobody', (group) => {
    expect(() => told({ groups: ['STAFF', group] })).toThrow(
      expect.objectContaining({ code: 'GATE_IDENTITY_UNUSABLE' }),
    )
  })

  it('leaves a name and an e-mail out that cannot be told', () => {
    const change = claims({ name: 'a\r\nb', email: 'x@y\n' })
    expect(told(change)).toMatchObject({ 'Remote-Name': '', 'Remote-Email': '' })
  })

  it('keeps below 4 kB, and says what is too long', () => {
    const groups = Array.from({ length: 400 }, (_, i) => `group-${i}`)
    expect(() => told({ groups })).toThrow(
      expect.objectContaining({ code: 'GATE_IDENTITY_UNUSABLE' }),
    )
    expect(told({ groups }, { headers: { groups: false } })).not.toHaveProperty('Remote-Groups')
  })

  it('mixed-up users (CVE-2026-33544, CVE-2026-47203, CVE-2026-40574): each of a thousand sees itself', () => {
    const identity = createIdentity(DEFAULT_IDENTITY)
    const people = Array.from({ length: 1000 }, (_, i) => ({
      ...SESSION,
      sub: `u-${i}`,
      claims: { preferred_username: i % 2 ? `Mei${i}` : `mei${i}`, email: `a@b@${i}` } as never,
    }))
    const pairs = people.map((person) => identity.pairs(person))
    pairs.forEach((found, i) => {
      expect(found[0]).toEqual(['Remote-User', i % 2 ? `Mei${i}` : `mei${i}`])
      expect(found[1]).toEqual(['Remote-Email', `a@b@${i}`])
    })
  })

  it('is written so that node:http sends it whatever a provider says', () => {
    const text = anyText()
    fc.assert(
      fc.property(text, text, fc.array(text), (user, name, groups) => {
        try {
          const pairs = createIdentity(DEFAULT_IDENTITY).pairs({
            ...SESSION,
            ...claims({ preferred_username: user, name }),
            groups,
          })
          for (const [, value] of pairs) expect(value).toMatch(/^[\x20-\x7e\x80-\xff]*$/)
        } catch (error) {
          expect(error).toMatchObject({ code: 'GATE_IDENTITY_UNUSABLE' })
        }
      }),
    )
  })
})

describe('forged identity header (CVE-2025-64484, GHSA-vjrc-mh2v-45x6, CVE-2026-30851, CVE-2026-52845, CVE-2026-33433, CVE-2026-39858, CVE-2026-54763)', () => {
  const identity = createIdentity({ ...DEFAULT_IDENTITY, headers: { user: 'X-Who' } })

  it.each([
    ...[
      'Remote-User',
      'remote-user',
      'REMOTE_USER',
      'Remote_User',
      'rEmOtE-uSeR',
      'Remote.User',
      'Remote-Anything',
    ],
    ...[
      'Remote-Groups',
      'remote_groups',
      'X-Who',
      'x_who',
      'X-Forwarded-User',
      'X_Forwarded_Email',
      'X-WEBAUTH-USER',
    ],
    ...[
      'x_webauth_groups',
      'X-Auth-Request-Email',
      'X-authentik-jwt',
      'X-Remote-User',
      'Remote~User',
      'X-Forwarded-Groups',
    ],
    ...[
      'X-Forwarded-Access-Token',
      'X-Auth-User',
      'X_User',
      'X-Forwarded-Login',
      'X-Pomerium-Jwt-Assertion',
      'X-Vouch-User',
    ],
  ])('is known for one: %s', (name) => {
    expect(identity.isIdentityName(name)).toBe(true)
  })

  it.each([
    'Cookie',
    'Accept',
    'X-Forwarded-For',
    'X-Whose',
    'My-Remote-User',
    'RemoteUser',
    'Host',
  ])('is none: %s', (name) => {
    expect(identity.isIdentityName(name)).toBe(false)
  })
})

describe('a JWT beside the headers', () => {
  it('counts among their bytes, and what may go is named', () => {
    const jwt = 'a'.repeat(3000)
    const refused = (headers: IdentitySettings['headers']) => {
      const identity = createIdentity({ ...DEFAULT_IDENTITY, signed: 'Remote-Jwt', headers })
      expect(identity.pairs(SESSION, 'a.b.c').at(-1)).toEqual(['Remote-Jwt', 'a.b.c'])
      expect(identity.pairs(undefined).at(-1)).toEqual(['Remote-Jwt', ''])
      try {
        identity.pairs(SESSION, jwt)
      } catch (error) {
        return error
      }
      return undefined
    }
    const told = (line: string) => ({ code: 'GATE_IDENTITY_UNUSABLE', details: { line } })
    expect(refused({})).toMatchObject(told('identity: { headers: { groups: false } }'))
    expect(refused({ groups: false })).toMatchObject(told('identity: { signed: false }'))
  })
})
