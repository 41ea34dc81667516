/**
 * The P-256 key that a secret stands for: always the same one, so nothing is stored and all processes have it.
 */
import { createECDH, createHash, createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto'

/** A public key, as a set of keys has it. */
export interface PublicKey {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly kid: string
  readonly alg: 'ES256'
  readonly use: 'sig'
}

export interface SigningKey {
  readonly privateKey: KeyObject
  readonly jwk: PublicKey
}

/** Order of the group of P-256. @see SP 800-186, section 3.2.1.3 */
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')
/** Bytes: half of them more than the order has. */
const WIDE = 64

/** @see FIPS 186-5, appendix A.2.1: more bits than the order has, so that no key is likelier than another */
export function deriveSigningKey(secret: Uint8Array): SigningKey {
  const bits = Buffer.from(hkdfSync('sha512', secret, '', 'catflap-gate ES256', WIDE))
  const number = (BigInt(`0x${bits.toString('hex')}`) % (ORDER - 1n)) + 1n
  const d = Buffer.from(number.toString(16).padStart(64, '0'), 'hex')
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(d)
  const point = ecdh.getPublicKey()
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)]
  const half = { crv: 'P-256', kty: 'EC', x, y } as const
  // RFC 7638, section 3: these members, in this order.
  const kid = createHash('sha256').update(JSON.stringify(half)).digest('base64url')
  const key = { ...half, d: d.toString('base64url') }
  return {
    privateKey: createPrivateKey({ key, format: 'jwk' }),
    jwk: { ...half, kid, alg: 'ES256', use: 'sig' },
  }
}
