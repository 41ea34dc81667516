/** What an `inject` of a manifest does to headers: no script, but the few things that are known of it. */
import { HOP_BY_HOP } from '../http/hop-by-hop.ts'

/** A text that is made for each request. */
export type InjectText =
  | { readonly kind: 'text'; readonly text: string }
  /** Name of the user who asks; empty when nobody is known. */
  | { readonly kind: 'user' }
  | { readonly kind: 'base64'; readonly of: InjectText }
  | { readonly kind: 'join'; readonly parts: readonly InjectText[] }

/** One change of the headers. */
export type HeaderChange =
  | { readonly kind: 'set' | 'add'; readonly name: string; readonly value: InjectText }
  | { readonly kind: 'del'; readonly name: string }

/** One inject of the phase `request` or `response`. */
export interface Inject {
  readonly on: 'request' | 'response'
  /** Rules such as `/api/*?v=2`, of which one must match, and none of `unless`. */
  readonly when: readonly string[]
  readonly unless: readonly string[]
  /** Only at `<prefix>-<subdomain>…`. */
  readonly prefixDomain: string | undefined
  /** Only with a user. */
  readonly authRequired: boolean
  readonly changes: readonly HeaderChange[]
}

/** Whether a header may be changed: not those that say where a message ends or which host it is for. */
export function isChangeable(name: string): boolean {
  const lower = name.toLowerCase()
  if (HOP_BY_HOP.has(lower) || lower === 'host' || lower === 'content-length') return false
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name)
}

/** Whether a text may stand in a header: nothing in it ends one. */
export function isHeaderText(text: string): boolean {
  return !/\p{Cc}/u.test(text)
}

/** Whether everything about an inject may be sent. */
export function isSendable({ changes }: Inject): boolean {
  return changes.every(
    (change) => isChangeable(change.name) && (change.kind === 'del' || isPlain(change.value)),
  )
}

function isPlain(value: InjectText): boolean {
  if (value.kind === 'text') return isHeaderText(value.text)
  return value.kind !== 'join' || value.parts.every(isPlain)
}
