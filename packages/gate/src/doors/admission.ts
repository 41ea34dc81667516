/** Whether a request may pass the public door, and where it goes; else the answer to it. */
import { LoginError, type Session } from 'catflap'
import type { Destination } from 'catflap-forward'
import { GateError } from '../errors.ts'
import { checkArrival } from './arrival.ts'
import { bearerOf } from './bearer.ts'
import { challengeOf } from './challenge.ts'
import { createJudge, isWebSocket, type Outcome } from './judge.ts'
import type { PublicDoorParts } from './parts.ts'
import { createPassing } from './passing.ts'
import { refuse, type Visit } from './visit.ts'

/** A request that may pass. */
export interface Admitted {
  readonly session: Session | undefined
  readonly destination: Destination
}

/** Decides about visits. */
export interface Admission {
  /** Never rejects. */
  admit(visit: Visit): Promise<Response | Admitted>
  /**
   * Whether the same request would pass now, as the same session: for what stays open.
   *
   * @throws {@link LoginError} `STORE_UNAVAILABLE`: cannot tell
   */
  wouldPass(visit: Visit, session: string | undefined): Promise<boolean>
}

export function createAdmission(parts: PublicDoorParts): Admission {
  const { login, upstream, options } = parts
  const { host } = new URL(login.origin)
  const judge = createJudge({ login, rules: parts.rules, origins: options.origins })
  const destinationFor = createPassing(parts)
  const ask = ({ req, target, header }: Visit) =>
    judge({ method: req.method ?? 'GET', target, header })

  /**
   * The access token of whoever passes, where the app gets it. Without a live one they sign in anew; where
   * anybody may pass, they do so without.
   */
  async function tokenFor(
    { session, isPublic }: Outcome & { readonly kind: 'pass' },
    { req, target, header, note }: Visit,
  ): Promise<string | Response | undefined> {
    if (session === undefined || !options.accessToken) return undefined
    try {
      return await bearerOf(session)
    } catch (error) {
      if (isPublic) return undefined
      if (!(error instanceof LoginError) || error.status >= 500) throw error
      note.code = error.code
      const isSocket = isWebSocket(header)
      return challengeOf(login, { method: req.method ?? 'GET', target }, header, isSocket)
    }
  }

  return {
    async admit(visit) {
      const { req, target, header, note } = visit
      try {
        const arrival = checkArrival(req, host)
        if (arrival !== undefined) throw arrival
        if (isBelow(target, options.prefix)) {
          throw new LoginError('NOT_FOUND', 'not a page of the gate')
        }
        if (upstream === undefined) throw new GateError('GATE_NO_UPSTREAM')
        const outcome = await ask(visit)
        if (outcome.kind === 'refused') throw outcome.error
        if (outcome.kind === 'sign-in') {
          const asked = { method: req.method ?? 'GET', target }
          return challengeOf(login, asked, header, outcome.program)
        }
        const { session } = outcome
        note.session = session?.id
        const authorization = await tokenFor(outcome, visit)
        if (authorization instanceof Response) return authorization
        const identity = await parts.tell(session)
        return { session, destination: destinationFor(visit, { identity, authorization }) }
      } catch (error) {
        return refuse(login, error, visit)
      }
    },
    async wouldPass(visit, session) {
      const outcome = await ask(visit)
      return outcome.kind === 'pass' && (session === undefined || outcome.session?.id === session)
    },
  }
}

/** Whether a target is the prefix itself, or below it. */
export const isBelow = (target: string, prefix: string): boolean =>
  target.startsWith(prefix) && /^(?:[/?#]|$)/.test(target.slice(prefix.length))
