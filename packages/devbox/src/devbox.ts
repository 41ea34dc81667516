/** The public object: starts a box and hands out its levers. */
import type { Server as TlsServer } from 'node:https'
import { buildAppEnvironment } from './box/app-process.ts'
import { appProblems, isBoxName } from './box/app-rules.ts'
import { type Box, createBox, restartProvider, rotateSecret } from './box/box.ts'
import { buildEnvironment, buildKeysVariable } from './box/environment.ts'
import { type HandedOut, makeApiToken, makeTicket } from './box/hand-out.ts'
import type { IngressApp } from './box/ingress-app.ts'
import { type IngressState, signEverybodyOut } from './box/ingress-state.ts'
import type { Settings } from './box/settings.ts'
import { type BoxUser, type Role, readRole, readUser, usersOf } from './box/users.ts'
import type { Levers } from './control/control.ts'
import type { FaultName } from './faults/names.ts'
import { createRequestLog, type SeenRequest } from './http/request-log.ts'
import { type Certificates, createCertificates } from './https/certificates.ts'
import { createIngress, type Ingress } from './ingress/ingress.ts'
import { type DevboxOptions, parseOptions } from './options.ts'
import { createRouter } from './router.ts'
import { type Listener, listen } from './server.ts'

/** A running box. */
export interface Devbox {
  /** `http://127.0.0.1:PORT`; with an ingress `https://devbox.localhost:PORT`, or http. */
  readonly origin: string
  /** Issuer identifier of the provider: the origin and `/sys/oauth`. */
  readonly issuer: string
  /** Origin of the app, as the redirect URI has it. */
  readonly appOrigin: string
  /** The variables an app gets, with the client secret of this moment. */
  readonly environment: Readonly<Record<string, string>>
  /**
   * What a process needs beyond them to reach this box. On plain http `OIDC_JWKS_URI`; with an ingress
   * `NODE_OPTIONS`, to be put behind those that are set already; with https the variables that name a
   * file of roots to trust.
   */
  readonly appEnvironment: Readonly<Record<string, string>>
  /** Certificate of the local authority; `created` when it is new and nobody trusts it yet. */
  readonly authority: { readonly file: string; readonly created: boolean } | undefined
  /** Its people, with the roles of this moment. */
  readonly users: readonly BoxUser[]
  readonly faults: {
    readonly active: readonly FaultName[]
    /** Makes exactly these faults active. */
    set(...names: FaultName[]): void
    clear(): void
  }
  /** The last 10000 requests to the box itself, in order; a status of 0 means not answered. */
  readonly requests: readonly SeenRequest[]
  /** How many of those went to this path. */
  count(path: string): number
  /** Every secret handed out or received, for a search of logs. */
  secrets(): readonly string[]
  /** A new signing key; the old public key stays in the JWKS. */
  rotateKeys(): void
  /** The provider restarts: new keys only; logins, codes and refresh tokens are lost. */
  restart(): void
  /** A new client secret, which is returned; the old one is refused. */
  rotateSecret(): string
  /** Moves the box's clock by so many seconds from the true time. */
  setClockSkew(seconds: number): void
  /** What the ingress knows of the app from now on. @throws TypeError, also without an ingress. */
  setApp(app: IngressApp): void
  /**
   * Every browser is this user's at the ingress, whatever apps remember.
   *
   * @throws TypeError when there is no such user, or no ingress.
   */
  switchUser(name: string): void
  /**
   * Another role: the ingress names it from the next request on, tokens have it from the next login on.
   *
   * @throws TypeError when there is no such user or role
   */
  setRole(user: string, role: Role): void
  /** An API token of this user, for a script. @throws TypeError, as above. */
  makeApiToken(user: string): string
  /**
   * The ticket with which the app of this package id may ask in the name of this user, at
   * `app.<package id of yours>.lzcx`.
   *
   * @throws TypeError, as above, and when it is no package id.
   */
  makeTicket(packageId: string, user: string): string
  /** Another name: domain, issuer, subjects and accounts change. @throws TypeError, as above. */
  rename(name: string): Promise<void>
  /** Stops listening and cuts every connection, hanging ones too. */
  close(): Promise<void>
}

/**
 * Starts a LazyCat box on a loopback address.
 *
 * @throws TypeError when an option is not acceptable; an Error with the code `AUTHORITY_UNUSABLE` when
 *   the local certificate authority is damaged.
 */
