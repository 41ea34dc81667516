/**
 * How an answer of an authorization endpoint is read: what it refuses, and where it says so.
 */
import { shown } from '../errors.ts'
import { providerWords } from '../protocol/provider-words.ts'
import type { BrowserAnswer } from '../provider/redirect.ts'

/** The address asked, and whether the discovery document names it too. */
export interface Asked {
  readonly endpoint: string
  readonly own: boolean
}

/** An error in an answer: sent to our redirect URI, as only a registered one is, or shown by a page. */
export interface Refusal {
  readonly where: 'redirect-uri' | 'own-page'
  readonly error: string
  /** The provider's own words. */
  readonly said: string | undefined
}

/** What was learnt of the authorization endpoint. */
export type Judged =
  | { readonly kind: 'registered' }
  /** @param what - which of the two it is, when that is known */
  | {
      readonly kind: 'unregistered'
      readonly what: 'client' | 'redirect-uri' | undefined
      readonly status: number
      readonly refusal?: Refusal
    }
  /** The redirect URI is registered, and the request would fail all the same. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The metadata asks for what it names no endpoint for. */
  | { readonly kind: 'no-way'; readonly parameter: string }
  | { readonly kind: 'elsewhere'; readonly status: number }
  | { readonly kind: 'failing'; readonly status: number }
  | { readonly kind: 'unreachable'; readonly failure: string }
  | { readonly kind: 'unknown' }

/** An answer that came. */
export type Answered = Exclude<BrowserAnswer, { failure: string }>

/** The error that a redirect carries; `undefined` of any other answer. */
export function refusalAt({ location }: Answered, redirectUri: string): Refusal | undefined {
  if (location === undefined) return undefined
  const { searchParams } = new URL(location)
  const error = searchParams.get('error')
  if (error === null) return undefined
  const where = isAt(location, redirectUri) ? 'redirect-uri' : 'own-page'
  return { where, error: shown(error), said: providerWords(searchParams.get('error_description')) }
}

/** Whether an address is the redirect URI with parameters. */
function isAt(location: string, redirectUri: string): boolean {
  const joint = redirectUri.includes('?') ? '&' : '?'
  return location.startsWith(new URL(redirectUri).href + joint)
}

/** Errors that come only once client, redirect URI, flow and scopes are accepted. */
const WANTS_A_PERSON: ReadonlySet<string> = new Set([
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
])

/** Whether an answer shows that client, redirect URI, flow and scopes are accepted. */
export function isRegistered(
  { location }: Answered,
  refusal: Refusal | undefined,
  redirectUri: string,
): boolean {
  if (refusal !== undefined) {
    return refusal.where === 'redirect-uri' && WANTS_A_PERSON.has(refusal.error)
  }
  return location !== undefined && isAt(location, redirectUri)
}
