/**
 * What a login brought, as bytes: JSON without the tokens, a line feed, and the tokens' own bytes. Most
 * tokens are base64url, and so a third longer than what they say.
 *
 * Nothing is compressed: the length would tell of what is in a token. This one follows from the lengths
 * of its parts alone, and from whether the ID Token's payload is, byte by byte, the session's claims.
 */
import type { Claims } from '../protocol/claims.ts'

const LINE_FEED = 0x0a
/** Stands for a part that the session's claims are the JSON of. */
const CLAIMS = -1

/** A token in the JSON: as it is, or the bytes that each of its parts between dots takes. */
type PackedToken = string | readonly number[]

/** The tokens of a login; what is not there is `undefined`. */
export interface Tokens {
  readonly accessToken: string
  readonly idToken: string
  readonly refreshToken: string | undefined
}

/** The details as bytes. @param claims - of the session, which may say what the ID Token says */
export function packDetails<T extends Tokens>(details: T, claims: Claims): Buffer {
  const said = Buffer.from(JSON.stringify(claims))
  const bytes: Buffer[] = []
  const pack = (token: string | undefined, known?: Buffer): PackedToken | undefined => {
    const parts = token?.split('.').map((part) => Buffer.from(part, 'base64url'))
    // What decodes is not always what was encoded, and a token must come back as it was.
    const isWhole = parts?.map((part) => part.toString('base64url')).join('.') === token
    if (parts === undefined || !isWhole) return token
    return parts.map((part) => {
      if (known?.equals(part)) return CLAIMS
      bytes.push(part)
      return part.byteLength
    })
  }
  const { accessToken, idToken, refreshToken, ...rest } = details
  const tokens = [pack(accessToken), pack(idToken, said), pack(refreshToken)]
  return Buffer.concat([Buffer.from(`${JSON.stringify({ ...rest, tokens })}\n`), ...bytes])
}

/** What {@link packDetails} has packed. */
export function unpackDetails<T extends Tokens>(packed: Buffer, claims: Claims): T {
  const end = packed.indexOf(LINE_FEED)
  const { tokens, ...rest } = JSON.parse(packed.toString('utf8', 0, end))
  let at = end + 1
  const unpack = (token: PackedToken | null): string | undefined => {
    if (token === null || typeof token === 'string') return token ?? undefined
    return token
      .map((length) => {
        if (length === CLAIMS) return Buffer.from(JSON.stringify(claims)).toString('base64url')
        const part = packed.toString('base64url', at, at + length)
        at += length
        return part
      })
      .join('.')
  }
  const [accessToken, idToken, refreshToken] = (tokens as (PackedToken | null)[]).map(unpack)
  return { ...rest, accessToken, idToken, refreshToken } as T
}
