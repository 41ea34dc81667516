import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Browser, createBrowser } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { createKey, forge } from '../support/keys.ts'
import {
  EVENT,
  expectRefused,
  FORM,
  logoutToken,
  postBody,
  postToken,
  signedIn,
} from '../support/logout-token.ts'
import { ENVIRONMENT, ISSUER, signing } from '../support/provider.ts'

describe('a Logout Token', () => {
  it('ends the session, without a cookie, an origin or a body in the answer', async () => {
    const { login, log, alive, token, cookie } = await signedIn()
    const { id } = (await login.readSession(cookie, undefined))!
    const response = await postToken(login, await token())
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await alive()).toBe(false)
    expect(log.of('session-ended')).toEqual([
      { type: 'session-ended', session: id, reason: 'back-channel-logout' },
    ])
  })

  it('is carried out while as many forged ones as may wait for keys', async () => {
    const { login, alive, token } = await signedIn()
    const forged = () => postToken(login, forge({ alg: 'RS256', kid: 'made-up' }, {}, 'x'))
    const waiting = Array.from({ length: 100 }, forged)
    expect((await forged()).status).toBe(503)
    expect((await postToken(login, await token())).status).toBe(200)
    expect(await alive()).toBe(false)
    expect(new Set((await Promise.all(waiting)).map(({ status }) => status))).toEqual(
      new Set([400]),
    )
  })

  it('for a session that is unknown here is carried out all the same', async () => {
    const { login, log, alive, token } = await signedIn()
    expect((await postToken(login, await token({ sid: 's-9', sub: 'u-9' }))).status).toBe(200)
    expect(await alive()).toBe(true)
    expect(log.of('session-ended')).toEqual([])
  })

  it('that names a sid ends no other session of the same person', async () => {
    const { login, alive, token, signInAgain } = await signedIn()
    const [other, withoutSid] = [await signInAgain('s-2'), await signInAgain(undefined)]
    expect((await postToken(login, await token({ sub: 'u-1' }))).status).toBe(200)
    expect([await alive(), await other(), await withoutSid()]).toEqual([false, true, true])
  })

  it('that names a person ends all sessions of that person', async () => {
    const { login, alive, token, signInAgain } = await signedIn()
    const [other, withoutSid] = [await signInAgain('s-2'), await signInAgain(undefined)]
    expect((await postToken(login, await token({ sid: undefined }))).status).toBe(200)
    expect([await alive(), await other(), await withoutSid()]).toEqual([false, false, false])
  })

  it('that names a person leaves the sessions that began after it', async () => {
    const { login, clock, alive, token, signInAgain } = await signedIn()
    const late = await token({ sid: undefined })
    const sameSecond = await signInAgain('s-2')
    clock.move(1)
    const later = await signInAgain('s-3')
    expect((await postToken(login, late)).status).toBe(200)
    expect([await alive(), await sameSecond(), await later()]).toEqual([false, false, true])
  })

  it('that names a sid ends that session, even if it began after it', async () => {
    const { login, clock, token, signInAgain } = await signedIn()
    const early = await token({ sid: 's-3' })
    clock.move(1)
    const later = await signInAgain('s-3')
    expect((await postToken(login, early)).status).toBe(200)
    expect(await later()).toBe(false)
  })

  it.each([
    ['behind', -5],
    ['ahead of', 5],
  ])(
    'that names a person is about the past of a provider whose clock is %s ours',
    async (_, skew) => {
      const { login, provider, browser, clock, log } = createFixture()
      const order = async () =>
        postToken(login, await logoutToken(clock.now() + skew, { sid: undefined }))
      const signInNow = async (one: Browser) => {
        provider.claims = { iat: clock.now() + skew }
        expect((await one.signIn()).status).toBe(303)
      }
      await signInNow(browser)
      clock.move(2)
      const given = await logoutToken(clock.now() + skew, { sid: undefined })
      clock.move(1)
      const later = createBrowser(login, provider)
      await signInNow(later)
      expect((await postToken(login, given)).status).toBe(200)
      expect(await login.readSession(browser.header(), undefined)).toBeUndefined()
      expect(await login.readSession(later.header(), undefined)).toBeDefined()
      expect((await order()).status).toBe(200)
      expect(await login.readSession(later.header(), undefined)).toBeUndefined()
      expect(log.of('session-ended')).toHaveLength(2)
    },
  )

  it('whose sessions could not all be ended is not used up: the next try ends the rest', async () => {
    const { login, store, alive, token, signInAgain } = await signedIn()
    const other = await signInAgain('s-2')
    const order = await token({ sid: undefined })
    const { write } = store
    let ends = 0
    store.write = (key, value, ...rest) =>
      value.byteLength === 0 && ends++ > 0
        ? Promise.reject(new Error('disk full'))
        : write(key, value, ...rest)
    expect((await postToken(login, order)).status).toBe(503)
    store.write = write
    expect([await alive(), await other()]).toContain(true)
    expect((await postToken(login, order)).status).toBe(200)
    expect([await alive(), await other()]).toEqual([false, false])
    await expectRefused(await postToken(login, order))
  })

  it('ends the session on every replica that shares the store', async () => {
    const { login, another, cookie, token } = await signedIn()
    const replica = another()
    expect(await replica.readSession(cookie, undefined)).toBeDefined()
    expect((await postToken(login, await token())).status).toBe(200)
    expect(await replica.readSession(cookie, undefined)).toBeUndefined()
  })

  it('without a type, as Dex sends it, ends the session too', async () => {
    const { login, alive, token } = await signedIn()
    expect((await postToken(login, await token({}, { typ: undefined }))).status).toBe(200)
    expect(await alive()).toBe(false)
  })

  it('of the type JWT and without an end, as Hydra sends it, ends the session, once', async () => {
    const { login, clock, alive, token, signInAgain } = await signedIn()
    const used = await token({ exp: undefined }, { typ: 'JWT' })
    expect((await postToken(login, used)).status).toBe(200)
    expect(await alive()).toBe(false)
    const again = await signInAgain('s-1')
    for (const seconds of [0, 200, 120, 60]) {
      clock.move(seconds)
      await expectRefused(await postToken(login, used))
    }
    expect(await again()).toBe(true)
  })

  it('may be followed by other parameters', async () => {
    const { login, alive, token } = await signedIn()
    const form = `a=b&logout_token=${await token()}&c`
    expect((await postBody(login, form, `${FORM.toUpperCase()}; charset=utf-8`)).status).toBe(200)
    expect(await alive()).toBe(false)
  })
})

