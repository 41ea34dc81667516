/** What a box is set to, every default filled in. */
import type { KeyObject } from 'node:crypto'
import type { FaultName } from '../faults/names.ts'
import type { IngressApp } from './ingress-app.ts'

/** Another app of the box, as the provider knows it. */
export interface OtherClient {
  readonly id: string
  readonly secret: string
  readonly redirectUri: string
}

/** The settings of a box; all durations are seconds. */
export interface Settings {
  /** Port to listen on; 0, the default, takes any free one. */
  readonly port: number
  /** Loopback address to listen on: `127.0.0.1` (default), `::1` or `localhost`. */
  readonly host: string
  /** The one registered redirect URI; http on a loopback host, or https. */
  readonly redirectUri: string
  /** Also the package id of the app. */
  readonly clientId: string
  /** Which Dex to be: 2.45, or the one that comes after it, with its sessions switched on. */
  readonly dex: '2.45' | 'next'
  /** Of the next Dex: where its logout page may lead back to; default `logout` beside its callback. */
  readonly postLogoutRedirectUri: string | undefined
  /** Of the next Dex: where it posts Logout Tokens; default `backchannel-logout` there. */
  readonly backChannelLogoutUri: string | undefined
  /** Clients registered beside the app: those of other apps of the box. */
  readonly otherClients: readonly OtherClient[]
  /** Issue refresh tokens for `offline_access`. A box issues none, so the default is false. */
  readonly refreshTokens: boolean
  /** How long a used refresh token still yields the same successor; default 0. */
  readonly reuseInterval: number
  /** After this long a refresh token is expired; default 0, never. */
  readonly refreshTokenLifetime: number
  /** Lifetime of access token and ID Token; default 86400. */
  readonly accessTokenLifetime: number
  /** Name of the user who is signed in and approves without being asked. */
  readonly autoApprove: string | undefined
  /** Faults active from the start. */
  readonly faults: readonly FaultName[]
  /** RSA private keys that the provider uses, each once, before it makes new ones; default none. */
  readonly keys: readonly KeyObject[]
  /** The true time, seconds since the epoch. */
  readonly now: () => number
  /**
   * Stand in front of this app as the ingress of a box does, at `<subdomain>.<boxName>.localhost`.
   * Then the app's package id is the client id, and `redirectPath` takes the place of `redirectUri`.
   */
  readonly app: IngressApp | undefined
  /** Path of the app's redirect URI; without one the provider does not know the app. */
  readonly redirectPath: string | undefined
  /** Speak TLS, with a certificate of the local authority; needs `app`. */
  readonly https: boolean
  /** Name of the box, default `devbox`. */
  readonly boxName: string
  /** Private folder of the local certificate authority; default `~/.catflap-devbox/ca`. */
  readonly authorityFolder: string
  /** Starts the app again with the variables of that moment; a button of the control page. */
  readonly restartApp: (() => Promise<void>) | undefined
}
