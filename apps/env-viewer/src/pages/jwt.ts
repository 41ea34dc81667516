/** Reads a JWT for a person. Verifies nothing: what it says is shown, and used for nothing else. */
import type { Claims } from 'catflap'

/** The claims of a token; `undefined` for one that is opaque. */
export function decodeClaims(token: string): Claims | undefined {
  const [, payload = '', signature] = token.split('.')
  if (signature === undefined) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const isObject = isNested(value) && !Array.isArray(value)
    return isObject && isShallow(value) ? (value as Claims) : undefined
  } catch {
    return undefined
  }
}

/** Levels within one another that are shown; thousands of them would end whoever walks through. */
const MAX_DEPTH = 32

function isShallow(value: object): boolean {
  let level = [value]
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return false
    level = level.flatMap((one) => Object.values(one)).filter(isNested)
  }
  return true
}

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null