describe('the session survives a token', () => {
  it.each<[string, string, object, object?]>([
    ['of another type', 'typ', {}, { typ: 'at+jwt' }],
    ['of an empty type', 'typ', {}, { typ: '' }],
    ['of no type and another event', 'events', { events: { other: {} } }, { typ: undefined }],
    ['of no type that could be an ID Token', 'nonce', { nonce: 'n' }, { typ: undefined }],
    ['of another issuer', 'iss', { iss: 'https://evil.example' }],
    ['for another client', 'aud', { aud: 'rp-2' }],
    ['from the future', 'iat', { iat: 1_800_000_061 }],
    ['that has expired', 'exp', { exp: 1_799_999_940 }],
    ['that names no end and is old', 'exp', { exp: undefined, iat: 1_799_999_000 }],
    ['without jti', 'jti', { jti: undefined }],
    ['of another event', 'events', { events: { [`${EVENT}/x`]: {} } }],
    ['with a nonce, as ID Tokens have', 'nonce', { nonce: 'n' }],
    ['about nobody', 'sub', { sid: undefined, sub: undefined }],
    ['with critical extensions', 'crit', {}, { crit: ['b64'], b64: true }],
  ])('%s', async (_, parameter, change, header) => {
    const { login, log, alive, token } = await signedIn()
    await expectRefused(await postToken(login, await token(change, header)))
    expect(await alive()).toBe(true)
    expect(log.of('request-refused')).toEqual([
      { type: 'request-refused', code: 'LOGOUT_TOKEN_INVALID' },
    ])
    expect(log.errors).toMatchObject([{ code: 'LOGOUT_TOKEN_INVALID', parameter }])
  })

  const claims = {
    ...{ iss: ISSUER, aud: 'rp-1', iat: 1_800_000_000, exp: 1_800_000_120, jti: 'j', sid: 's-1' },
    events: { [EVENT]: {} },
  }
  const typ = 'logout+jwt'

  it.each<[string, string, () => string | Promise<string>]>([
    ['that nobody signed', 'alg', () => forge({ alg: 'none', typ }, claims)],
    ['whose none is hidden', 'alg', () => forge({ alg: 'nOnE', typ }, claims)],
    ['sealed with the client secret', 'alg', withSecret],
    [
      'of an algorithm that no published key fits',
      'kid',
      async () => signedBy(await createKey('ES256', 'k')),
    ],
    ['signed with a key of its own', 'kid', async () => signedBy(await createKey('RS256', 'own'))],
    [
      'signed with a key of the same name',
      'signature',
      async () => signedBy(await createKey('RS256', 'key-1')),
    ],
    [
      'whose key came along',
      'signature',
      async () => {
        const key = await createKey('RS256', 'key-1')
        return logoutToken(1_800_000_000, {}, { jwk: key.jwk }, key)
      },
    ],
    ['changed after it was signed', 'signature', tampered],
    ['whose signature was cut off', 'signature', async () => cut(await signedBy(await signing))],
    ['that is none', 'logout_token', () => 'a token'],
    ['that is empty', 'logout_token', () => ''],
  ])('%s', async (_, parameter, make) => {
    const { login, log, alive } = await signedIn()
    await expectRefused(await postToken(login, await make()))
    expect(await alive()).toBe(true)
    expect(log.errors).toMatchObject([{ code: 'LOGOUT_TOKEN_INVALID', parameter }])
  })

  const signedBy = (key: Awaited<typeof signing>) => logoutToken(1_800_000_000, {}, {}, key)
  const cut = (token: string) => token.slice(0, token.lastIndexOf('.') + 1)
  function withSecret(): string {
    const signed = forge({ alg: 'HS256', typ }, claims).slice(0, -1)
    const hmac = createHmac('sha256', ENVIRONMENT.OIDC_CLIENT_SECRET).update(signed)
    return `${signed}.${hmac.digest('base64url')}`
  }
  async function tampered(): Promise<string> {
    const [header = '', , signature = ''] = (await signedBy(await signing)).split('.')
    const other = Buffer.from(JSON.stringify({ ...claims, jti: 'other' })).toString('base64url')
    return [header, other, signature].join('.')
  }

  it('that is the ID Token of the very login', async () => {
    const { login, alive, cookie } = await signedIn()
    const idToken = (await login.readSession(cookie, undefined))!.details().idToken
    await expectRefused(await postToken(login, idToken))
    expect(await alive()).toBe(true)
  })
})
