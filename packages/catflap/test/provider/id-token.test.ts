import { createHash, createHmac } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { rsaKey } from '../../../../test/support/box-keys.ts'
import { ALGORITHMS, type SigningAlgorithm } from '../../src/protocol/algorithms.ts'
import type { Check } from '../../src/protocol/id-token.ts'
import type { Jwk } from '../../src/protocol/signing-keys.ts'
import { selectSigningKeys } from '../../src/protocol/signing-keys.ts'
import { verifyIdToken } from '../../src/provider/id-token.ts'
import { createKey, forge, type SigningKey, sign } from '../support/keys.ts'
import { refusal } from '../support/refusal.ts'

const NOW = 1_800_000_000
const ACCESS_TOKEN = 'access-token-1'
const claims = {
  iss: 'https://op.example',
  sub: 'u-1',
  aud: 'rp-1',
  exp: NOW + 600,
  iat: NOW,
  nonce: 'n',
}
const expected = { issuer: 'https://op.example', clientId: 'rp-1', nonce: 'n' }

const keys = {} as Record<SigningAlgorithm, SigningKey>
let stranger: SigningKey
beforeAll(async () => {
  for (const alg of ALGORITHMS) keys[alg] = await createKey(alg, `kid-${alg}`, rsaKey())
  stranger = await createKey('RS256', 'kid-RS256', rsaKey())
})

