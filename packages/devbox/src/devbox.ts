/** The public object: starts a box and hands out its levers. */
import { createBox, restartProvider, rotateSecret } from './box.ts'
import { buildEnvironment } from './environment.ts'
import type { FaultName } from './faults/names.ts'
import { type DevboxOptions, parseOptions } from './options.ts'
import { createRouter } from './router.ts'
import { createRequestLog, listen, type SeenRequest } from './server.ts'
import { type BoxUser, USERS } from './users.ts'

/** A running box. */
export interface Devbox {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string
  /** Issuer identifier of the provider: the origin and `/sys/oauth`. */
  readonly issuer: string
  /** The variables an app gets, with the client secret of this moment. */
  readonly environment: Readonly<Record<string, string>>
  readonly users: readonly BoxUser[]
  readonly faults: {
    readonly active: readonly FaultName[]
    /** Makes exactly these faults active. */
    set(...names: FaultName[]): void
    clear(): void
  }
  /** The last 10000 requests, in order; a status of 0 means not answered. */
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
  /** Stops listening and cuts every connection, hanging ones too. */
  close(): Promise<void>
}

/**
 * Starts a LazyCat box on a loopback address.
 *
 * @throws TypeError when an option is not acceptable.
 */
export async function createDevbox(options: DevboxOptions = {}): Promise<Devbox> {
  const settings = parseOptions(options)
  const log = createRequestLog()
  let box!: ReturnType<typeof createBox>
  const { server, origin } = await listen(settings.host, settings.port, log, (address) => {
    box = createBox(settings, address)
    return { now: () => box.clock.now(), handle: createRouter(box, log) }
  })
  return {
    origin,
    issuer: box.issuer,
    get environment() {
      return buildEnvironment(box)
    },
    users: USERS,
    faults: box.faults,
    requests: log.entries,
    count: log.count,
    secrets: () => box.secrets.all(),
    rotateKeys: () => box.keys.rotate(box.clock.now()),
    restart: () => restartProvider(box),
    rotateSecret: () => rotateSecret(box),
    setClockSkew: (seconds) => box.clock.setSkew(seconds),
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}
