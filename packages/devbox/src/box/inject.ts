/** What an `inject` of a manifest does: to headers, as the few things that are known of it, or to pages, by scripts. */
import { HOP_BY_HOP } from 'catflap-forward'

/** Injects of one app; more are not looked at. */
export const MOST_INJECTS = 100
/** Rules of one inject, `when` and `unless` each. */
export const MOST_RULES = 100
/** Changes of headers by one app: each request passes them all. */
export const MOST_CHANGES = 200
/** Bytes of all headers that one app sets or adds; Node reads no more of a request. */
export const MOST_HEADER_BYTES = 16_384
/** Bytes of one script, whether it is in the manifest or in a file. */
export const MOST_SCRIPT_BYTES = 262_144

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

/** Which requests an inject is for. */
export interface InjectRules {
  /** Rules such as `/api/*?v=2`, of which one must match, and none of `unless`. */
  readonly when: readonly string[]
  readonly unless: readonly string[]
  /** Only at `<prefix>-<subdomain>…`. */
  readonly prefixDomain: string | undefined
  /** Only with a user. */
  readonly authRequired: boolean
}

/** One inject of the phase `request` or `response`. */
export interface Inject extends InjectRules {
  readonly on: 'request' | 'response'
  readonly changes: readonly HeaderChange[]
}

/** One inject of the phase `browser`: a browser runs it, nothing here does. */
export interface PageInject extends InjectRules {
  readonly id: string
  readonly scripts: readonly PageScript[]
}

/** Scripts that a box brings along and that are made anew here. */
export const PAGE_BUILTINS = ['hello', 'simple-inject-password'] as const

/** One script of a page, and where its text comes from. */
export interface PageScript {
  /** As the manifest names it; `inline` when it is there in full. */
  readonly src: string
  /** JSON of a mapping. */
  readonly params: string
  readonly body:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'builtin'; readonly name: (typeof PAGE_BUILTINS)[number] }
    /** Below a folder, which links cannot leave. */
    | { readonly kind: 'file'; readonly folder: string; readonly path: string }
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

/** Whether that many changes, and texts of that length, may be made to each request. */
export function isBearable(injects: readonly Pick<Inject, 'changes'>[]): boolean {
  const changes = injects.flatMap((inject) => inject.changes)
  if (changes.length > MOST_CHANGES) return false
  const bytes = changes.map(({ name, ...rest }) =>
    'value' in rest ? name.length + mostBytes(rest.value) : name.length,
  )
  return bytes.reduce((sum, one) => sum + one, 0) <= MOST_HEADER_BYTES
}

/** Counted and not made: base64 of base64 grows beyond all bounds. */
function mostBytes(value: InjectText): number {
  if (value.kind === 'text') return Buffer.byteLength(value.text)
  if (value.kind === 'user') return 64
  if (value.kind === 'base64') return Math.ceil(mostBytes(value.of) / 3) * 4
  return value.parts.reduce((sum, part) => sum + mostBytes(part), 0)
}
