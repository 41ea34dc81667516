import { createHash, createHmac, createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { expect } from 'vitest'
import { ID_TOKEN_CLAIM_FAULTS } from '../../src/faults/id-token-claims.ts'
import { ID_TOKEN_SIGNATURE_FAULTS } from '../../src/faults/id-token-signature.ts'
import type { Devbox } from '../../src/index.ts'
import { decodePart, signIn } from '../support/browser.ts'
import {
  describeFaults,
  exchange,
  getFrom,
  idTokenOf,
  members,
  type Observation,
} from '../support/fault-suite.ts'

type Key = JsonWebKey & { readonly kid?: string }

const keysOf = async (box: Devbox): Promise<Key[]> =>
  ((await members(getFrom(box, '/keys'))) as { keys: Key[] }).keys

const split = (token: string): [input: Buffer, signature: Buffer] => {
  const end = token.lastIndexOf('.')
  return [Buffer.from(token.slice(0, end)), Buffer.from(token.slice(end + 1), 'base64url')]
}

/** Whether a key of the JWKS made the RS256 signature of a token. */
const isGood = (token: string, key: Key): boolean => {
  const [input, signature] = split(token)
  return verify('sha256', input, createPublicKey({ key, format: 'jwk' }), signature)
}

/** Signed by a key of the JWKS that is named, with another algorithm than RS256. */
function otherAlgorithm(alg: string, kty: string): Observation {
  return async (box) => {
    const { token, header, claims, access } = await idTokenOf(box)
    const keys = await keysOf(box)
    const key = keys.find(({ kid }) => kid === header.kid)!
    expect([header.alg, key.kty, keys.length]).toEqual([alg, kty, 2])
    const [input, signature] = split(token)
    const publicKey = createPublicKey({ key, format: 'jwk' })
    const hash = alg === 'EdDSA' ? null : 'sha256'
    const options =
      alg === 'PS256'
        ? { key: publicKey, padding: 6, saltLength: 32 }
        : { key: publicKey, dsaEncoding: 'ieee-p1363' as const }
    expect(verify(hash, input, options, signature)).toBe(true)
    const digest = createHash(alg === 'EdDSA' ? 'sha512' : 'sha256')
      .update(access)
      .digest()
    expect(claims.at_hash).toBe(digest.subarray(0, digest.length / 2).toString('base64url'))
  }
}

describeFaults('ID Token signature faults', ID_TOKEN_SIGNATURE_FAULTS, {
  'invalid-sig-rs256': async (box) => {
    const { token } = await idTokenOf(box)
    expect(isGood(token, (await keysOf(box))[0]!)).toBe(false)
  },
  'kid-unknown': async (box) => {
    const { header } = await idTokenOf(box)
    expect((await keysOf(box)).map(({ kid }) => kid)).not.toContain(header.kid)
  },
  'kid-known-wrong-key': async (box) => {
    const { token, header } = await idTokenOf(box)
    const [key] = await keysOf(box)
    expect(header.kid).toBe(key!.kid)
    expect(isGood(token, key!)).toBe(false)
  },
  'kid-absent-single-jwks': async (box) => {
    const { token, header } = await idTokenOf(box)
    const keys = await keysOf(box)
    expect(header).toEqual({ alg: 'RS256' })
    expect(keys.map((key) => isGood(token, key))).toEqual([true])
  },
  'kid-absent-multiple-jwks': async (box) => {
    const { token, header } = await idTokenOf(box)
    const keys = await keysOf(box)
    expect(header).toEqual({ alg: 'RS256' })
    expect(keys.map((key) => isGood(token, key))).toEqual([false, false, true])
  },
  'jwks-kid-absent': async (box) => {
    const { token, header } = await idTokenOf(box)
    const keys = await keysOf(box)
    expect(header).toHaveProperty('kid')
    expect(keys[0]).not.toHaveProperty('kid')
    expect(isGood(token, keys[0]!)).toBe(true)
  },
  'idtoken-sig-none': async (box) => {
    const { token, header } = await idTokenOf(box)
    expect(header.alg).toBe('none')
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.$/)
  },
  'idtoken-sig-hs256': async (box) => {
    const { token, header } = await idTokenOf(box)
    const [key] = await keysOf(box)
    const pem = createPublicKey({ key: key!, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    })
    const [input, signature] = split(token)
    expect(header.alg).toBe('HS256')
    expect(createHmac('sha256', pem).update(input).digest()).toEqual(signature)
  },
  'idtoken-sig-es256': otherAlgorithm('ES256', 'EC'),
  'idtoken-sig-ps256': async (box) => {
    await otherAlgorithm('PS256', 'RSA')(box)
    expect((await keysOf(box))[1]).not.toHaveProperty('alg')
  },
  'idtoken-eddsa': otherAlgorithm('EdDSA', 'OKP'),
})

