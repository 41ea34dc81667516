/** Everything the box knows: its addresses, its clock, its keys, and who is half-way signed in. */
import { randomUUID } from 'node:crypto'
import { PROVIDER_PATH } from 'catflap-lazycat/facts'
import type { FaultSwitch } from '../faults/fault.ts'
import { createFaultSwitch } from '../faults/switch.ts'
import { createSecretLog, type SecretLog } from './bounded.ts'
import type { Client } from './client.ts'
import { type Clock, createClock } from './clock.ts'
import { newClientSecret, newTicketId } from './ids.ts'
import { appDomain, boxDomain, type IngressState } from './ingress-state.ts'
import { createIssued } from './issued.ts'
import { createKeyRing, type KeyRing } from './keys.ts'
import type { Settings } from './settings.ts'
import { createSignIns } from './sign-ins.ts'
import { type BoxUser, type Role, readUser } from './users.ts'

/** What the user allowed a client: the content of tokens to come. */
export interface Grant {
  readonly user: BoxUser
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly nonce: string
  /** Of the next Dex: the session in which it was allowed. */
  readonly session?: ProviderSession
}

/** A session of the next Dex: one for each person. */
export interface ProviderSession {
  readonly sid: string
  /** Seconds since the epoch. */
  readonly since: number
  /** By the client's id: the scopes that the person has allowed it. */
  readonly clients: Map<string, readonly string[]>
}

/** An accepted authorization request. */
export interface AuthorizationRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string
  readonly nonce: string
  readonly scopes: readonly string[]
  readonly codeChallenge: string
  readonly codeChallengeMethod: 'S256' | 'plain'
}

/** A login under way, between the authorization request and its response. */
export interface PendingLogin {
  readonly request: AuthorizationRequest
  /** The request as it came, so that it can be repeated as another user. */
  readonly query: string
  readonly hmacKey: Buffer
  /** Seconds since the epoch. */
  readonly expiresAt: number
  user: BoxUser | undefined
  /** The person has said yes. */
  approved?: boolean
}

/** An authorization code that has been handed out. */
export interface CodeGrant extends Grant {
  readonly redirectUri: string
  readonly codeChallenge: string
  readonly codeChallengeMethod: 'S256' | 'plain'
  /** Seconds since the epoch. */
  readonly expiresAt: number
}

/** A refresh token's family: the token that is good now, and the one before it. */
export interface RefreshGrant {
  readonly grant: Grant
  /** Seconds since the epoch, like `lastUsed`. */
  readonly createdAt: number
  token: string
  obsolete: string
  lastUsed: number
}

/** A device that waits for its person. */
export interface DeviceRequest {
  readonly deviceCode: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scopes: readonly string[]
  /** Seconds since the epoch. */
  readonly expiresAt: number
  /** Seconds since the epoch, with their fraction. */
  lastAsked: number
  /** Seconds to wait before the next question. */
  interval: number
  /** The token response, once there is one. */
  token: string | undefined
}

/** The state of one box. */
export interface Box {
  readonly settings: Settings
  /** Present when the box stands in front of an app. With it the next five may change. */
  readonly ingress: IngressState | undefined
  readonly origin: string
  readonly issuer: string
  /** Host and port: what stands in for `<name>.heiyu.space`. */
  readonly domain: string
  readonly clientId: string
  /** `undefined` when the app has registered none: then the provider does not know it. */
  readonly redirectUri: string | undefined
  /** Origin of the app. */
  readonly appOrigin: string
  readonly faults: FaultSwitch
  readonly clock: Clock
  readonly keys: KeyRing
  readonly secrets: SecretLog
  readonly logins: Map<string, PendingLogin>
  readonly codes: Map<string, CodeGrant>
  readonly refreshGrants: Map<string, RefreshGrant>
  /** Roles that have changed, by the user's name. */
  readonly roles: Map<string, Role>
  /** By the user's name; only the next Dex has any. */
  readonly sessions: Map<string, ProviderSession>
  /** By user code. */
  readonly devices: Map<string, DeviceRequest>
  clientSecret: string
}

/** Sets up a box at an address. */
export function createBox(settings: Settings, address: string): Box {
  const faults = createFaultSwitch(settings.faults)
  const clock = createClock(settings.now, faults)
  const secrets = createSecretLog()
  const ingress = createIngressState(settings, address, clock.now(), secrets)
  const box: Box = {
    settings,
    ingress,
    get origin() {
      return ingress === undefined ? address : `${ingress.scheme}://${boxDomain(ingress)}`
    },
    get issuer() {
      return `${box.origin}${PROVIDER_PATH.value}`
    },
    get domain() {
      return new URL(box.origin).host
    },
    get clientId() {
      return ingress?.app.packageId ?? settings.clientId
    },
    get redirectUri() {
      if (ingress === undefined) return settings.redirectUri
      const { redirectPath } = settings
      return redirectPath === undefined ? undefined : box.appOrigin + redirectPath
    },
    get appOrigin() {
      if (ingress === undefined) return new URL(settings.redirectUri).origin
      return `${ingress.scheme}://${appDomain(ingress)}`
    },
    faults,
    clock,
    keys: createKeyRing(settings.keys),
    secrets,
    logins: new Map(),
    codes: new Map(),
    refreshGrants: new Map(),
    roles: new Map(),
    sessions: new Map(),
    devices: new Map(),
    clientSecret: newClientSecret(),
  }
  box.secrets.add(box.clientSecret)
  for (const { secret } of settings.otherClients) box.secrets.add(secret)
  return box
}

function createIngressState(
  settings: Settings,
  address: string,
  now: number,
  secrets: SecretLog,
): IngressState | undefined {
  const { app, https, boxName, autoApprove } = settings
  if (app === undefined) return undefined
  return {
    scheme: https ? 'https' : 'http',
    port: Number(new URL(address).port),
    signIns: createSignIns(readUser(autoApprove), now, secrets),
    apiTokens: createIssued(randomUUID, secrets),
    tickets: createIssued(newTicketId, secrets),
    name: boxName,
    app,
  }
}

/** The client of that id, as far as the active faults let the provider know it. */
export function readClient(box: Box, id: string | null): Client | undefined {
  const { clientId, redirectUri } = box
  const other = box.settings.otherClients.find((client) => client.id === id)
  if (other !== undefined) return { ...other, name: other.id }
  if (redirectUri === undefined) return undefined
  const name = box.ingress?.app.name ?? clientId
  const known: Client = { id: clientId, secret: box.clientSecret, redirectUri, name }
  const client = box.faults
    .rows()
    .reduce<Client | undefined>(
      (seen, row) => (row.client && seen ? row.client(seen) : seen),
      known,
    )
  return client?.id === id ? client : undefined
}

/** Dex restarted: its storage is memory, so keys, logins, codes and refresh tokens are gone. */
export function restartProvider(box: Box): void {
  box.keys.replace()
  box.logins.clear()
  box.codes.clear()
  box.refreshGrants.clear()
  box.sessions.clear()
  box.devices.clear()
}

/** Registers a new client secret; the old one is refused from now on. */
export function rotateSecret(box: Box): string {
  box.clientSecret = newClientSecret()
  box.secrets.add(box.clientSecret)
  return box.clientSecret
}
