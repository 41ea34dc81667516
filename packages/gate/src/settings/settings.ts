/** What a gate works with: checked, complete and frozen. */
import type { Limits } from 'catflap-forward'
import type { ProxyKind } from '../ask/proxies.ts'
import type { IdentitySettings } from '../identity/headers.ts'
import type { Rules } from '../rules/rule.ts'
import type { Problem } from './problem.ts'

/** Where to listen. */
export type Place = { readonly host: string; readonly port: number } | { readonly socket: string }

/** Settings of a gate. */
export interface GateSettings {
  /** Address of the app; `undefined` where a proxy passes requests on, and only asks here. */
  readonly upstream: string | undefined
  /** The public door. */
  readonly listen: Place
  /** The auth door; `undefined` for none. */
  readonly auth: AuthSettings | undefined
  /** Health, readiness and metrics, where nobody but operators comes; `undefined` for none. */
  readonly operations: Place | undefined
  /** Whose `X-Forwarded-For` names the client, in logs and for the app: addresses and networks. */
  readonly trustedProxies: readonly string[]
  readonly identity: IdentitySettings
  readonly rules: Rules
  readonly websockets: {
    /** Origins beside the app's own whose pages may open one. */
    readonly origins: readonly string[]
    readonly perSession: number
  }
  /** In milliseconds. */
  readonly timeouts: Limits
  readonly workers: number
  /** Which `Host` the app sees. */
  readonly host: 'visitor' | 'upstream'
  /** What becomes of a client's own `Authorization`. */
  readonly authorization: 'remove' | 'pass'
  /** Whether each request is a line of the log. */
  readonly accessLog: boolean
}

/** The door at which proxies ask. */
export interface AuthSettings {
  readonly listen: Place
  readonly proxy: ProxyKind
  /** Addresses and networks; loopback where none are named. */
  readonly trustedProxies: readonly string[]
}

/** Settings, or everything that is wrong with them. */
export type ParsedSettings =
  | { readonly settings: GateSettings; readonly problems?: undefined }
  | {
      readonly settings?: undefined
      readonly problems: readonly Problem[]
      /** Where nothing is wrong with them. */
      readonly rules: Rules | undefined
    }
