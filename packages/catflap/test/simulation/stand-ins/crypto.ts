/**
 * What stands for `node:crypto` in histories: digests, seals and signatures that cost little. They open, fit and
 * differ as the real ones do, and throw where those throw, but anybody could forge them: histories are about the
 * order of events, and nobody in them forges anything. `stand-ins.test.ts` holds both to the same.
 *
 * What is not here is the real one.
 */
import { beginMix, drawBytes, mixIn } from './mix.ts'

export * from 'node:crypto'

type Data = string | Uint8Array
type Encoding = 'base64url' | 'base64' | 'hex'

const SIZES: Readonly<Record<string, number>> = { sha256: 32, sha384: 48, sha512: 64 }

function sizeOf(algorithm: string): number {
  const size = SIZES[algorithm]
  if (size === undefined) throw new Error(`Digest method not supported: ${algorithm}`)
  return size
}

class Digest {
  readonly #mixed = beginMix()
  readonly #size: number
  #isDone = false

  constructor(algorithm: string, key: Data = '') {
    this.#size = sizeOf(algorithm)
    mixIn(this.#mixed, algorithm)
    mixIn(this.#mixed, key)
  }

  /** Of several pieces each one's end counts; nobody here takes one text in two ways. */
  update(data: Data): this {
    mixIn(this.#mixed, data)
    return this
  }

  digest(): Buffer
  digest(encoding: Encoding): string
  digest(encoding?: Encoding): Buffer | string {
    if (this.#isDone) throw new Error('Digest already called')
    this.#isDone = true
    const bytes = drawBytes(this.#mixed, this.#size)
    return encoding === undefined ? bytes : bytes.toString(encoding)
  }
}

export const createHash = (algorithm: string): Digest => new Digest(algorithm)

export const createHmac = (algorithm: string, key: Data): Digest => new Digest(algorithm, key)

export function hash(algorithm: string, data: Data, encoding: Encoding | 'buffer' = 'hex') {
  const bytes = new Digest(algorithm).update(data).digest()
  return encoding === 'buffer' ? bytes : bytes.toString(encoding)
}

const chance = beginMix()

/** Never the same twice. */
export function randomBytes(length: number): Buffer {
  chance.one = (chance.one + 0x6d2b79f5) | 0
  if (chance.one === 0) chance.two = (chance.two + 1) | 0
  return drawBytes(chance, (length + 3) & ~3).subarray(0, length)
}

export const randomUUID = (): string => {
  const hex = randomBytes(16).toString('hex')
  return [8, 12, 16, 20, 32].map((end, i) => hex.slice([0, 8, 12, 16, 20][i], end)).join('-')
}

const NOTHING = Buffer.alloc(0)
const TAG = 16

/** A seal whose text anybody can read, and whose tag fits its key, its name and its bytes alone. */
class Seal {
  protected readonly mixed = beginMix()

  constructor(algorithm: string, key: Uint8Array, iv: Uint8Array) {
    if (algorithm !== 'aes-256-gcm') throw new Error(`Unknown cipher: ${algorithm}`)
    if (key.byteLength !== 32) throw new RangeError('Invalid key length')
    mixIn(this.mixed, key)
    mixIn(this.mixed, iv)
  }

  setAAD(data: Uint8Array): this {
    mixIn(this.mixed, data)
    return this
  }

  /** The very bytes: whoever seals or opens writes to none. */
  update(data: string | Buffer): Buffer {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    mixIn(this.mixed, bytes)
    return bytes
  }
}

class Cipher extends Seal {
  final = (): Buffer => NOTHING
  getAuthTag = (): Buffer => drawBytes(this.mixed, TAG)
}

class Decipher extends Seal {
  #tag: Uint8Array = NOTHING

  setAuthTag(tag: Uint8Array): this {
    this.#tag = tag
    return this
  }

  final(): Buffer {
    if (Buffer.compare(drawBytes(this.mixed, TAG), this.#tag) === 0) return NOTHING
    throw new Error('Unsupported state or unable to authenticate data')
  }
}

export const createCipheriv = (algorithm: string, key: Uint8Array, iv: Uint8Array): Cipher =>
  new Cipher(algorithm, key, iv)

export const createDecipheriv = (algorithm: string, key: Uint8Array, iv: Uint8Array): Decipher =>
  new Decipher(algorithm, key, iv)

/** A key of a pair, by what both halves have in common. */
interface Key {
  readonly name: string
  readonly type: 'public' | 'private'
  readonly asymmetricKeyDetails: { readonly namedCurve: string }
  export(): Readonly<Record<string, string>>
}

function keyOf(type: Key['type'], jwk: Readonly<Record<string, string>>): Key {
  const details = { namedCurve: 'prime256v1' }
  return { name: jwk.x ?? '', type, asymmetricKeyDetails: details, export: () => jwk }
}

/** Of ES256, whatever was asked for. */
export function generateKeyPairSync(): { readonly publicKey: Key; readonly privateKey: Key } {
  const [x, y] = [randomBytes(32), randomBytes(32)].map((half) => half.toString('base64url'))
  const jwk = { kty: 'EC', crv: 'P-256', x: x!, y: y! }
  return { publicKey: keyOf('public', jwk), privateKey: keyOf('private', jwk) }
}

export const createPublicKey = ({ key }: { readonly key: Record<string, string> }): Key =>
  keyOf('public', key)

function signatureOf(algorithm: string, data: Uint8Array, name: string): Buffer {
  const mixed = beginMix()
  mixIn(mixed, algorithm)
  mixIn(mixed, name)
  mixIn(mixed, data)
  return drawBytes(mixed, 64)
}

export function sign(algorithm: string, data: Uint8Array, { key }: { readonly key: Key }): Buffer {
  if (key.type !== 'private') throw new TypeError('Invalid key object type public')
  return signatureOf(algorithm, data, key.name)
}

export const verify = (
  algorithm: string,
  data: Uint8Array,
  { key }: { readonly key: Key },
  signature: Uint8Array,
): boolean => Buffer.compare(signatureOf(algorithm, data, key.name), signature) === 0
