import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxKeys } from '../../../test/support/box-keys.ts'
import { createDevbox, type Devbox } from '../src/index.ts'
import { decodePart, signIn } from './support/browser.ts'

let box: Devbox
let time = 1_800_000_000
beforeAll(async () => {
  box = await createDevbox({ keys: boxKeys(), autoApprove: 'alice', now: () => time })
})
afterAll(() => box.close())

const json = async (answer: Response) => (await answer.json()) as Record<string, unknown>

describe('the tokens', () => {
  it('say the claims of a box in their order', async () => {
    const { id_token, access_token } = await signIn(box)
    const claims = decodePart(id_token, 1)
    const account = `alice@${box.environment.LAZYCAT_BOX_DOMAIN}`
    expect(Object.keys(decodePart(id_token, 0))).toEqual(['alg', 'kid'])
    expect(decodePart(id_token, 0).kid).toMatch(/^[0-9a-f]{40}$/)
    expect(Object.entries(claims)).toEqual([
      ['iss', box.issuer],
      ['sub', claims.sub],
      ['aud', 'dev.catflap.app'],
      ['exp', time + 86_400],
      ['iat', time],
      ['nonce', 'nonce-0123456789abcdef'],
      ['at_hash', expect.stringMatching(/^[\w-]{22}$/)],
      ['c_hash', expect.stringMatching(/^[\w-]{22}$/)],
      ['email', account],
      ['email_verified', true],
      ['groups', ['ADMIN']],
      ['name', account],
      ['preferred_username', account],
    ])
    const subject = Buffer.from(String(claims.sub), 'base64url').toString('latin1')
    expect(subject).toBe(`\n${String.fromCharCode(account.length)}${account}\x12\x07hportal`)
    expect(Object.keys(decodePart(access_token, 1))).not.toContain('c_hash')
  })

  it('say only what the scopes open', async () => {
    const claims = decodePart((await signIn(box, { scope: 'openid' })).id_token, 1)
    expect(Object.keys(claims)).toEqual([
      'iss',
      'sub',
      'aud',
      'exp',
      'iat',
      'nonce',
      'at_hash',
      'c_hash',
    ])
  })
})

describe('UserInfo', () => {
  const ask = (authorization?: string) =>
    fetch(`${box.issuer}/userinfo`, authorization ? { headers: { authorization } } : {})

  it('gives the claims of an access token or an ID Token back', async () => {
    const { access_token, id_token } = await signIn(box)
    expect(await json(await ask(`Bearer ${access_token}`))).toEqual(decodePart(access_token, 1))
    expect(await json(await ask(`bearer ${id_token}`))).toEqual(decodePart(id_token, 1))
  })

  it('asks for a token with status 401', async () => {
    const answer = await ask()
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect(await json(answer)).toEqual({
      error: 'access_denied',
      error_description: 'Invalid bearer token.',
    })
  })

  it('refuses a well-signed token that names another issuer', async () => {
    box.faults.set('invalid-iss')
    const { id_token } = await signIn(box)
    box.faults.clear()
    const answer = await ask(`Bearer ${id_token}`)
    expect(answer.status).toBe(403)
    expect((await json(answer)).error_description).toBe('Invalid bearer token.')
  })

  it('refuses a bad, a foreign and an expired token with status 403', async () => {
    const { access_token } = await signIn(box)
    const forged = `${access_token.slice(0, -6)}AAAAAA`
    for (const token of ['x', 'a.b.c', forged]) {
      const answer = await ask(`Bearer ${token}`)
      expect([answer.status, (await json(answer)).error]).toEqual([403, 'access_denied'])
    }
    time += 86_401
    const late = await ask(`Bearer ${access_token}`)
    expect([late.status, await json(late)]).toEqual([
      403,
      { error: 'access_denied', error_description: 'Invalid bearer token.' },
    ])
  })
})

describe('introspection', () => {
  const ask = (body: Record<string, string>) =>
    fetch(`${box.issuer}/token/introspect`, { method: 'POST', body: new URLSearchParams(body) })

  it('describes a good token to anybody', async () => {
    const { access_token } = await signIn(box)
    const { sub } = decodePart(access_token, 1)
    const account = `alice@${box.environment.LAZYCAT_BOX_DOMAIN}`
    expect(await json(await ask({ token: access_token }))).toEqual({
      active: true,
      client_id: 'dev.catflap.app',
      sub,
      exp: time + 86_400,
      iat: time,
      nbf: time,
      username: account,
      aud: 'dev.catflap.app',
      iss: box.issuer,
      token_type: 'Bearer',
      token_use: 'access_token',
      ext: {
        email: account,
        email_verified: true,
        groups: ['ADMIN'],
        name: account,
        preferred_username: account,
      },
    })
  })

  it('says no more than inactive of any other', async () => {
    for (const token of ['x', 'a.b.c']) {
      const answer = await ask({ token })
      expect([answer.status, await json(answer)]).toEqual([200, { active: false }])
    }
  })

  it('wants a POST with a token', async () => {
    expect((await fetch(`${box.issuer}/token/introspect`)).status).toBe(400)
    expect((await ask({})).status).toBe(400)
    expect((await ask({ other: 'x' })).status).toBe(400)
  })
})

describe('the JWKS', () => {
  it('has one RSA key of 2048 bits, and says how long to keep it', async () => {
    const answer = await fetch(`${box.issuer}/keys`)
    const { keys } = (await answer.json()) as { keys: Record<string, string>[] }
    expect(answer.headers.get('cache-control')).toMatch(/^max-age=\d{3,5}, must-revalidate$/)
    expect(keys).toHaveLength(1)
    expect(Object.keys(keys[0]!)).toEqual(['use', 'kty', 'kid', 'alg', 'n', 'e'])
    expect(keys[0]).toMatchObject({ use: 'sig', kty: 'RSA', alg: 'RS256' })
    expect(Buffer.from(keys[0]!.n!, 'base64url')).toHaveLength(256)
  })
})
