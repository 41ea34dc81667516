/** Random identifiers in the shapes that Dex and the box use. */
import { randomBytes, randomInt } from 'node:crypto'

const FIRST = 'abcdefghijklmnopqrstuvwxyz'
const REST = 'abcdefghijklmnopqrstuvwxyz234567'

/** A letter and 24 characters of lower-case base32: codes, request ids, refresh tokens. */
export function newId(): string {
  const bytes = randomBytes(25)
  let id = FIRST.charAt((bytes[0] ?? 0) % FIRST.length)
  for (const byte of bytes.subarray(1)) id += REST.charAt(byte % REST.length)
  return id
}

/** Characters of lower-case base32, of a device; the shorter ones begin with a letter. */
export function newDeviceCode(length: 51 | 52): string {
  const code = Array.from(randomBytes(length), (byte) => REST.charAt(byte % REST.length)).join('')
  return length === 52 ? code : FIRST.charAt(randomInt(FIRST.length)) + code.slice(1)
}

// No vowels, so that no words come about.
const TYPED = 'BCDFGHJKLMNPQRSTVWXZ'

/** `XXXX-XXXX`, for a person to type. */
export function newUserCode(): string {
  const signs = Array.from({ length: 8 }, () => TYPED.charAt(randomInt(TYPED.length))).join('')
  return `${signs.slice(0, 4)}-${signs.slice(4)}`
}

/** Forty hexadecimal digits, as in the `kid` of a key. */
export function newKeyId(): string {
  return randomBytes(20).toString('hex')
}

/** Seventeen hexadecimal digits, as in the client secrets that a box hands out. */
export function newClientSecret(): string {
  return randomBytes(9).toString('hex').slice(0, 17)
}

/** 32 hexadecimal digits, of a ticket. */
export function newTicketId(): string {
  return randomBytes(16).toString('hex')
}

/** Length-delimited protobuf fields 1, 2, … of the given texts, in base64url. */
export function protobufStrings(...texts: readonly string[]): string {
  const parts = texts.flatMap((text, index) => {
    const bytes = Buffer.from(text)
    return [Buffer.from([((index + 1) << 3) | 2, ...varint(bytes.length)]), bytes]
  })
  return Buffer.concat(parts).toString('base64url')
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80)
  return [...bytes, rest]
}
