/** The provider's side of a login as routes and sessions see it. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parseOptions } from '../../src/configuration/options.ts'
import { createDeadline } from '../../src/provider/deadline.ts'
import { createFetchTransport } from '../../src/provider/fetch-transport.ts'
import { createProvider } from '../../src/provider/provider.ts'
import { createRecorder } from '../../src/trace.ts'
import { createClock } from '../support/clock.ts'
import { createEventLog } from '../support/events.ts'
import { json } from '../support/json.ts'
import { createKey, sign } from '../support/keys.ts'
import { logoutToken } from '../support/logout-token.ts'
import {
  createTestProvider,
  ENVIRONMENT,
  ISSUER,
  LOGOUT_ENDPOINTS,
  signing,
} from '../support/provider.ts'
import { failureOf, refusal } from '../support/refusal.ts'

const VERIFIER = 'v'.repeat(43)
const never = () => new Promise<Response>(() => undefined)

function world(provider: Readonly<Record<string, unknown>> = {}) {
  const clock = createClock()
  const remote = createTestProvider(clock.now)
  const log = createEventLog()
  const settings = parseOptions({ environment: ENVIRONMENT })
  const closed: true[] = []
  const transport = {
    ...createFetchTransport(remote.fetch),
    close: async () => void closed.push(true),
  }
  const memory = { read: async () => undefined, write: async () => undefined }
  const runtime = { transport, now: clock.now, emit: log.emit, memory }
  const made = createProvider({ ...settings.provider, ...provider }, settings.client, runtime)

  /** Redeems a fresh code of a login that asked for what it says. */
  async function redeem({ seconds = 5, maxAge }: { seconds?: number; maxAge?: number } = {}) {
    const challenge = createHash('sha256').update(VERIFIER).digest('base64url')
    const callback = remote.approve(`${ISSUER}/auth?nonce=n-1&code_challenge=${challenge}`)
    const code = new URL(callback, ISSUER).searchParams.get('code') ?? ''
    const authentication = { maxAge, acrValues: [], requestedAt: clock.now() }
    return made.redeem(
      { code, codeVerifier: VERIFIER, redirectUri: ENVIRONMENT.OIDC_REDIRECT_URI },
      { nonce: 'n-1', authentication },
      createRecorder(),
      createDeadline(seconds),
    )
  }
  const idToken = async (change: object = {}, key?: Parameters<typeof sign>[1]) => {
    const times = { exp: clock.now() + 600, iat: clock.now() }
    const claims = { iss: ISSUER, sub: 'u-1', aud: ENVIRONMENT.OIDC_CLIENT_ID, ...times, ...change }
    return sign(claims, key ?? (await signing))
  }
  /** Renews u-1's tokens; the answer has an ID Token with these claims. */
  async function renew(claims: object = {}, check = () => undefined) {
    const tokens = { access_token: 'new', token_type: 'bearer', id_token: await idToken(claims) }
    remote.answers.set('token', () => json(tokens))
    return made.renew('hush-refresh', { sub: 'u-1', nonce: 'n-1' }, check)
  }
  return { provider: made, remote, clock, log, closed, redeem, renew, idToken }
}

