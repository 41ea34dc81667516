/** The key of the histories' provider, and what it signs: at once, so that no other thread decides when. */
import { generateKeyPairSync, sign } from 'node:crypto'

/** Made once for all histories, as is usual. */
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const key = { key: pair.privateKey, dsaEncoding: 'ieee-p1363' } as const
const [alg, kid] = ['ES256', 'key-1']

/** As the provider publishes it. */
export const JWK = { ...pair.publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' }

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A compact JWS. */
export function signed(
  claims: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>> = {},
): string {
  const text = `${encode({ alg, kid, ...header })}.${encode(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}
