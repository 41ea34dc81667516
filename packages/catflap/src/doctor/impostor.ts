/**
 * Somebody who surely is not the client: its settings with another proof, or where there is none to give
 * with another id. A provider that answers both alike has not looked at who asks.
 */
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import type { ClientSettings } from '../configuration/options.ts'
import type { SigningAlgorithm } from '../protocol/algorithms.ts'
import type { AuthenticationMethod } from '../protocol/client-authentication.ts'
import type { Way } from '../provider/client-authentication.ts'

/** @param way - how the client itself was known; `undefined` tries what the client would */
export function impostorOf(client: ClientSettings, way: Way | undefined): ClientSettings {
  const authentication = way === undefined ? client.authentication : methodOf(way)
  // Hexadecimal digits are the same in each way to encode them.
  const made = randomBytes(24).toString('hex')
  if (authentication === 'none') return { ...client, id: `doctor-${made}` }
  const { privateKey } = client
  if (authentication !== 'private_key_jwt' || privateKey === undefined) {
    return { ...client, authentication, secret: made }
  }
  const jwk = { ...keyFor(privateKey.alg).export({ format: 'jwk' }) }
  return { ...client, privateKey: { ...privateKey, jwk } }
}

const methodOf = (way: Way): AuthenticationMethod =>
  way === 'client_secret_basic, unencoded' ? 'client_secret_basic' : way

const CURVES: Readonly<Partial<Record<SigningAlgorithm, string>>> = {
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
}

/** A new private key for an algorithm. */
function keyFor(alg: SigningAlgorithm): KeyObject {
  if (alg === 'EdDSA') return generateKeyPairSync('ed25519').privateKey
  const namedCurve = CURVES[alg]
  return namedCurve === undefined
    ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    : generateKeyPairSync('ec', { namedCurve }).privateKey
}
