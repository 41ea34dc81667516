/** Where a request that may pass goes, and with which headers. */
import type { Session } from 'catflap'
import { type Destination, joinBase } from 'catflap-forward'
import { GateError } from '../errors.ts'
import { createAppHeaders, withoutOwnCookies } from './app-headers.ts'
import type { PublicDoorParts } from './parts.ts'
import { clientOf, type Visit } from './visit.ts'

/**
 * Makes what finds the destination of a request.
 *
 * @returns a function that throws {@link GateError} `GATE_NO_UPSTREAM`, `GATE_TARGET_INVALID` for a target
 * that would leave the app's path, and `GATE_IDENTITY_UNUSABLE`
 */
export function createPassing(
  parts: PublicDoorParts,
): (visit: Visit, session: Session | undefined) => Destination {
  const { login, identity, upstream, options, log } = parts
  const headersFor = createAppHeaders({
    login,
    identity,
    host: options.host === 'upstream' ? upstream?.host : undefined,
    authorization: options.authorization,
    isLazyCat: options.isLazyCat,
  })
  const told = new Set<string>()
  const onTaken = (cookie: string): void => {
    // One line for all login transactions, whose names differ.
    const name = cookie.replace(/-login-.*$/, '-login-…')
    if (told.has(name)) return
    told.add(name)
    log({ type: 'app-cookie-dropped', cookie: name })
  }
  return (visit, session) => {
    if (upstream === undefined) throw new GateError('GATE_NO_UPSTREAM')
    const target = joinBase(upstream.base, visit.target)
    if (target === undefined) {
      throw new GateError('GATE_TARGET_INVALID', { parameter: 'leaves-the-upstream' })
    }
    const headers = headersFor(visit.req.rawHeaders, {
      host: visit.header('host') ?? '',
      client: clientOf(visit, options.peers),
      identity: identity.pairs(session),
    })
    const rewrite = (raw: readonly string[]) => withoutOwnCookies(raw, login, onTaken)
    return { upstream, target, headers, rewrite, limits: options.limits }
  }
}