const NOW = () => Date.now() / 1000

/** The ID Token lacks a claim and is otherwise well signed. */
function lacks(name: string): Observation {
  return async (box) => {
    const { token, claims } = await idTokenOf(box)
    expect(claims).not.toHaveProperty(name)
    expect(isGood(token, (await keysOf(box))[0]!)).toBe(true)
  }
}

/** The ID Token differs from the good one in just these claims. */
function differs(expected: Record<string, unknown>): Observation {
  return async (box) => {
    const { token, claims, access } = await idTokenOf(box)
    expect(claims).toMatchObject(expected)
    const { at_hash: _, ...good } = { ...decodePart(access, 1), ...expected }
    expect(claims).toMatchObject(good)
    expect(isGood(token, (await keysOf(box))[0]!)).toBe(true)
  }
}

const CLIENT = 'dev.catflap.app'
const OTHER = 'dev.other.app'

describeFaults('ID Token claim faults', ID_TOKEN_CLAIM_FAULTS, {
  'invalid-iss': differs({ iss: 'https://other.invalid/sys/oauth' }),
  'missing-iss': lacks('iss'),
  'invalid-aud': differs({ aud: OTHER }),
  'missing-aud': lacks('aud'),
  'multiple-aud': differs({ aud: [CLIENT, OTHER], azp: CLIENT }),
  'multiple-aud-without-azp': async (box) => {
    await differs({ aud: [CLIENT, OTHER] })(box)
    await lacks('azp')(box)
  },
  'invalid-azp': differs({ aud: CLIENT, azp: OTHER }),
  'invalid-sub': differs({ sub: 'somebody-else' }),
  'missing-sub': lacks('sub'),
  expired: async (box) => {
    const { exp, iat } = (await idTokenOf(box)).claims
    expect(NOW() - Number(exp)).toBeCloseTo(3600, -1)
    expect(Number(iat)).toBeLessThan(Number(exp))
  },
  'missing-exp': lacks('exp'),
  'string-exp': async (box) => expect((await idTokenOf(box)).claims.exp).toMatch(/^\d{10}$/),
  'issued-in-future': async (box) =>
    expect(Number((await idTokenOf(box)).claims.iat) - NOW()).toBeCloseTo(3600, -1),
  'missing-iat': lacks('iat'),
  'invalid-nonce': differs({ nonce: 'not-the-nonce-you-sent' }),
  'missing-nonce': lacks('nonce'),
  'invalid-at-hash': differs({ at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }),
  'missing-at-hash': lacks('at_hash'),
  'malformed-id-token': async (box) =>
    expect((await signIn(box)).id_token.split('.')).toHaveLength(2),
  'missing-id-token': async (box) => {
    const tokens = await members(exchange(box))
    expect(tokens).toHaveProperty('access_token')
    expect(tokens).not.toHaveProperty('id_token')
  },
  'oversized-id-token': async (box) =>
    expect((await signIn(box)).id_token.length).toBeGreaterThan(100 * 1024),
  'groups-missing': async (box) => {
    const { claims, access } = await idTokenOf(box)
    expect(claims).not.toHaveProperty('groups')
    expect(decodePart(access, 1)).not.toHaveProperty('groups')
  },
  'groups-not-array': differs({ groups: 'ADMIN' }),
})
