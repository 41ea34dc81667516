/** What the suite of `life.ts` is told of a real provider, and asks of it. */

/** Where an app is, as a provider is told once. */
export interface Registration {
  readonly redirectUri: string
  /** After a logout there. */
  readonly postLogoutUri: string
  /** Where Logout Tokens are posted. */
  readonly backChannelUri: string
}

/** All that an app is told. */
export interface Credentials {
  readonly issuer: string
  readonly id: string
  readonly secret: string
}

/** A provider that is running, behind a front that counts (`front.ts`). */
export interface RunningProvider {
  readonly credentials: Credentials
  /** Requests so far for a path of it. */
  count(path: string): number
  /** Ends the program, and starts it again where it was. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Has it take connections and answer nothing, and go on. */
  freeze(): void
  thaw(): void
  /** From now on it signs by a new key. */
  rotateKeys(): Promise<void>
  /** Sets its clock, in seconds ahead of the machine's; where an ID Token lives no longer than an access token. */
  pass?(seconds: number): Promise<void>
  close(): Promise<void>
}

/** What there is at a provider; where a thing is missing, the suite holds what follows from that. */
export interface RealProvider {
  readonly name: string
  /** Heading in the table of docs/doctor.md, if another test has no column for it. */
  readonly column?: string
  /** What a person types, by the name of the field. */
  readonly person: Readonly<Record<string, string>>
  /** Seconds that its access tokens live. */
  readonly accessTokenLifetime: number
  /** `OIDC_SCOPES` with which it gives a refresh token, where the default ones bring none. */
  readonly scopesForRenewal?: string
  /** It has a session of its own, which a login finds: its pages ask once. */
  readonly ownSession: boolean
  /** Of logins under way in one browser it lets each end, or refuses all but the newest. */
  readonly tabs: 'each' | 'others refused'
  /** It can be asked to end its session (RP-Initiated Logout). */
  readonly endSession: boolean
  /** It posts Logout Tokens. */
  readonly backChannel: boolean
  /**
   * A renewal whose answer got lost: with `repeated` it can be made again, with `spent` the refresh token
   * may have been exchanged for one that nobody has, and the person signs in again.
   */
  readonly lostAnswers: 'repeated' | 'spent'
  /** Of one person's sessions it renews each, or only the one that she opened last. */
  readonly renewals: 'each' | 'newest'
  /** What it has issued lives through a restart. */
  readonly remembers: boolean
  /** Installs it, registers the app, and waits until it answers. */
  start(app: Registration): Promise<RunningProvider>
}
