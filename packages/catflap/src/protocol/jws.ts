/**
 * The form of a signed token (JWS compact serialization), before anything about it is believed.
 */
import { LoginError } from '../errors.ts'
import { type Claims, kindOfText, parseObject } from './claims.ts'

/** The JOSE header: the members that choose a key, and the token's type. */
export interface JoseHeader {
  readonly alg: string
  readonly kid: string | undefined
  readonly typ?: unknown
}

/** A token taken apart: nothing in it is verified yet. */
export interface ParsedToken {
  readonly header: JoseHeader
  /**
   * Decodes the claims: only once the signature holds, so that a forged token costs nothing.
   *
   * @throws {@link LoginError} `ID_TOKEN_INVALID`
   */
  claims(): Claims
}

/**
 * Takes a token apart and reads its header.
 *
 * @param token - from the token response, or from whoever posts a Logout Token
 * @throws {@link LoginError} `ID_TOKEN_INVALID` naming the broken part
 * @see RFC 7515, section 7.1
 */
export function parseIdToken(token: string): ParsedToken {
  const parts = token.split('.', 6)
  if (parts.length !== 3) fail('ID Token', 'three parts', `${parts.length}`)
  const { alg, kid, typ, crit } = parsePart(parts[0] ?? '', 'header')
  if (typeof alg !== 'string') fail('alg', 'text', typeof alg)
  if (kid !== undefined && typeof kid !== 'string') fail('kid', 'text', typeof kid)
  // Extensions that must be understood (RFC 7515, section 4.1.11): we understand none.
  if (crit !== undefined) fail('crit', 'no critical extension', 'some')
  return { header: { alg, kid, typ }, claims: () => parsePart(parts[1] ?? '', 'claims') }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

function parsePart(part: string, name: string): Record<string, unknown> {
  // `Buffer` skips what is no base64url (RFC 7515, section 2: without padding).
  const text = /^[\w-]+$/.test(part) ? decode(part) : undefined
  if (text === undefined) fail(name, 'base64url of a JSON object', 'something else')
  const value = parseObject(text)
  return value ?? fail(name, 'base64url of a JSON object', kindOfText(text))
}

function decode(part: string): string | undefined {
  try {
    return UTF8.decode(Buffer.from(part, 'base64url'))
  } catch {
    return undefined
  }
}

function fail(parameter: string, expected: string, seen: string): never {
  const message = `ID Token: unacceptable "${parameter}"`
  throw new LoginError('ID_TOKEN_INVALID', message, { parameter, expected, seen })
}
