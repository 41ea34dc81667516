/** Reads a JWT for a person. Verifies nothing: what it says is shown, and used for nothing else. */
import type { Claims } from 'catflap'

/** The claims of a token; `undefined` for one that is opaque. */
export function decodeClaims(token: string): Claims | undefined {
  const [, payload = '', signature] = token.split('.')
  if (signature === undefined) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Claims) : undefined
  } catch {
    return undefined
  }
}
