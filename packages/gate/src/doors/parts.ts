/** What the public door is made of. Types only. */
import type { Login } from 'catflap'
import type { Limits, Upstream } from 'catflap-forward'
import type { Peers } from '../ask/peers.ts'
import type { Identity } from '../identity/identity.ts'
import type { Log } from '../operations/log.ts'
import type { Metrics } from '../operations/metrics.ts'
import type { Sockets } from '../operations/sockets.ts'
import type { Rules } from '../rules/rule.ts'
import type { Tell } from './telling.ts'

/** What the public door knows. */
export interface PublicDoorParts {
  readonly login: Login
  readonly rules: Rules
  readonly identity: Pick<Identity, 'isIdentityName'>
  readonly tell: Tell
  /** `undefined` where a proxy passes requests on itself. */
  readonly upstream: AddressedUpstream | undefined
  readonly options: PublicDoorOptions
  readonly sockets: Sockets
  readonly log: Log
  readonly metrics: Pick<Metrics, 'observe'>
  /** Answers a request to a page of the gate that is not the login's; `undefined` where there is none. */
  readonly page: (path: string) => Promise<Response> | undefined
}

/** An app, and its address as the configuration has it. */
export type AddressedUpstream = Upstream & { readonly address: string }

export interface PublicDoorOptions {
  /** Below this everything is the gate's. */
  readonly prefix: string
  /** Origins beside the app's own whose pages may open a WebSocket. */
  readonly origins: readonly string[]
  /** Whose `X-Forwarded-For` is believed. */
  readonly peers: Peers
  readonly limits: Limits
  /** Which `Host` the app sees. */
  readonly host: 'visitor' | 'upstream'
  /** What becomes of a client's own `Authorization`. */
  readonly authorization: 'remove' | 'pass'
  /** Whether the app gets the session's access token. */
  readonly accessToken: boolean
  /** Whether LazyCat's ingress is in front. */
  readonly isLazyCat: boolean
  readonly accessLog: boolean
}
