/**
 * What there is to say on the viewer's pages, by page; each language has a file.
 */
import type { LoginStepName } from 'catflap'

/** All texts in one language. */
export interface Texts {
  readonly frame: {
    readonly name: string
    readonly home: string
    readonly session: string
    readonly sessions: string
    readonly environment: string
    readonly recipes: string
    readonly doctor: string
    readonly attempts: string
    readonly signIn: string
    readonly signOut: string
    readonly otherLanguage: string
    readonly skip: string
  }
  readonly home: {
    readonly lead: string
    readonly signedInAs: string
    readonly signedOut: string
    readonly cards: Readonly<
      Record<'session' | 'sessions' | 'environment' | 'recipes' | 'doctor' | 'attempts', string>
    >
    readonly administrators: string
    readonly adminsOnly: (group: string) => string
    readonly provider: string
    readonly issuer: string
    readonly clientId: string
    readonly redirectUri: string
  }
  readonly ways: Readonly<
    Record<
      | 'title'
      | 'leadLogin'
      | 'login'
      | 'ingress'
      | 'who'
      | 'noSession'
      | 'unnamed'
      | 'unfit'
      | 'role'
      | 'none'
      | 'shownBy'
      | 'bySession'
      | 'byHeaders'
      | 'forgedBy'
      | 'forgedByNobody'
      | 'forgedByContainers'
      | 'asOf'
      | 'asOfLogin'
      | 'asOfRequest'
      | 'tokens'
      | 'hasTokens'
      | 'hasNone'
      | 'clicks'
      | 'oneClick'
      | 'noClick'
      | 'worth'
      | 'worthLogin'
      | 'worthIngress',
      string
    >
  > & { readonly leadNeither: (named: boolean) => string }
  readonly setup: {
    readonly title: string
    readonly lead: string
    readonly closed: string
    readonly variable: string
    readonly seen: string
    readonly fix: string
    readonly manifest: string
    readonly manifestLead: string
    readonly elsewhere: string
  }
  readonly session: {
    readonly lead: string
    readonly preferredName: string
    readonly boxUser: string
    readonly subject: string
    readonly groups: string
    readonly noGroups: string
    readonly role: string
    readonly whyAdministrator: (group: string) => string
    readonly whyOrdinary: (group: string) => string
    readonly whyBox: string
    readonly administrator: string
    readonly ordinaryUser: string
    readonly times: string
    readonly sentToProvider: string
    readonly createdAt: string
    readonly expiresAt: string
    readonly tokenExpiresAt: string
    readonly tokenExpiryUnknown: string
    readonly flow: string
    readonly flowLead: string
    readonly noTrace: string
    readonly checks: string
    readonly checksLead: string
    readonly checkName: string
    readonly expected: string
    readonly seen: string
    readonly held: string
    readonly notHeld: string
    readonly claims: string
    readonly claim: string
    readonly idToken: string
    readonly accessToken: string
    readonly userInfo: string
    readonly opaqueToken: string
    readonly decodedToken: string
    readonly tokens: string
    readonly tokensLead: string
    readonly shape: (length: number, kind: string) => string
    readonly opaque: string
    readonly noToken: string
    readonly refreshNeverShown: string
    readonly reveal: string
    readonly hide: string
    readonly api: string
  }
  /** The drawing of a login. */
  readonly flow: {
    readonly parties: Readonly<Record<'browser' | 'app' | 'provider', string>>
    readonly way: (from: string, to: string) => string
    readonly within: (party: string) => string
    readonly protects: string
    readonly sent: string
    readonly received: string
    readonly notReached: string
    readonly atProvider: (seconds: number) => string
    readonly milliseconds: (duration: string) => string
  }
  /** What each step does and which attack it stops. */
  readonly steps: Readonly<
    Record<LoginStepName, { readonly title: string; readonly does: string; readonly stops: string }>
  >
  /** What the parameters of the messages are for, by their name on the wire. */
  readonly parameters: Readonly<Record<string, string>>
  /** What the common claims mean, by their name on the wire. */
  readonly claims: Readonly<Record<string, string>>
  readonly environment: {
    readonly lead: (count: number, masked: number) => string
    readonly revealed: string
    readonly reveal: string
    readonly revealOne: string
    readonly hide: string
    readonly emptyValue: string
    readonly secret: string
    readonly search: string
    readonly noVariables: string
    readonly moreVariables: (count: number) => string
    readonly moreCharacters: (count: number) => string
    readonly groups: {
      readonly run: string
      readonly runLead: string
      readonly deploy: string
      readonly deployLead: string
      readonly oidc: string
      readonly oidcLead: string
      readonly catflap: string
      readonly catflapLead: string
      readonly other: string
      readonly otherLead: string
    }
    readonly about: string
    readonly run: string
    readonly deploy: string
    readonly both: string
    readonly example: string
    readonly documented: string
    readonly readInSource: string
    readonly observed: string
    readonly inferred: string
    readonly warnings: (count: number) => string
    readonly misspelt: string
    readonly mapIt: (name: string) => string
    readonly removeIt: (right: string) => string
    readonly fillIt: string
    readonly templateHadNothing: string
    readonly nobodyExpanded: string
    readonly downloads: string
    readonly downloadsLead: string
    readonly dotenv: string
    readonly dotenvUse: string
    readonly exportLines: string
    readonly exportUse: string
    readonly json: string
    readonly jsonUse: string
    readonly exampleFile: string
    readonly exampleUse: string
    readonly manifest: string
    readonly manifestUse: string
    readonly withSecrets: string
    readonly caution: string
    readonly heading: (count: number, time: string) => string
    readonly leftBlank: string
    readonly inexpressible: string
  }
  readonly stepUp: {
    readonly title: string
    readonly lead: (minutes: number) => string
    readonly why: string
    readonly again: string
    readonly back: string
  }
  readonly recipes: {
    readonly lead: string
    readonly rules: string
    readonly boxDomain: string
    readonly issuer: string
    readonly notThisBox: string
    readonly search: string
    readonly redirectUri: string
    readonly clientId: string
    readonly clientSecret: string
    readonly source: string
    readonly verified: (day: string) => string
  }
  readonly search: {
    readonly find: string
    readonly showAll: string
    readonly found: (found: string, all: string) => string
    readonly nothing: string
  }
  readonly doctor: {
    readonly lead: string
    readonly problems: (count: number) => string
    readonly warnings: (count: number) => string
    readonly held: (count: number) => string
    readonly allHeld: string
    readonly check: string
    readonly expected: string
    readonly seen: string
    readonly fix: string
    readonly note: string
    readonly again: string
    readonly api: string
  }
  readonly sessions: {
    readonly lead: string
    readonly life: string
    readonly wholeSession: string
    readonly unused: string
    readonly accessToken: string
    readonly begun: string
    readonly now: string
    readonly renewal: string
    readonly renewalNote: string
    readonly tokenEnd: string
    readonly tokenEndUnknown: string
    readonly idleEnd: string
    readonly idleNote: string
    readonly end: string
    readonly endNote: string
    readonly renewLead: string
    readonly notRenewable: string
    readonly renew: string
    readonly renewed: string
    readonly unchanged: (advice: string) => string
    readonly later: string
    readonly list: string
    readonly listLead: (count: number) => string
    readonly browser: string
    readonly unknownBrowser: string
    readonly thisOne: string
    readonly signedInAt: string
    readonly lastSeen: string
    readonly signOut: string
    readonly signOutLabel: (browser: string, since: string) => string
    readonly signOutHere: string
    readonly ended: (count: number) => string
    readonly everywhere: string
    readonly everywhereLead: (count: number) => string
    readonly outEverywhere: string
    readonly endedEverywhere: (count: number) => string
    readonly stillAtProvider: string
    readonly outAtProvider: string
  }
  readonly problem: {
    readonly code: string
    readonly reason: string
    readonly said: string
    readonly where: string
    readonly expected: string
    readonly seen: string
    readonly causes: string
    readonly fix: string
    readonly variables: string
    readonly manifest: string
    readonly doctor: string
    readonly flow: string
    readonly flowLead: string
    readonly report: string
    readonly reportLead: string
    readonly copy: string
    readonly copied: string
    readonly signInAgain: string
    readonly toHome: string
    readonly tooLarge: string
  }
  readonly attempts: {
    readonly lead: string
    readonly none: string
    readonly signedIn: string
    readonly stray: string
    readonly times: (count: number) => string
    readonly api: string
  }
}
