/** How a client proves itself by a private key: `private_key_jwt` of OpenID Connect Core 1.0, section 9. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { decodeProtectedHeader, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { rsaKey } from '../../../../test/support/box-keys.ts'
import { parseClientKey } from '../../src/configuration/client-key.ts'
import type { ClientSettings } from '../../src/configuration/options.ts'
import {
  createClientAuthentication,
  type RememberedWay,
} from '../../src/provider/client-authentication.ts'
import { buildClientRequest } from '../../src/provider/client-request.ts'
import { METADATA } from '../support/exchange.ts'
import { failureOf, refusal } from '../support/refusal.ts'

const { issuer: ISSUER } = METADATA
const settings: ClientSettings = {
  id: 'rp-1',
  secret: undefined,
  authentication: 'private_key_jwt',
  privateKey: undefined,
  redirectUri: 'https://app.example/callback',
  scopes: undefined,
  authorizationParams: {},
  pushedAuthorizationRequests: false,
}
const NO_MEMORY: RememberedWay = { read: async () => undefined, write: async () => undefined }

/** What a client by a private key, as PEM or JWK, proves itself with, twice. */
async function proofsBy(key: string) {
  const client = { ...settings, privateKey: parseClientKey(key) }
  const { run } = createClientAuthentication(client, NO_MEMORY)
  const prove = () =>
    run(METADATA, async ({ authenticate }): Promise<Record<string, string | undefined>> => {
      const form = new URLSearchParams()
      await authenticate({ issuer: ISSUER, form, headers: {} })
      return Object.fromEntries(form)
    })
  return [await prove(), await prove()] as const
}

describe('a client by a private key', () => {
  it.each([
    ['rsa', { modulusLength: 2048 }, 'RS256'],
    ['ec', { namedCurve: 'P-256' }, 'ES256'],
    ['ec', { namedCurve: 'P-384' }, 'ES384'],
    ['ed25519', {}, 'EdDSA'],
  ])('signs by a key of %s %j', async (type, options, alg) => {
    const { privateKey, publicKey } = generateKeyPairSync(
      type as 'ec',
      options as { namedCurve: string },
    )
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const [first, second] = await proofsBy(pem)
    expect(first).toEqual({
      client_id: 'rp-1',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: expect.any(String),
    })
    const algorithms = [alg]
    const { payload } = await jwtVerify(first?.client_assertion ?? '', publicKey, { algorithms })
    expect(payload).toMatchObject({ iss: 'rp-1', sub: 'rp-1', aud: ISSUER })
    expect([payload.exp! - payload.iat!, payload.nbf]).toEqual([60, payload.iat])
    expect(payload.iat).toBeCloseTo(Date.now() / 1000, -2)
    const again = await jwtVerify(second?.client_assertion ?? '', publicKey)
    expect(again.payload.jti).not.toBe(payload.jti)
  })

  it('signs by the algorithm that a JWK names', async () => {
    const privateKey = rsaKey()
    const publicKey = createPublicKey(privateKey)
    const jwk = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), alg: 'PS256' })
    const [proof] = await proofsBy(jwk)
    const algorithms = ['PS256']
    await expect(
      jwtVerify(proof?.client_assertion ?? '', publicKey, { algorithms }),
    ).resolves.toMatchObject({ payload: { sub: 'rp-1' } })
  })

  it('names the key of a JWK that has a name', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwk = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'mine' })
    const [proof] = await proofsBy(jwk)
    expect(decodeProtectedHeader(proof?.client_assertion ?? '')).toMatchObject({ kid: 'mine' })
  })
})

it('a client by a private key that it does not have is a fault of ours, told where it proves itself', async () => {
  const { run } = createClientAuthentication(settings, NO_MEMORY)
  const request = { issuer: ISSUER, form: new URLSearchParams(), headers: {} }
  const proved = await run(METADATA, async ({ authenticate }) => authenticate)
  await expect(proved(request)).rejects.toMatchObject({ code: 'INTERNAL' })
})

it('what is thrown at a key that cannot be imported reaches no error', async () => {
  const { jwk, ...rest } = parseClientKey(JSON.stringify(rsaKey().export({ format: 'jwk' })))!
  const client = { ...settings, privateKey: { ...rest, jwk: { ...jwk, n: 'hush-hush' } } }
  const { run } = createClientAuthentication(client, NO_MEMORY)
  const asked = run(METADATA, (one) => buildClientRequest(ISSUER, one, {}))
  const failure = await failureOf(() => asked)
  expect(failure).toEqual(refusal('INTERNAL', { seen: 'none that could be made' }))
  expect((failure as Error).cause).toBeUndefined()
})
