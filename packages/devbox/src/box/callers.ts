/** Who asks the ingress for an app, and by what it knows them: a browser, a script, or another app. */
import type { SignIn } from './sign-ins.ts'
import type { BoxUser } from './users.ts'

/** An API token: a person's script. */
export interface ApiToken {
  readonly user: BoxUser
  /** When it was made, in seconds since the epoch. */
  readonly since: number
}

/** A ticket in the hands of another app: it may ask in this person's name. */
export interface Delegation {
  readonly user: BoxUser
  /** Package id of the app that asks. */
  readonly packageId: string
}

/** Who asks. */
export type Caller =
  | { readonly kind: 'browser'; readonly user: BoxUser; readonly signIn: SignIn }
  | ({ readonly kind: 'script' } & ApiToken)
  | ({ readonly kind: 'app' } & Delegation)
