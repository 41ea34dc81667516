import { describe, expect, it } from 'vitest'
import { LoginError } from '../../src/errors.ts'
import { createMetadataSource } from '../../src/provider/metadata.ts'
import { createClock } from '../support/clock.ts'
import { createEventLog } from '../support/events.ts'
import { refusal } from '../support/refusal.ts'

const document = {
  issuer: 'https://op.example',
  authorization_endpoint: 'https://op.example/auth',
  token_endpoint: 'https://op.example/token',
  userinfo_endpoint: 'https://op.example/userinfo',
  jwks_uri: 'https://op.example/keys',
}
const configured = {
  issuer: 'https://op.example',
  internalIssuer: undefined,
  authorizationEndpoint: 'https://alone.example/auth',
  tokenEndpoint: 'https://alone.example/token',
  userInfoEndpoint: 'https://alone.example/userinfo',
  jwksUri: undefined,
  fallbackJwksUri: 'https://alone.example/keys',
  isLazyCat: false,
}
const late = new LoginError('METADATA_UNAVAILABLE', 'discovery: no answer', {
  parameter: 'timeout',
})

function fixture(change: object = {}) {
  const clock = createClock()
  const log = createEventLog()
  const state = { answer: { status: 200, text: JSON.stringify(document) } as object, fetches: 0 }
  const metadata = createMetadataSource(
    { ...configured, authorizationEndpoint: undefined, ...change },
    async (endpoint, url) => {
      expect([endpoint, url]).toEqual([
        'discovery',
        'https://op.example/.well-known/openid-configuration',
      ])
      state.fetches++
      if (state.answer instanceof LoginError) throw state.answer
      return { header: () => null, ...state.answer } as never
    },
    { now: clock.now, emit: log.emit, answers: () => 0 },
  )
  return { metadata, state, clock, log }
}

describe('what is known of the provider', () => {
  it('is fetched when first needed, and again after an hour', async () => {
    const { metadata, state, clock } = fixture()
    expect(state.fetches).toBe(0)
    await metadata()
    clock.move(3599)
    expect(await metadata()).toMatchObject({ jwks_uri: document.jwks_uri })
    expect(state.fetches).toBe(1)
    clock.move(1)
    await metadata()
    expect(state.fetches).toBe(2)
  })

  it('is kept, and that is told, while the provider is away', async () => {
    const { metadata, state, clock, log } = fixture()
    await metadata()
    state.answer = late
    clock.move(3600)
    expect(await metadata()).toMatchObject({ issuer: document.issuer })
    expect(log.events).toEqual([{ type: 'stale-used', endpoint: 'discovery' }])
  })

  it('is what is configured while discovery is out of reach, and no longer', async () => {
    const { metadata, state, clock } = fixture({
      authorizationEndpoint: configured.authorizationEndpoint,
    })
    state.answer = late
    expect(await metadata()).toMatchObject({
      authorization_endpoint: 'https://alone.example/auth',
      jwks_uri: 'https://alone.example/keys',
    })
    state.answer = { status: 200, text: JSON.stringify(document) }
    clock.move(1)
    expect(await metadata()).toMatchObject({ jwks_uri: document.jwks_uri })
  })

  it('is nothing while discovery is out of reach and an endpoint is not configured', async () => {
    const { metadata, state } = fixture()
    state.answer = late
    await expect(metadata()).rejects.toBe(late)
  })

  it.each([
    [
      'another issuer',
      200,
      { ...document, issuer: 'https://evil.example' },
      'ISSUER_MISMATCH',
      'https://evil.example',
    ],
    ['another status', 404, document, 'METADATA_INVALID', 'status 404'],
    ['a list', 200, [document], 'METADATA_INVALID', 'other JSON'],
  ] as const)(
    'is not what is configured when discovery gives %s',
    async (_, status, body, code, seen) => {
      const { metadata, state } = fixture({
        authorizationEndpoint: configured.authorizationEndpoint,
      })
      state.answer = { status, text: JSON.stringify(body) }
      await expect(metadata()).rejects.toEqual(refusal(code, { seen }))
    },
  )
})