export async function createDevbox(options: DevboxOptions = {}): Promise<Devbox> {
  const settings = parseOptions(options)
  const log = createRequestLog()
  const certificates = await openCertificates(settings)
  const place = { host: settings.host, port: settings.port, certificate: certificates?.first }
  let box!: Box
  const levers: Levers = {
    rename: (name) => renameBox(box, name, certificates, server as TlsServer),
    restartApp: settings.restartApp,
  }
  let ingress: Ingress | undefined
  const server = await listen(place, log, (address) => {
    box = createBox(settings, address)
    ingress = box.ingress && createIngress(box, box.ingress)
    return createListener(box, createRouter(box, log, levers), ingress)
  })
  certificates?.keepFresh(server as TlsServer, () => hostname(box))
  return {
    get origin() {
      return box.origin
    },
    get issuer() {
      return box.issuer
    },
    get appOrigin() {
      return box.appOrigin
    },
    get environment() {
      return buildEnvironment(box)
    },
    get appEnvironment() {
      return {
        ...buildKeysVariable(box),
        ...(settings.app && buildAppEnvironment(certificates?.bundle)),
      }
    },
    authority: certificates?.authority,
    get users() {
      return usersOf(box)
    },
    faults: box.faults,
    requests: log.entries,
    count: log.count,
    secrets: () => box.secrets.all(),
    ...changesOf(box),
    rename: levers.rename,
    close() {
      certificates?.stop()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      ingress?.close()
      return closed
    },
  }
}

type Change =
  | 'rotateKeys'
  | 'restart'
  | 'rotateSecret'
  | 'setClockSkew'
  | 'setApp'
  | 'switchUser'
  | 'setRole'
  | 'makeApiToken'
  | 'makeTicket'

function changesOf(box: Box): Pick<Devbox, Change> {
  return {
    rotateKeys: () => box.keys.rotate(box.clock.now()),
    restart: () => restartProvider(box),
    rotateSecret: () => rotateSecret(box),
    setClockSkew: (seconds) => box.clock.setSkew(seconds),
    setApp: (app) => setApp(box, app),
    switchUser: (name) => switchUser(box, name),
    setRole: (user, role) => setRole(box, user, role),
    makeApiToken: (user) => secretOf(makeApiToken(needIngress(box), user, box.clock.now())),
    makeTicket: (packageId, user) => secretOf(makeTicket(needIngress(box), packageId, user)),
  }
}

async function openCertificates(settings: Settings): Promise<Certificates | undefined> {
  const { https, authorityFolder, boxName, now } = settings
  return https ? createCertificates(authorityFolder, `${boxName}.localhost`, now) : undefined
}

function createListener(
  box: Box,
  handle: Listener['handle'],
  ingress: Ingress | undefined,
): Listener {
  return {
    now: () => box.clock.now(),
    handle,
    ...(ingress && { ingress: { ...ingress, boxHost: () => box.domain } }),
  }
}

async function renameBox(
  box: Box,
  name: string,
  certificates: Certificates | undefined,
  server: TlsServer,
): Promise<void> {
  const ingress = needIngress(box)
  if (!isBoxName(name)) throw new TypeError(`"${name}" is no name for a box`)
  await certificates?.present(server, `${name}.localhost`)
  ingress.name = name
  signEverybodyOut(ingress)
  restartProvider(box)
}

function setApp(box: Box, app: IngressApp): void {
  const ingress = needIngress(box)
  const problems = appProblems(app)
  if (problems.length > 0) throw new TypeError(`App: ${problems.join('; ')}`)
  ingress.app = app
}

function switchUser(box: Box, name: string): void {
  const user = readUser(name)
  if (user === undefined) throw new TypeError(`There is no user "${name}"`)
  needIngress(box).signIns.switchAll(user)
}

function setRole(box: Box, name: string, role: string): void {
  const [user, known] = [readUser(name), readRole(role)]
  if (user === undefined) throw new TypeError(`There is no user "${name}"`)
  if (known === undefined) throw new TypeError(`There is no role "${role}"`)
  box.roles.set(user.name, known)
}

function secretOf(made: HandedOut): string {
  if ('problem' in made) throw new TypeError(made.problem)
  return made.secret
}

function needIngress({ ingress }: Box): IngressState {
  if (ingress === undefined) throw new TypeError('This box stands in front of no app')
  return ingress
}

function hostname(box: Box): string {
  return new URL(box.origin).hostname
}
