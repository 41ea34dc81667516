/** Whether a request may pass the public door, and where it goes; else the answer to it. */
import { LoginError, type Session } from 'catflap'
import type { Destination } from 'catflap-forward'
import { GateError } from '../errors.ts'
import { checkArrival } from './arrival.ts'
import { bearerOf } from './bearer.ts'
import { challengeOf } from './challenge.ts'
import { createJudge, type Outcome } from './judge.ts'
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
   * Who is asking, with the access token where the app gets it: whose has ended and is not renewed signs in
   * anew. On a public path there is none, and nobody waits for one.
   */
  async function look(visit: Visit): Promise<{ outcome: Outcome; authorization?: string }> {
    const outcome = await ask(visit)
    if (outcome.kind !== 'pass') return { outcome }
    const { session, isPublic, program } = outcome
    visit.note.session = session?.id
    if (session === undefined || isPublic || !options.accessToken) return { outcome }
    try {
      const authorization = await bearerOf(session)
      const isAsFound = authorization === `Bearer ${session.details().accessToken}`
      // A renewal may have taken groups away.
      return { outcome: isAsFound ? outcome : await ask(visit), authorization }
    } catch (error) {
      if (!(error instanceof LoginError) || error.status >= 500) throw error
      visit.note.code = error.code
      return { outcome: { kind: 'sign-in', program } }
    }
  }

  return {
    async admit(visit) {
      const { req, target, header } = visit
      try {
        const arrival = checkArrival(req, host)
        if (arrival !== undefined) throw arrival
        if (isBelow(target, options.prefix)) {
          throw new LoginError('NOT_FOUND', 'not a page of the gate')
        }
        if (upstream === undefined) throw new GateError('GATE_NO_UPSTREAM')
        const { outcome, authorization } = await look(visit)
        if (outcome.kind === 'refused') throw outcome.error
        if (outcome.kind === 'sign-in') {
          const asked = { method: req.method ?? 'GET', target }
          return challengeOf(login, asked, header, outcome.program)
        }
        const { session } = outcome
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
