/** What a fault is: two sentences about it, and the one thing it changes. */
import type { Client } from '../box/client.ts'
import type { Jwk, KeyRing } from '../box/keys.ts'
import type { Draft } from '../box/signing.ts'
import type { Reply } from '../http/reply.ts'
import type { FaultName } from './names.ts'

/** Endpoints whose whole answer a fault can change. */
export type Endpoint = 'discovery' | 'keys' | 'token' | 'userinfo'

/** Parameters of an authorization response, in order; a name may repeat. */
export type Parameters = readonly (readonly [name: string, value: string])[]

/** What a fault may look at in the box that has it. */
export interface FaultyBox {
  readonly issuer: string
  readonly keys: Pick<KeyRing, 'current' | 'spare'>
}

/** A row of a fault table. Each member is one place where the box asks before it goes on. */
export interface Fault {
  readonly en: string
  readonly zh: string
  /** The registered client, or nothing. */
  readonly client?: (client: Client) => Client | undefined
  /** The parameters of a successful authorization response. */
  readonly response?: (parameters: Parameters, box: FaultyBox) => Parameters
  /** Claims about the user, in ID Token and access token alike. */
  readonly userClaims?: (claims: Record<string, unknown>) => Record<string, unknown>
  /** The ID Token before it is signed. */
  readonly draft?: (draft: Draft, box: FaultyBox, issued: Issued) => Draft | Promise<Draft>
  /** The ID Token after it is signed. */
  readonly token?: (idToken: string) => string
  /** The public keys. */
  readonly jwks?: (keys: readonly Jwk[], box: FaultyBox) => KeyList | Promise<KeyList>
  /** The members of a successful answer. */
  readonly members?: Partial<Record<Endpoint, (value: Members, box: FaultyBox) => Members>>
  /** An answer in place of the endpoint's: the endpoint does nothing. */
  readonly instead?: Partial<Record<Endpoint, () => Reply>>
  /** The finished answer; the endpoint has done its work. */
  readonly reply?: Partial<Record<Endpoint, (reply: Reply) => Reply>>
  /** What undoes the form encoding of Basic credentials. */
  readonly decodeBasic?: (text: string) => string | undefined
  /** Seconds that the box's clock is ahead. */
  readonly clock?: number
  /** Lifetime of tokens, in seconds. */
  readonly lifetime?: number
}

/** What goes out with an ID Token, and what its hashes are about. */
export interface Issued {
  readonly accessToken: string
  /** Absent at a renewal. */
  readonly code: string | undefined
}

/** Members of a JSON answer. */
export type Members = Readonly<Record<string, unknown>>

/** A list of public keys. */
export type KeyList = readonly Jwk[]

/** A table of faults. */
export type Faults<Name extends string> = Readonly<Record<Name, Fault>>

/** Which faults are active. */
export interface FaultSwitch {
  readonly active: readonly FaultName[]
  /** The rows of the active faults. */
  rows(): readonly Fault[]
  /** Makes exactly these active. @throws TypeError on an unknown name. */
  set(...names: FaultName[]): void
  clear(): void
}
