/**
 * A dry run of the authorization request, for every provider but Dex: what a login sends, with
 * `prompt=none` and no cookie. A provider that keeps to the specification asks nobody anything and says
 * `login_required`, at the redirect URI, or refuses the request where it is wrong.
 *
 * Any other error is asked for again without `prompt`, since some refuse that alone; where an answer tells
 * nothing, an address that nobody has registered is tried beside it. None of it has a cookie, so whatever
 * begins there goes nowhere.
 *
 * @see OpenID Connect Core 1.0, sections 3.1.2.1 and 3.1.2.6
 */
import { randomBytes } from 'node:crypto'
import {
  type Answered,
  type Asked,
  isRegistered,
  type Judged,
  type Refusal,
  refusalAt,
} from './authorization-answer.ts'
import type { Text } from './finding.ts'
import type { Probe } from './probe.ts'

/** How the question was put, for the finding. */
export const DRY_RUN_NOTE: Text = {
  en: 'Asked with what a login sends, but prompt=none and no cookie: nobody is asked anything, and nobody is signed in.',
  zh: '检查方法：发出与登录相同的授权请求，但带 prompt=none、不带 Cookie：不会询问任何人，也不会让任何人登录。',
}

/** What a request of the dry run changes. */
export interface Variation {
  readonly prompt?: 'none'
  readonly redirectUri?: string
}

/** Makes the authorization request of a login, with a change. */
export type Ask = (variation: Variation) => string

/**
 * Judges the answers of the authorization endpoint.
 *
 * @param first - the answer to the request with `prompt=none`
 */
export async function judgeDryRun(
  probe: Probe,
  asked: Asked,
  ask: Ask,
  first: Answered,
): Promise<Judged> {
  const { redirectUri } = probe.settings.client
  const refusal = refusalAt(first, redirectUri)
  if (isRegistered(first, refusal, redirectUri)) return { kind: 'registered' }
  if (refusal === undefined && !isRefusedStatus(first)) {
    return asked.own ? compare(probe, ask, first) : { kind: 'unknown' }
  }
  const second = await probe.visit(ask({}))
  if (second.failure !== undefined) return { kind: 'unreachable', failure: second.failure }
  if (isGone(second)) {
    // Some say 404 of a client that they do not know; the bare address tells whether it is there at all.
    const bare = await probe.visit(asked.endpoint)
    const nowhere = bare.failure !== undefined || isGone(bare)
    if (nowhere) return { kind: 'elsewhere', status: second.status }
  }
  return confirm(second, refusal, redirectUri)
}

/** Whether a refusal stands without `prompt=none`, too. */
function confirm(second: Answered, first: Refusal | undefined, redirectUri: string): Judged {
  const refusal = refusalAt(second, redirectUri)
  if (isRegistered(second, refusal, redirectUri)) return { kind: 'registered' }
  if (refusal?.where === 'redirect-uri') return { kind: 'refused', refusal }
  if (refusal !== undefined || isRefusedStatus(second)) {
    const what = refusal?.error === 'invalid_client' ? 'client' : undefined
    return { kind: 'unregistered', what, status: second.status, ...(refusal && { refusal }) }
  }
  // It goes on to a sign-in: prompt=none alone was refused, and where that went tells the rest.
  return first?.where === 'redirect-uri' ? { kind: 'registered' } : { kind: 'unknown' }
}

/** What a page or a redirect tells beside the one for an address that nobody can have registered. */
async function compare(probe: Probe, ask: Ask, first: Answered): Promise<Judged> {
  if (first.status >= 400) return { kind: 'elsewhere', status: first.status }
  const { origin } = new URL(probe.settings.client.redirectUri)
  const nobodys = `${origin}/catflap-doctor-${randomBytes(8).toString('hex')}`
  const other = await probe.visit(ask({ prompt: 'none', redirectUri: nobodys }))
  if (other.failure !== undefined) return { kind: 'unknown' }
  const isRefused = isRefusedStatus(other) || refusalAt(other, nobodys)?.where === 'own-page'
  return isRefused ? { kind: 'registered' } : { kind: 'unknown' }
}

const isGone = ({ status }: Answered): boolean => status === 404 || status === 410

/** Statuses by which a page refuses; 404 and 410 may also mean that there is no such endpoint. */
const isRefusedStatus = ({ status }: Answered): boolean =>
  status >= 400 && status < 500 && status !== 405 && status !== 429
