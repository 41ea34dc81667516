/**
 * What the checks of the provider share: the library's own way to call it, and its clock.
 */

import type { Settings } from '../configuration/options.ts'
import type { LoginError } from '../errors.ts'
import { errorText } from '../pages/error-texts.ts'
import { movedAddress } from '../protocol/url.ts'
import type { RememberedWay } from '../provider/client-authentication.ts'
import { createProviderFetch, type ProviderFetch } from '../provider/http.ts'
import { type BrowserAnswer, fetchRedirect } from '../provider/redirect.ts'
import type { Transport } from '../provider/transport.ts'
import { type Complaint, facts, type Text } from './finding.ts'
import { explainNetwork } from './network.ts'

/** See {@link createProbe}. */
export interface Probe {
  readonly settings: Settings
  readonly providerFetch: ProviderFetch
  /** Asks an address as a browser would; see {@link fetchRedirect}. */
  visit(url: string): Promise<BrowserAnswer>
  /** Seconds since the epoch. */
  readonly now: () => number
  /** Seconds by which the provider's clock is ahead of ours; `undefined` before any answer. */
  skew(): number | undefined
}

/** Makes a probe that calls the provider as a login does, and notes the `Date` of its first answer. */
export function createProbe(settings: Settings, transport: Transport, now: () => number): Probe {
  let skew: number | undefined
  const noting: Transport = {
    ...transport,
    async send(url, request) {
      const answer = await transport.send(url, request)
      const date = Date.parse(answer.header('date') ?? '')
      // The header has no fractions: on average half a second has gone.
      if (!Number.isNaN(date)) skew ??= date / 1000 + 0.5 - now()
      return answer
    },
  }
  const { timeout } = settings.provider
  const providerFetch = createProviderFetch(noting, timeout, () => {})
  const { issuer, internalIssuer = issuer } = settings.provider
  // Where this app reaches the provider: browsers' way to it is not this machine's.
  const visit = (url: string) =>
    fetchRedirect(transport, movedAddress(url, issuer, internalIssuer), timeout)
  return { settings, providerFetch, visit, now, skew: () => skew }
}

/** A failed exchange in words: the network's code explained, else what the error's code means. */
export function explain(error: LoginError, settings: Settings): Complaint {
  const { expected } = facts(error)
  const network = explainNetwork(error.seen)
  if (network !== undefined) return { expected, ...network }
  return { expected, seen: facts(error).seen, fix: fixOf(error, settings) }
}

/** What the library's error pages advise, while nothing but the issuer tells whose provider it is. */
export function fixOf(error: LoginError, { provider }: Settings): Text {
  const software = provider.isLazyCat ? 'lazycat' : undefined
  return { en: errorText(error, 'en', software).fix, zh: errorText(error, 'zh', software).fix }
}

/** The milliseconds since `start`, as people read them. */
export function since(start: number): string {
  return `${Math.round(performance.now() - start)} ms`
}

/** Each way is tried, whatever worked before. */
export const NO_MEMORY: RememberedWay = { read: async () => undefined, write: async () => {} }
