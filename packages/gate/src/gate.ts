/** The shell of one process: wires settings, login, doors and operations, and ends them in order. */
import type { Login } from 'catflap'
import { createUpstream } from 'catflap-forward'
import { VARIABLE_PREFIX } from 'catflap-lazycat/facts'
import { LOOPBACK, type Peers, parsePeers } from './ask/peers.ts'
import { createSigner, KEYS_PATH, type Signer, verificationOf } from './assertion/signer.ts'
import { type Answered, createAuthDoor } from './doors/auth.ts'
import type { AddressedUpstream } from './doors/parts.ts'
import { createPublicDoor } from './doors/public.ts'
import { createTelling } from './doors/telling.ts'
import { createIdentity } from './identity/identity.ts'
import { createOperationsDoor } from './operations/door.ts'
import { createHealth, type Health } from './operations/health.ts'
import type { Log } from './operations/log.ts'
import type { Metrics } from './operations/metrics.ts'
import { drainServer, listen } from './operations/serving.ts'
import { CHECK_EVERY, type Sockets } from './operations/sockets.ts'
import { createProbes, PROBE_KEY_VARIABLE } from './probe/token.ts'
import { PREFIX } from './settings/login.ts'
import type { GateSettings } from './settings/settings.ts'

/** What a gate is made of. */
export interface GateParts {
  readonly settings: GateSettings
  readonly login: Login
  readonly log: Log
  readonly metrics: Metrics
  readonly sockets: Sockets
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** A gate that listens. */
export interface Gate {
  /** Where, by door. */
  readonly addresses: Readonly<Partial<Record<'public' | 'auth' | 'operations', string>>>
  readonly health: Health
  /** Takes nobody new, lets what is under way finish, ends everything. */
  close(): Promise<void>
}

/**
 * Starts a gate.
 *
 * @param own - false where somebody else serves operations for all processes
 * @throws what listening throws, such as `EADDRINUSE`; everything is closed then
 */
export async function startGate(parts: GateParts, own = true): Promise<Gate> {
  const { settings, login, metrics, sockets } = parts
  let draining = false
  const health = createHealth(login, () => draining)
  const upstream = openUpstream(settings)
  const signer =
    settings.identity.signed === undefined
      ? undefined
      : createSigner(verificationOf(login, PREFIX), login.deriveKeys)
  const doors = {
    public: { place: settings.listen, server: openPublicDoor(parts, { health, upstream, signer }) },
    auth: settings.auth && {
      place: settings.auth.listen,
      server: openAuthDoor(parts, settings.auth, signer),
    },
    operations: own &&
      settings.operations && {
        place: settings.operations,
        server: createOperationsDoor(health, async () => ({
          text: await metrics.registry.metrics(),
          type: metrics.registry.contentType,
        })),
      },
  }
  const open = Object.entries(doors).flatMap(([name, door]) => (door ? [{ name, ...door }] : []))
  const watch = setInterval(() => void sockets.check(), CHECK_EVERY)
  watch.unref()
  async function close(): Promise<void> {
    draining = true
    clearInterval(watch)
    sockets.drain()
    await Promise.all(open.map(({ server }) => drainServer(server)))
    upstream?.close()
    await login.close()
  }
  const addresses: Record<string, string> = {}
  try {
    for (const { name, server, place } of open) addresses[name] = await listen(server, place)
  } catch (error) {
    await close()
    throw error
  }
  return { addresses, health, close }
}

function openUpstream({ upstream: address }: GateSettings): AddressedUpstream | undefined {
  return address === undefined ? undefined : { ...createUpstream(address, { keep: true }), address }
}

function openPublicDoor(
  { settings, login, log, metrics, sockets, environment }: GateParts,
  {
    health,
    upstream,
    signer,
  }: {
    readonly health: Health
    readonly upstream: AddressedUpstream | undefined
    readonly signer: Signer | undefined
  },
) {
  const pages: Readonly<Record<string, () => Promise<Response>>> = {
    [`${PREFIX}/healthz`]: () => health.healthz(),
    [`${PREFIX}/readyz`]: () => health.readyz(false),
    ...(signer && { [PREFIX + KEYS_PATH]: () => keysResponse(signer, login) }),
  }
  const identity = createIdentity(settings.identity)
  return createPublicDoor({
    login,
    upstream,
    rules: settings.rules,
    identity,
    tell: createTelling(identity, signer),
    sockets,
    log,
    metrics,
    page: (path) => (Object.hasOwn(pages, path) ? pages[path]?.() : undefined),
    options: {
      prefix: PREFIX,
      origins: settings.websockets.origins,
      peers: peersOf(settings.trustedProxies),
      limits: settings.timeouts,
      host: settings.host,
      authorization: settings.authorization,
      accessToken: settings.identity.accessToken,
      isLazyCat: Object.keys(environment).some((name) => name.startsWith(VARIABLE_PREFIX.value)),
      accessLog: settings.accessLog,
    },
  })
}

function openAuthDoor(
  { settings, login, log, environment }: GateParts,
  auth: NonNullable<GateSettings['auth']>,
  signer: Signer | undefined,
) {
  const onAnswer = ({ path, asked, status, code, client }: Answered): void => {
    const target = asked?.target.split('?', 1)[0]
    log({ type: 'asked', door: path, method: asked?.method, path: target, status, code, client })
  }
  return createAuthDoor({
    login,
    rules: settings.rules,
    origins: settings.websockets.origins,
    tell: createTelling(createIdentity(settings.identity), signer),
    proxy: auth.proxy,
    probes: createProbes(environment[PROBE_KEY_VARIABLE]),
    peers: peersOf(auth.trustedProxies.length === 0 ? LOOPBACK : auth.trustedProxies),
    ...(settings.accessLog && { onAnswer }),
  })
}

/** For whoever checks what the gate has signed, at whatever address of the gate they ask. */
async function keysResponse(signer: Signer, login: Login): Promise<Response> {
  try {
    const headers = { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' }
    return new Response(JSON.stringify(await signer.keys()), { headers })
  } catch (error) {
    return login.refuse(error, () => undefined)
  }
}

/** The networks have been checked with the settings. */
function peersOf(list: readonly string[]): Peers {
  const peers = parsePeers(list)
  if ('has' in peers) return peers
  throw new TypeError(`no networks: ${peers.unusable.join()}`)
}
