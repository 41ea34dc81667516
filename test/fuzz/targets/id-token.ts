/** ID Tokens and Logout Tokens, signed and not: beside `jose`, and beside their rules written down plainly. */
import { compactVerify, createLocalJWKSet, jwtVerify } from 'jose'
import type { SigningAlgorithm } from '../../../packages/catflap/src/protocol/algorithms.ts'
import type { Jwk } from '../../../packages/catflap/src/protocol/signing-keys.ts'
import { selectSigningKeys } from '../../../packages/catflap/src/protocol/signing-keys.ts'
import { verifyIdToken } from '../../../packages/catflap/src/provider/id-token.ts'
import { verifyLogoutToken } from '../../../packages/catflap/src/provider/logout-token.ts'
import { verifySignature } from '../../../packages/catflap/src/provider/signature.ts'
import { createKey, sign } from '../../../packages/catflap/test/support/keys.ts'
import { codeOf, depthOf, ISSUER, NOW } from '../engine/answers.ts'
import { jsonChange } from '../engine/json.ts'
import { must, type Target } from '../engine/target.ts'

const ALGORITHMS: readonly SigningAlgorithm[] = ['ES256', 'EdDSA']
const signers = await Promise.all([createKey('ES256', 'ec'), createKey('EdDSA', 'ed')])
const keys = signers.map(({ jwk }) => jwk as Jwk)
const localKeys = createLocalJWKSet({ keys: signers.map(({ jwk }) => jwk) })
const signingKeys = async (header: Parameters<typeof selectSigningKeys>[1]) =>
  selectSigningKeys(keys, header)

/** Of the access token `a`. */
const AT_HASH = 'ypeBEsobvcr6wjGzmiPcTQ'
const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const WORDS = [
  ...[
    'header',
    'claims',
    'key',
    'payload',
    'tail',
    'token',
    'alg',
    'kid',
    'typ',
    'crit',
    'b64',
    'ES256',
    'EdDSA',
    'none',
    'HS256',
  ],
  ...[
    'iss',
    'sub',
    'aud',
    'azp',
    'exp',
    'iat',
    'nbf',
    'nonce',
    'at_hash',
    'auth_time',
    'jti',
    'sid',
    'events',
    EVENT,
  ],
  ...[
    ISSUER,
    'rp-1',
    'u-1',
    'nonce-1',
    AT_HASH,
    'logout+jwt',
    'JWT',
    'ec',
    'ed',
    '__proto__',
    '.',
    '=',
    String(NOW),
  ],
]
const TOKEN_CODES = /^ID_TOKEN_|^(?:NONCE|AT_HASH)_MISMATCH$/

export const target: Target = {
  words: WORDS,
  change: jsonChange(WORDS),
  async run(input) {
    const token = await tokenOf(input)
    let refused = ''
    const ours = await verifySignature(token, ALGORITHMS, signingKeys).catch((error: unknown) => {
      refused = codeOf(error, TOKEN_CODES)
    })
    const theirs = await compactVerify(token, localKeys, { algorithms: [...ALGORITHMS] }).catch(
      () => undefined,
    )
    if (ours !== undefined) {
      must(theirs !== undefined, 'what we accept jose accepts')
      must(depthOf(ours.claims) <= 32, 'claims are not too deep')
      must(
        JSON.stringify(ours.claims) ===
          JSON.stringify(JSON.parse(new TextDecoder().decode(theirs.payload))),
        'the claims are those that were signed',
      )
    } else if (theirs !== undefined) {
      // `jose` overlooks blanks in a signature.
      const isPlain = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)
      must(refused === 'ID_TOKEN_INVALID' || !isPlain, `jose accepts what is refused by ${refused}`)
    }
    await checkAsIdToken(token)
    await checkAsLogoutToken(token, ours?.claims)
  },
}

/** A token as it is written, or one made of what shall be in it. */
async function tokenOf(input: Buffer): Promise<string> {
  const text = input.toString('latin1')
  try {
    const { header = {}, claims = {}, key = 0, tail = '' } = JSON.parse(input.toString())
    const signer = signers[key === 'ed' ? 1 : 0]!
    return (await sign(claims, signer, header)) + String(tail)
  } catch {
    return text
  }
}

async function checkAsIdToken(idToken: string): Promise<void> {
  const tokens = {
    accessToken: 'a',
    idToken,
    refreshToken: undefined,
    expiresIn: undefined,
    clockSkew: undefined,
  }
  const expected = { issuer: ISSUER, clientId: 'rp-1', nonce: 'nonce-1', algorithms: ALGORITHMS }
  const claims = await verifyIdToken(tokens, expected, signingKeys, () => NOW).catch(
    (error: unknown) => void codeOf(error, TOKEN_CODES),
  )
  if (claims === undefined) return
  const { payload } = await jwtVerify(idToken, localKeys, {
    issuer: ISSUER,
    audience: 'rp-1',
    algorithms: [...ALGORITHMS],
    clockTolerance: 61,
    currentDate: new Date(NOW * 1000),
  })
  must(typeof payload.sub === 'string' && payload.sub !== '', 'it is about somebody')
  must(payload.nonce === 'nonce-1', 'it belongs to this login')
  must([undefined, AT_HASH].includes(payload.at_hash as string), 'so does the access token')
  must(typeof payload.exp === 'number' && typeof payload.iat === 'number', 'it has its times')
  must(payload.azp === undefined || payload.azp === 'rp-1', 'it is for this client')
}

async function checkAsLogoutToken(token: string, claims: unknown): Promise<void> {
  const expected = { issuer: ISSUER, clientId: 'rp-1', algorithms: ALGORITHMS }
  const order = await verifyLogoutToken(token, expected, signingKeys, () => NOW).catch(
    (error: unknown) => void codeOf(error, /^LOGOUT_TOKEN_INVALID$/),
  )
  if (order === undefined) return
  const { iss, aud, nonce, events, sid, sub, jti } = claims as Record<string, unknown>
  must(iss === ISSUER && [aud].flat().includes('rp-1'), 'it is from this issuer, for this client')
  must(nonce === undefined, 'it is no ID Token')
  must(
    typeof events === 'object' && events !== null && Object.hasOwn(events, EVENT),
    'it orders a logout',
  )
  must(typeof jti === 'string' && order.jti === jti && jti !== '', 'it can be known again')
  must(Number.isFinite(order.iat) && Number.isFinite(order.exp), 'it ends')
  const owner = order.owner as { readonly sid?: string; readonly sub?: string }
  must(owner.sid === (sid === undefined ? undefined : sid), 'one session ends, when one is named')
  must(owner.sid !== undefined || owner.sub === sub, 'else those of the person')
}