describe('a code', () => {
  it('is redeemed by what the metadata names, and the keys are asked for before the tokens', async () => {
    const { redeem, remote } = world()
    const { claims, userInfo } = await redeem()
    expect([claims.sub, userInfo.name]).toEqual(['u-1', 'Mimi'])
    expect(remote.asked).toEqual(['openid-configuration', 'keys', 'token', 'userinfo'])
  })

  it('brings no session by an algorithm that the metadata, or else the settings, leave out', async () => {
    const published = world()
    published.remote.metadata = { id_token_signing_alg_values_supported: ['ES256'] }
    await expect(published.redeem()).rejects.toEqual(
      refusal('ID_TOKEN_ALG_REFUSED', { expected: 'ES256' }),
    )
    const configured = world({ algorithms: ['PS256'] })
    await expect(configured.redeem()).rejects.toEqual(
      refusal('ID_TOKEN_ALG_REFUSED', { expected: 'PS256' }),
    )
  })

  it('brings no session for another client, by another provider, or of an older sign-in than was asked for', async () => {
    const { redeem, remote } = world()
    remote.claims = { aud: 'rp-2' }
    await expect(redeem()).rejects.toEqual(refusal('ID_TOKEN_AUDIENCE_MISMATCH'))
    remote.claims = { iss: 'https://other.example' }
    await expect(redeem()).rejects.toEqual(refusal('ID_TOKEN_ISSUER_MISMATCH'))
    remote.claims = { nonce: 'n-2' }
    await expect(redeem()).rejects.toEqual(refusal('NONCE_MISMATCH'))
    remote.claims = {}
    await expect(redeem({ maxAge: 60 })).rejects.toMatchObject({ parameter: 'auth_time' })
  })

  it('waits for nothing longer than its deadline: discovery, keys, tokens, UserInfo', async () => {
    const slow = async (endpoint: string) => {
      const { redeem, remote } = world()
      remote.answers.set(endpoint, never)
      const { code, parameter, expected } = await failureOf(() => redeem({ seconds: 1 }))
      return [code, parameter, /https:[^ ]*/.exec(expected ?? '')?.[0]]
    }
    const endpoints = ['openid-configuration', 'keys', 'token', 'userinfo']
    expect(await Promise.all(endpoints.map(slow))).toEqual([
      ['METADATA_UNAVAILABLE', 'timeout', `${ISSUER}/.well-known/openid-configuration`],
      ['JWKS_UNAVAILABLE', 'timeout', `${ISSUER}/keys`],
      ['TOKEN_ENDPOINT_UNAVAILABLE', 'timeout', `${ISSUER}/token`],
      ['USERINFO_UNAVAILABLE', 'timeout', `${ISSUER}/userinfo`],
    ])
  })

  it('has a signed UserInfo verified, and waits no longer for its key either', async () => {
    const { redeem, remote, idToken } = world()
    const signed = (text: string) => () =>
      new Response(text, { headers: { 'content-type': 'application/jwt' } })
    remote.answers.set('userinfo', signed(await idToken({ name: 'Signed' })))
    expect((await redeem()).userInfo.name).toBe('Signed')
    remote.answers.set('userinfo', signed(await idToken({ aud: 'rp-2' })))
    await expect(redeem()).rejects.toEqual(refusal('USERINFO_INVALID', { parameter: 'aud' }))
    const stranger = await createKey('ES256', 'never-published')
    remote.answers.set('userinfo', signed(await idToken({}, stranger)))
    await expect(redeem({ seconds: 1 })).rejects.toEqual(
      refusal('JWKS_UNAVAILABLE', { parameter: 'timeout' }),
    )
  })
})

describe('a renewal', () => {
  it('takes an ID Token without a nonce, and none with another', async () => {
    const { renew } = world()
    expect((await renew()).claims?.sub).toBe('u-1')
    expect((await renew({ nonce: 'n-1' })).claims?.sub).toBe('u-1')
    await expect(renew({ nonce: 'n-2' })).rejects.toEqual(refusal('NONCE_MISMATCH'))
  })

  it('is of this client and this person, and asks once more before the refresh token leaves', async () => {
    const { renew, remote } = world()
    await expect(renew({ aud: 'rp-2' })).rejects.toEqual(refusal('ID_TOKEN_AUDIENCE_MISMATCH'))
    await expect(renew({ sub: 'u-2' })).rejects.toEqual(refusal('ID_TOKEN_SUB_MISMATCH'))
    const lost = new Error('the lease is gone')
    const before = remote.count('token')
    const check = () => {
      throw lost
    }
    await expect(renew({}, check)).rejects.toBe(lost)
    expect(remote.count('token')).toBe(before)
  })
})

it('a renewal has a signed UserInfo verified as well', async () => {
  const { renew, remote, idToken } = world()
  const text = await idToken({ name: 'Signed' })
  const headers = { 'content-type': 'application/jwt' }
  remote.answers.set('userinfo', () => new Response(text, { headers }))
  expect((await renew()).userInfo?.name).toBe('Signed')
})

describe('a pushed request', () => {
  it('is told as impossible where the metadata names no endpoint, and nothing is sent', async () => {
    const { provider, remote } = world()
    await expect(provider.push({ state: 'hush' })).rejects.toEqual(
      refusal('METADATA_INVALID', {
        parameter: 'pushed_authorization_request_endpoint',
        expected: `an https address, from ${ISSUER}`,
        seen: 'nothing',
      }),
    )
    expect(remote.asked).toEqual(['openid-configuration'])
  })

  it('goes to the endpoint of the metadata', async () => {
    const { provider, remote } = world()
    remote.metadata = { pushed_authorization_request_endpoint: `${ISSUER}/par` }
    remote.answers.set('par', () => json({ request_uri: 'urn:one' }, 201))
    expect(await provider.push({ response_type: 'code' })).toBe('urn:one')
  })
})

