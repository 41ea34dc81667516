/**
 * The P-256 key that a secret stands for: always the same one, so nothing is stored and all processes have it.
 *
 * Its public half is told to everybody, so anybody may try secrets against it: each try is made to cost something.
 */
import { createECDH, createHash, createPrivateKey, type KeyObject, scrypt } from 'node:crypto'

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
/** 32 MiB and some 100 ms, once in the life of a process. */
const COST = { N: 32_768, r: 8, p: 1, maxmem: 67_108_864 }

/** @see FIPS 186-5, appendix A.2.1: more bits than the order has, so that no key is likelier than another */
export async function deriveSigningKey(secret: Uint8Array): Promise<SigningKey> {
  const bits = await stretch(secret)
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

const stretch = (secret: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(secret, 'catflap-gate ES256', 64, COST, (error, bits) =>
      error === null ? resolve(bits) : reject(error),
    ),
  )