const verify = async (
  idToken: string,
  algorithms: readonly SigningAlgorithm[] = ALGORITHMS,
  published: readonly unknown[] = Object.values(keys).map(({ jwk }) => jwk),
) => {
  const checks: Check[] = []
  const verified = await verifyIdToken(
    { idToken, accessToken: ACCESS_TOKEN, refreshToken: undefined, expiresIn: 60, clockSkew: 2 },
    { ...expected, algorithms },
    async (header) => selectSigningKeys(published, header) as readonly Jwk[],
    () => NOW,
    checks,
  )
  return { claims: verified, checks }
}
const at = (hash: string) => {
  const digest = createHash(hash).update(ACCESS_TOKEN).digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

describe('an ID Token', () => {
  it.each(ALGORITHMS)('signed with %s is verified, at_hash included', async (alg) => {
    const at_hash = at(alg === 'EdDSA' ? 'sha512' : `sha${alg.slice(2)}`)
    const token = await sign({ ...claims, at_hash }, keys[alg])
    const { claims: verified, checks } = await verify(token, [alg])
    expect(verified.sub).toBe('u-1')
    expect(checks[0]).toEqual({
      name: 'signature',
      expected: `${alg} by a key of the provider`,
      seen: `${alg}, kid kid-${alg}`,
    })
    expect(checks.map(({ name }) => name)).toEqual([
      'signature',
      'iss',
      'aud',
      'azp',
      'exp',
      'iat',
      'nonce',
      'at_hash',
    ])
  })

  it.each([{}, { nonce: 'another' }])('with %j for a nonce is refused', async (nonce) => {
    const token = await sign({ ...claims, nonce: undefined, ...nonce }, keys.RS256)
    await expect(verify(token)).rejects.toThrow(refusal('NONCE_MISMATCH'))
  })

  it('without kid is tried with every key of its type', async () => {
    const token = await sign(claims, keys.RS256, { kid: undefined })
    const { checks } = await verify(token, ['RS256'], [stranger.jwk, keys.RS256.jwk])
    expect(checks[0]?.seen).toBe('RS256, no kid')
  })

  it('is verified when a broken key of the same name stands first', async () => {
    const broken = { ...keys.RS256.jwk, n: '!', e: '' }
    await expect(
      verify(await sign(claims, keys.RS256), ['RS256'], [broken, keys.RS256.jwk]),
    ).resolves.toBeTruthy()
  })

  it('of alg none is refused', async () => {
    for (const alg of ['none', 'None', 'NONE']) {
      await expect(verify(forge({ alg }, claims))).rejects.toEqual(
        refusal('ID_TOKEN_ALG_REFUSED', {
          parameter: 'alg',
          seen: alg === 'none' ? '"none"' : alg,
        }),
      )
    }
  })

  it('whose HMAC is keyed with the public key is refused', async () => {
    const header = { alg: 'HS256', kid: 'kid-RS256' }
    for (const secret of [JSON.stringify(keys.RS256.jwk), keys.RS256.jwk.n!]) {
      const unsigned = forge(header, claims).slice(0, -1)
      const mac = createHmac('sha256', secret).update(unsigned).digest('base64url')
      await expect(verify(`${unsigned}.${mac}`)).rejects.toEqual(refusal('ID_TOKEN_ALG_REFUSED'))
    }
  })

  it('of an algorithm that is not configured is refused', async () => {
    await expect(verify(await sign(claims, keys.ES256), ['RS256', 'PS256'])).rejects.toEqual(
      refusal('ID_TOKEN_ALG_REFUSED', { expected: 'RS256, PS256', seen: 'ES256' }),
    )
  })

  it.each(['HS512', 'RS1', 'toString', 'constructor', ''])(
    'of the algorithm %j is refused',
    async (alg) => {
      await expect(verify(forge({ alg }, claims))).rejects.toEqual(refusal('ID_TOKEN_ALG_REFUSED'))
    },
  )

  it('signed with a key of somebody else is refused', async () => {
    await expect(verify(await sign(claims, stranger))).rejects.toEqual(
      refusal('ID_TOKEN_SIGNATURE_INVALID', { seen: '1 fitting key, none verifies' }),
    )
  })

  it('for which there are broken keys only is refused as such', async () => {
    const broken = { ...keys.RS256.jwk, n: '!', e: '' }
    await expect(verify(await sign(claims, keys.RS256), ['RS256'], [broken])).rejects.toEqual(
      refusal('ID_TOKEN_SIGNATURE_INVALID', { seen: '1 fitting key, none is usable' }),
    )
  })

  it('signed with PS256 is not verified as RS256 by the same key', async () => {
    const jwk = { ...keys.PS256.jwk, alg: undefined }
    const token = await sign(claims, keys.PS256)
    const forged = `${forge({ alg: 'RS256', kid: keys.PS256.kid }, claims)}${token.split('.')[2]}`
    await expect(verify(forged, ['RS256'], [jwk, jwk])).rejects.toEqual(
      refusal('ID_TOKEN_SIGNATURE_INVALID', { seen: '2 fitting keys, none verifies' }),
    )
  })

  it.each([0, 1, 2])('whose part %d was changed is refused', async (index) => {
    const parts = (await sign(claims, keys.RS256)).split('.')
    const changed = [{ alg: 'RS256', kid: 'kid-RS256', x: 1 }, { ...claims, sub: 'u-2' }, 'x'][
      index
    ]
    parts[index] = Buffer.from(JSON.stringify(changed)).toString('base64url')
    await expect(verify(parts.join('.'))).rejects.toEqual(refusal('ID_TOKEN_SIGNATURE_INVALID'))
  })

  it('without signature is refused', async () => {
    const token = await sign(claims, keys.RS256)
    await expect(verify(token.slice(0, token.lastIndexOf('.') + 1))).rejects.toEqual(
      refusal('ID_TOKEN_SIGNATURE_INVALID'),
    )
  })

  it('carrying its own key is not believed', async () => {
    const header = { jwk: stranger.jwk, jku: 'https://evil.example', x5u: 'https://evil.example' }
    await expect(verify(await sign(claims, stranger, header))).rejects.toEqual(
      refusal('ID_TOKEN_SIGNATURE_INVALID'),
    )
  })

  it('is judged by its claims only after its signature', async () => {
    const expired = { ...claims, exp: 1 }
    await expect(verify(await sign(expired, stranger))).rejects.toEqual(
      refusal('ID_TOKEN_SIGNATURE_INVALID'),
    )
    await expect(verify(await sign(expired, keys.RS256))).rejects.toEqual(
      refusal('ID_TOKEN_EXPIRED', { seen: expect.stringContaining('2 seconds ahead') as never }),
    )
  })

  it.each<[string, object, Parameters<typeof refusal>[0]]>([
    ['another nonce', { nonce: 'm' }, 'NONCE_MISMATCH'],
    ['another issuer', { iss: 'https://evil.example' }, 'ID_TOKEN_ISSUER_MISMATCH'],
    ['another audience', { aud: 'rp-2' }, 'ID_TOKEN_AUDIENCE_MISMATCH'],
    ['the hash of another access token', { at_hash: 'x' }, 'AT_HASH_MISMATCH'],
    ['an expiry a minute ago', { exp: NOW - 60 }, 'ID_TOKEN_EXPIRED'],
    ['an issue time beyond a minute ahead', { iat: NOW + 61 }, 'ID_TOKEN_FROM_FUTURE'],
  ])('with %s is refused', async (_, change, code) => {
    await expect(verify(await sign({ ...claims, ...change }, keys.RS256))).rejects.toEqual(
      refusal(code),
    )
  })

  it('is refused without the whole of it in the error', async () => {
    const token = await sign(claims, stranger)
    await verify(token).catch((error: Error) => {
      expect(error.message).not.toContain(token.split('.')[1])
      expect(error.cause).toBeUndefined()
    })
    expect.assertions(2)
  })
})
