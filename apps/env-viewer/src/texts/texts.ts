/**
 * Every text of the viewer's pages, by page; one file per language.
 */
import type { Language } from 'catflap'
import { en } from './en.ts'
import { zh } from './zh.ts'

/** The steps of a login, in order. */
export type StepName =
  | 'authorization-request'
  | 'authorization-response'
  | 'token-request'
  | 'id-token'
  | 'userinfo-request'
  | 'session'

/** All texts in one language. */
export interface Texts {
  readonly frame: {
    readonly name: string
    readonly home: string
    readonly session: string
    readonly sessions: string
    readonly environment: string
    readonly doctor: string
    readonly signIn: string
    readonly signOut: string
    readonly otherLanguage: string
    readonly skip: string
  }
  readonly home: {
    readonly lead: string
    readonly signedInAs: string
    readonly signedOut: string
    readonly sessionCard: string
    readonly environmentCard: string
    readonly adminsOnly: (group: string) => string
    readonly open: string
    readonly provider: string
    readonly issuer: string
    readonly clientId: string
    readonly redirectUri: string
  }
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
    readonly who: string
    readonly preferredName: string
    readonly boxUser: string
    readonly subject: string
    readonly groups: string
    readonly noGroups: string
    readonly role: string
    readonly administrator: string
    readonly ordinaryUser: string
    readonly times: string
    readonly sentToProvider: string
    readonly createdAt: string
    readonly expiresAt: string
    readonly tokenExpiresAt: string
    readonly tokenExpiryUnknown: string
    readonly flow: string
    readonly protects: string
    readonly atProvider: (seconds: number) => string
    readonly milliseconds: (duration: string) => string
    readonly notAsked: string
    readonly checks: string
    readonly checksLead: string
    readonly checkName: string
    readonly expected: string
    readonly seen: string
    readonly held: string
    readonly claim: string
    readonly value: string
    readonly idTokenClaims: string
    readonly userInfoClaims: string
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
  /** What each step does and which attack it stops. */
  readonly steps: Readonly<
    Record<StepName, { readonly title: string; readonly does: string; readonly stops: string }>
  >
  /** What the common claims mean, by their name on the wire. */
  readonly claims: Readonly<Record<string, string>>
  readonly environment: {
    readonly lead: (count: number, masked: number) => string
    readonly revealed: string
    readonly reveal: string
    readonly hide: string
    readonly name: string
    readonly value: string
    readonly emptyValue: string
    readonly secret: string
    readonly downloads: string
    readonly downloadsLead: string
    readonly dotenv: string
    readonly exportLines: string
    readonly withSecrets: string
    readonly caution: string
    readonly heading: (count: number, time: string) => string
    readonly leftBlank: string
    readonly inexpressible: string
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
    readonly where: string
    readonly expected: string
    readonly seen: string
    readonly signInAgain: string
    readonly toHome: string
    readonly tooLarge: string
  }
}

/** The texts of each language. */
export const TEXTS: Readonly<Record<Language, Texts>> = { en, zh }