describe('a Logout Token', () => {
  it('is verified for this client and provider, without their metadata once the keys are known', async () => {
    const { provider, clock, remote } = world()
    expect(await provider.verifyLogoutToken(await logoutToken(clock.now()))).toMatchObject({
      owner: { sid: 's-1' },
    })
    for (const change of [{ aud: 'rp-2' }, { iss: 'https://other.example' }]) {
      await expect(
        provider.verifyLogoutToken(await logoutToken(clock.now(), change)),
      ).rejects.toEqual(refusal('LOGOUT_TOKEN_INVALID'))
    }
    expect(remote.asked).toEqual(['openid-configuration', 'keys'])
  })

  it('may be signed by any algorithm of ours, unless the settings name some', async () => {
    const key = await createKey('ES256', 'es-1')
    const signed = async (provider: Readonly<Record<string, unknown>>) => {
      const { provider: made, clock, remote } = world(provider)
      remote.metadata = { id_token_signing_alg_values_supported: ['RS256'] }
      remote.answers.set('keys', () => json({ keys: [key.jwk] }))
      return made.verifyLogoutToken(await logoutToken(clock.now(), {}, {}, key))
    }
    expect(await signed({})).toMatchObject({ owner: { sid: 's-1' } })
    await expect(signed({ algorithms: ['RS256'] })).rejects.toEqual(
      refusal('LOGOUT_TOKEN_INVALID', { parameter: 'alg', expected: 'RS256' }),
    )
  })
})

describe('what is known of the provider', () => {
  it('is its software by the last metadata, and LazyCat’s before any', async () => {
    const { provider, remote } = world()
    expect(provider.software()).toBeUndefined()
    remote.metadata = {
      authorization_endpoint: `${ISSUER}/realms/a/protocol/openid-connect/auth`,
    }
    await provider.metadata()
    expect(provider.software()).toBe('keycloak')
    expect(world({ isLazyCat: true }).provider.software()).toBe('lazycat')
  })

  it('stays what it was where newer metadata does not say', async () => {
    const { provider, remote, clock } = world()
    const at = `${ISSUER}/realms/a/protocol/openid-connect/auth`
    remote.metadata = { authorization_endpoint: at }
    await provider.metadata()
    remote.metadata = {}
    clock.move(3600)
    await provider.metadata()
    expect(provider.software()).toBe('keycloak')
  })

  it('is when it last answered, whatever was asked; no answer is none', async () => {
    const { provider, remote, clock, log } = world()
    expect(provider.lastAnswer()).toBe(Number.NEGATIVE_INFINITY)
    await provider.metadata()
    const answered = clock.now()
    expect(provider.lastAnswer()).toBe(answered)
    clock.move(7)
    remote.answers.set('keys', () => Promise.reject(new Error('cut')))
    await expect(provider.verifyLogoutToken(await logoutToken(clock.now()))).rejects.toEqual(
      refusal('JWKS_UNAVAILABLE'),
    )
    expect(provider.lastAnswer()).toBe(answered)
    expect(log.of('provider-failed').map(({ endpoint }) => endpoint)).toContain('jwks')
    expect(log.of('provider-answered').map(({ endpoint }) => endpoint)).toEqual(['discovery'])
  })

  it('is that it is back, as soon as it has answered anybody: no pause goes on after that', async () => {
    const { provider, remote, clock, redeem } = world()
    remote.metadata = LOGOUT_ENDPOINTS
    await redeem()
    remote.answers.set('keys', () => Promise.reject(new Error('cut')))
    clock.move(600)
    const verify = async () => provider.verifyLogoutToken(await logoutToken(clock.now()))
    await verify()
    clock.move(1)
    await verify()
    // Two seconds is the pause after a second failure.
    clock.move(1)
    const failed = remote.count('keys')
    await verify()
    expect(remote.count('keys')).toBe(failed)
    await provider.revoke({ token: 'hush-token', hint: 'access_token' })
    await verify()
    expect(remote.count('keys')).toBeGreaterThan(failed)
  })

  it('is given up with its connections', async () => {
    const { provider, closed } = world()
    await provider.close()
    expect(closed).toEqual([true])
  })
})
