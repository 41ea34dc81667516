/** The request that a person wants explained, as it would come. Pure. */

/** A method and a target. */
export interface Asking {
  readonly method: string
  /** Path and query, by the bytes that were given. */
  readonly target: string
}

/**
 * Reads a method and an address. A whole address loses scheme and host, which no rule looks at, and its fragment, which
 * no browser sends; nothing else is changed, since an address is judged by its bytes.
 *
 * @param operands - `GET` and `https://app.example/admin`, or `/admin`; an address alone is asked about with GET
 * @returns `undefined` where there is no address, or too much
 */
export function parseAsking(operands: readonly string[]): Asking | undefined {
  const [first, second, third] = operands
  if (first === undefined || third !== undefined) return undefined
  const [method, address] = second === undefined ? ['GET', first] : [first, second]
  const whole = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(address)?.[0]
  if (whole === undefined) return { method, target: address }
  const rest = address.slice(whole.length).replace(/#.*$/s, '')
  return { method, target: rest.startsWith('/') ? rest : `/${rest}` }
}
