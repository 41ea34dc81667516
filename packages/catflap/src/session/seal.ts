/**
 * Sealing: AES-256-GCM with a fresh random IV, bound to a name so that no sealed value can stand in
 * for another.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
/** Bytes of the random IV that every sealed value begins with. */
export const IV = 12
const TAG = 16

/**
 * Seals a text, or bytes.
 *
 * @param key - 32 bytes
 * @param name - what the value is; the same name opens it
 */
export function seal(key: Uint8Array, name: string, text: string | Uint8Array): Buffer {
  const iv = randomBytes(IV)
  const cipher = createCipheriv(ALGORITHM, key, iv)
  cipher.setAAD(Buffer.from(name))
  return Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()])
}

/** Opens a text that {@link seal} sealed; `undefined` for anything else. */
export function open(key: Uint8Array, name: string, sealed: Uint8Array): string | undefined {
  return openBytes(key, name, sealed)?.toString('utf8')
}

/** Opens bytes that {@link seal} sealed; `undefined` for anything else. */
export function openBytes(key: Uint8Array, name: string, sealed: Uint8Array): Buffer | undefined {
  // What is too short has no tag that fits.
  try {
    const options = { authTagLength: TAG }
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, IV), options)
    decipher.setAAD(Buffer.from(name)).setAuthTag(sealed.subarray(-TAG))
    const opened = decipher.update(sealed.subarray(IV, -TAG))
    // GCM is a stream: the end brings no bytes, but throws where the tag does not fit.
    decipher.final()
    return opened
  } catch {
    return undefined
  }
}

/** A 32-byte key out of a secret text, different for each purpose. */
export function deriveKey(purpose: string, secret: string): Buffer {
  return createHash('sha256').update(`catflap ${purpose}\0${secret}`).digest()
}
