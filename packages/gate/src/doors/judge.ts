/**
 * Who may pass: the rules and the session of a request together. No door's own; it reads the cookie and
 * nothing else that says who is asking.
 */
import { type HeaderReader, type Login, LoginError, type MaybePromise, type Session } from 'catflap'
import { USER_HEADER } from 'catflap-lazycat/facts'
import { GateError } from '../errors.ts'
import { decide, isMember } from '../rules/decide.ts'
import type { Judgement, Rule, Rules } from '../rules/rule.ts'

/** By it LazyCat's ingress says who is asking; it only ever takes a session away. */
const USER = USER_HEADER.value.toLowerCase()

/** A request that asks to pass. */
export interface Passing {
  readonly method: string
  readonly target: string
  readonly header: HeaderReader
}

/** Whether a request may pass: as whom, or what it gets instead. */
export type Outcome =
  | {
      readonly kind: 'pass'
      readonly session: Session | undefined
      /** Whether anybody may. */
      readonly isPublic: boolean
      /** As below, for whoever has to sign in nevertheless. */
      readonly program: boolean
    }
  /** Nobody is signed in. `program` where no page may be sent to the login. */
  | { readonly kind: 'sign-in'; readonly program: boolean }
  | { readonly kind: 'refused'; readonly error: GateError | LoginError }

/** What a judge knows. */
export interface JudgeSettings {
  readonly login: Pick<Login, 'origin' | 'readSession'>
  readonly rules: Rules
  /** Origins beside the app's own whose pages may open a WebSocket. */
  readonly origins: readonly string[]
}

/**
 * Makes the judge of a gate.
 *
 * @returns at once with an embedded store
 * @throws {@link LoginError} `STORE_UNAVAILABLE`: cannot tell
 */
export function createJudge({
  login,
  rules,
  origins,
}: JudgeSettings): (passing: Passing) => MaybePromise<Outcome> {
  return function judge({ method, target, header }) {
    const verdict = decide(rules, method, target)
    if (verdict.kind === 'invalid') {
      return refused(new GateError('GATE_TARGET_INVALID', { parameter: verdict.reason }))
    }
    if (verdict.kind === 'deny') {
      return refused(new GateError('GATE_RULE_DENIES', { parameter: nameOf(verdict.rule) }))
    }
    const isSocket = isWebSocket(header)
    if (isSocket && isForeign(header, login.origin, origins)) {
      return refused(foreignSocket(login.origin))
    }
    const found = login.readSession(header('cookie') ?? undefined, header(USER) ?? undefined)
    return found instanceof Promise
      ? found.then((session) => outcomeOf(verdict, session, isSocket))
      : outcomeOf(verdict, found, isSocket)
  }
}

function outcomeOf(verdict: Judgement, session: Session | undefined, isSocket: boolean): Outcome {
  const program = verdict.unauthenticated === '401' || isSocket
  if (verdict.kind === 'public') return { kind: 'pass', session, isPublic: true, program }
  if (session === undefined) return { kind: 'sign-in', program }
  if (verdict.kind !== 'groups' || isMember(session.groups, verdict.groups)) {
    return { kind: 'pass', session, isPublic: false, program }
  }
  const error = new LoginError('FORBIDDEN', 'not a member of a group of the rule', {
    parameter: nameOf(verdict.rule),
    expected: verdict.groups.join(', '),
    seen: session.groups.join(', ') || 'none',
  })
  return refused(error)
}

/** A rule as an error names it. */
const nameOf = ({ number, path }: Rule): string =>
  number === 0 ? 'default' : `rules[${number - 1}] ${path}`

/** A handshake, also where a proxy has taken `Upgrade` away. */
export const isWebSocket = (header: HeaderReader): boolean =>
  Boolean(header('sec-websocket-key') ?? header('sec-websocket-version') ?? header('upgrade'))

/** Browsers always name the page's origin, and only they can be led into a request. */
function isForeign(header: HeaderReader, origin: string, allowed: readonly string[]): boolean {
  const from = header('origin')
  return from !== undefined && from !== null && from !== origin && !allowed.includes(from)
}

const foreignSocket = (origin: string): LoginError =>
  new LoginError('CROSS_ORIGIN_REFUSED', 'a WebSocket that is not of a page of this app', {
    parameter: 'origin',
    expected: origin,
  })

const refused = (error: GateError | LoginError): Outcome => ({ kind: 'refused', error })
