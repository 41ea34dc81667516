/**
 * Whether Dex knows this client and its redirect URI: one authorization request for a scope that does not
 * exist. Dex refuses it before it asks anybody to sign in, keeps nothing of it, and the way it refuses
 * tells what is registered. It takes no notice of `prompt=none`, so it is asked in this way alone.
 */
import type { BrowserAnswer } from '../provider/redirect.ts'
import { type Asked, type Judged, type Refusal, refusalAt } from './authorization-answer.ts'
import type { Text } from './finding.ts'
import type { Probe } from './probe.ts'

/** How the question was put, for the finding. */
export const DEX_NOTE: Text = {
  en: 'Asked with one authorization request for a scope that does not exist: Dex refuses it before anybody signs in, keeps nothing of it, and tells by the way it refuses what is registered.',
  zh: '检查方法：发出一次授权请求，其中的 scope 并不存在。Dex 会在任何人登录之前拒绝它，不保存任何内容；从拒绝的方式可以得知登记了什么。',
}

/** The scope that no provider has. */
export const NO_SUCH_SCOPE = 'catflap-doctor'

/**
 * Judges what Dex made of the request; its first answer leads to a connector, and there the request is read.
 *
 * @param first - the answer to a request for {@link NO_SUCH_SCOPE}
 */
export async function judgeDex(
  probe: Probe,
  { endpoint, own }: Asked,
  first: Exclude<BrowserAnswer, { failure: string }>,
): Promise<Judged> {
  const { redirectUri } = probe.settings.client
  const isOurs = (refusal: Refusal | undefined): boolean => refusal?.where === 'redirect-uri'
  if (isOurs(refusalAt(first, redirectUri))) return { kind: 'registered' }
  if (first.status === 400) return { kind: 'unregistered', what: undefined, status: 400 }
  const next = first.location
  if (next === undefined || !isBelow(next, endpoint)) {
    // Several connectors make a page that lets a person choose; a gateway may want a sign-in first.
    const told = own && first.status < 400
    return told ? { kind: 'unknown' } : { kind: 'elsewhere', status: first.status }
  }
  const second = await probe.visit(next)
  if (second.failure !== undefined) return { kind: 'unreachable', failure: second.failure }
  if (second.status >= 500 || second.status === 429)
    return { kind: 'failing', status: second.status }
  if (isOurs(refusalAt(second, redirectUri))) return { kind: 'registered' }
  if (second.status === 404) return { kind: 'unregistered', what: 'client', status: 404 }
  if (second.status === 400) return { kind: 'unregistered', what: 'redirect-uri', status: 400 }
  return { kind: 'unknown' }
}

function isBelow(location: string, endpoint: string): boolean {
  const [to, from] = [new URL(location), new URL(endpoint)]
  return to.origin === from.origin && to.pathname.startsWith(`${from.pathname}/`)
}
