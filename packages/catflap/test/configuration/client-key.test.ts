import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { rsaKey } from '../../../../test/support/box-keys.ts'
import { parseClientKey } from '../../src/configuration/client-key.ts'
import { ConfigurationError } from '../../src/configuration/configuration-error.ts'
import { box, parse } from '../support/options.ts'

const directory = mkdtempSync(join(tmpdir(), 'catflap-key-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const fileOf = (text: string): string => {
  const path = join(directory, 'key')
  writeFileSync(path, text)
  return path
}

describe('the private key of a client', () => {
  it('comes from a file, and needs no secret beside it', () => {
    const variables = {
      ...box,
      LAZYCAT_AUTH_OIDC_CLIENT_SECRET: undefined,
      OIDC_CLIENT_KEY_FILE: fileOf(pem),
    }
    expect(parse(variables).client).toMatchObject({
      secret: undefined,
      authentication: 'private_key_jwt',
      privateKey: { alg: 'ES256' },
    })
  })

  it('is not used where another method is configured', () => {
    const variables = {
      OIDC_CLIENT_KEY_FILE: fileOf(pem),
      OIDC_CLIENT_AUTH_METHOD: 'client_secret_post',
    }
    expect(parse(variables).client).toMatchObject({
      authentication: 'client_secret_post',
      privateKey: undefined,
    })
  })

  it('that cannot be used stays out of what is said of it', () => {
    const text = `-----BEGIN PRIVATE KEY-----\nhush-hush\n-----END PRIVATE KEY-----\n`
    try {
      parse({ OIDC_CLIENT_KEY_FILE: fileOf(text) })
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(JSON.stringify((error as ConfigurationError).problems)).not.toContain('hush')
    }
    expect.assertions(2)
  })

  it('that is a JWK signs by the algorithm that it names, where that fits the key', () => {
    const jwk = rsaKey().export({ format: 'jwk' })
    const algorithmOf = (alg: unknown) => parseClientKey(JSON.stringify({ ...jwk, alg }))?.alg
    expect([undefined, 'RS256', 'PS256', 'RS512'].map(algorithmOf)).toEqual([
      'RS256',
      'RS256',
      'PS256',
      'RS512',
    ])
    expect(['ES256', 'HS256', 'none', 'constructor', 7].map(algorithmOf)).toEqual(
      Array(5).fill(undefined),
    )
    const ed = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
    expect(parseClientKey(JSON.stringify({ ...ed, alg: 'Ed25519' }))?.alg).toBe('EdDSA')
    const ec = pair.privateKey.export({ format: 'jwk' })
    expect(parseClientKey(JSON.stringify({ ...ec, alg: 'ES384' }))).toBeUndefined()
  })

  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
  const odd = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey
  it.each([
    ['a public key', pair.publicKey.export({ type: 'spki', format: 'pem' })],
    ['a public JWK', JSON.stringify(pair.publicKey.export({ format: 'jwk' }))],
    ['a short RSA key', short.export({ type: 'pkcs8', format: 'pem' })],
    ['a key of another curve', odd.export({ type: 'pkcs8', format: 'pem' })],
    ['a symmetric key', JSON.stringify({ kty: 'oct', k: 'c2VjcmV0' })],
    ['nothing', ''],
  ])('is not %s', (_, text) => {
    expect(parseClientKey(String(text))).toBeUndefined()
  })
})

it('a public client needs no secret', () => {
  const variables = {
    ...box,
    LAZYCAT_AUTH_OIDC_CLIENT_SECRET: undefined,
    OIDC_CLIENT_AUTH_METHOD: 'none',
  }
  expect(parse(variables).client).toMatchObject({ secret: undefined, authentication: 'none' })
})
