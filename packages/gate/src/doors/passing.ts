/** Where a request that may pass goes, and with which headers. */
import { type Destination, joinBase } from 'catflap-forward'
import { GateError } from '../errors.ts'
import type { Pairs } from '../identity/identity.ts'
import { createAppHeaders, withoutOwnCookies } from './app-headers.ts'
import type { PublicDoorParts } from './parts.ts'
import { clientOf, type Visit } from './visit.ts'

/** Who is asking, for the app. */
export interface Told {
  readonly identity: Pairs
  readonly authorization: string | undefined
}

/**
 * Makes what finds the destination of a request.
 *
 * @returns a function that throws {@link GateError} `GATE_NO_UPSTREAM`, and `GATE_TARGET_INVALID` for a
 * target that would leave the app's path
 */
export function createPassing(parts: PublicDoorParts): (visit: Visit, told: Told) => Destination {
  const { login, identity, upstream, options, log } = parts
  const headersFor = createAppHeaders({
    login,
    identity,
    host: options.host === 'upstream' ? upstream?.host : undefined,
    authorization: options.authorization,
    isLazyCat: options.isLazyCat,
  })
  const dropped = new Set<string>()
  const onTaken = (cookie: string): void => {
    // One line for all login transactions, whose names differ.
    const name = cookie.replace(/-login-.*$/, '-login-…')
    if (dropped.has(name)) return
    dropped.add(name)
    log({ type: 'app-cookie-dropped', cookie: name })
  }
  return (visit, told) => {
    if (upstream === undefined) throw new GateError('GATE_NO_UPSTREAM')
    const target = joinBase(upstream.base, visit.target)
    if (target === undefined) {
      throw new GateError('GATE_TARGET_INVALID', { parameter: 'leaves-the-upstream' })
    }
    const headers = headersFor(visit.req.rawHeaders, {
      host: visit.header('host') ?? '',
      client: clientOf(visit, options.peers),
      ...told,
    })
    const rewrite = (raw: readonly string[]) => withoutOwnCookies(raw, login, onTaken)
    return { upstream, target, headers, rewrite, limits: options.limits }
  }
}
