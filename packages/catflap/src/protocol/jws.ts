/**
 * The form of a signed token (JWS compact serialization), before anything about it is believed.
 */
import { LoginError } from '../errors.ts'
import { type Claims, isRecord } from './claims.ts'

/** The JOSE header members that choose a key. */
export interface JoseHeader {
  readonly alg: string
  readonly kid: string | undefined
}

/**
 * Splits an ID Token into header and claims. Nothing in them is verified yet.
 *
 * @param token - from the token response
 * @throws {@link LoginError} `ID_TOKEN_INVALID` naming the broken part
 * @see RFC 7515, section 7.1
 */
export function parseIdToken(token: string): { header: JoseHeader; claims: Claims } {
  const parts = token.split('.')
  if (parts.length !== 3) fail('ID Token', 'three parts', `${parts.length}`)
  const header = parsePart(parts[0] ?? '', 'header')
  const claims = parsePart(parts[1] ?? '', 'claims')
  const { alg, kid } = header
  if (typeof alg !== 'string') fail('alg', 'text', typeof alg)
  if (kid !== undefined && typeof kid !== 'string') fail('kid', 'text', typeof kid)
  // Extensions that must be understood (RFC 7515, section 4.1.11): we understand none.
  if (header.crit !== undefined) fail('crit', 'no critical extension', 'some')
  return { header: { alg, kid }, claims }
}

function parsePart(part: string, name: string): Record<string, unknown> {
  let value: unknown
  try {
    const binary = atob(part.replace(/-/g, '+').replace(/_/g, '/'))
    const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0))
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    fail(name, 'base64url of a JSON object', 'something else')
  }
  return isRecord(value) ? value : fail(name, 'a JSON object', 'other JSON')
}

function fail(parameter: string, expected: string, seen: string): never {
  const message = `ID Token: unacceptable "${parameter}"`
  throw new LoginError('ID_TOKEN_INVALID', message, { parameter, expected, seen })
}
