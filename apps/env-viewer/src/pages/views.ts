/** What a page shows, where its parts show it too. */
import type { Login, LoginTrace, Session, SessionDetails, SessionInfo } from 'catflap'
import type { Variable } from '../env/mask.ts'
import type { Found } from '../env/search.ts'
import type { Warning } from '../env/warnings.ts'
import type { Notice } from '../notice.ts'
import type { Site } from '../site.ts'
import type { PageContext } from './layout.tsx'

/** A login, as its page and the parts of it have it. */
export interface SessionView {
  readonly context: PageContext
  readonly site: Site
  readonly session: Session
  readonly details: SessionDetails
  /** `undefined` when the store has it no longer. */
  readonly trace: LoginTrace | undefined
  /** True when the person has asked to see the tokens and the spent secrets. */
  readonly revealed: boolean
}

/** The environment, likewise. */
export interface EnvironmentView {
  readonly context: PageContext
  readonly variables: readonly Variable[]
  readonly query: string
  readonly found: Found
  readonly warnings: readonly Warning[]
  /** Names of variables whose secrets are shown. */
  readonly revealed: ReadonlySet<string>
}

/** A person's sessions, likewise. */
export interface SessionsView {
  readonly context: PageContext
  readonly login: Login
  /** Seconds since the epoch. */
  readonly now: number
  readonly session: Session
  /** All of this person's, this one among them. */
  readonly sessions: readonly SessionInfo[]
  readonly notice: Notice | undefined
}
