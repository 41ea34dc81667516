/** What a rule is, and what rules say of a request. Types only. */

/** Who may pass: from the strictest to the most open. */
export type Access = 'deny' | 'groups' | 'signed-in' | 'public'

/** One rule, as it was written and as it was parsed. */
export interface Rule {
  /** As written: `/a/b`, `=/a`, `/users/*`. */
  readonly path: string
  readonly pattern: Pattern
  readonly access: Access
  /** Who may pass, where `access` is `groups`: members of any. */
  readonly groups: readonly string[]
  /** Methods it is about; of all when there are none. */
  readonly methods: readonly string[]
  /** What whoever is not signed in gets: a status, wherever a page would be sent to the login. */
  readonly unauthenticated: '401' | undefined
  /** Its place in the list, from 1; 0 is what holds where no rule does. */
  readonly number: number
}

/** A path, segment by segment. */
export interface Pattern {
  /** Decoded; `undefined` stands for any one segment. */
  readonly segments: readonly (string | undefined)[]
  /** The same in the letters of {@link fold}. */
  readonly folded: readonly (string | undefined)[]
  /** Only this path, and nothing below it. */
  readonly exact: boolean
}

/** The rules of a gate: the first that matches decides, else `otherwise`. */
export interface Rules {
  readonly list: readonly Rule[]
  readonly otherwise: Rule
}

/** Why a target or a method is refused to everybody. */
export type Invalid =
  | 'method'
  | 'no-leading-slash'
  | 'raw-byte'
  | 'percent'
  | 'utf-8'
  | 'control'
  | 'too-many-readings'

/** What the rules say of a request that may be answered. */
export interface Judgement {
  readonly kind: Access
  /** The rule that decided. */
  readonly rule: Rule
  /** Members of any of these may pass, where `kind` is `groups`. */
  readonly groups: readonly string[]
  readonly unauthenticated: '401' | undefined
}

/** What the rules say of a request. */
export type Verdict = { readonly kind: 'invalid'; readonly reason: Invalid } | Judgement
