/**
 * The viewer: wires configuration, login and routes into one web app.
 */
import { ConfigurationError, type ConfigurationProblem, createLogin, type Login } from 'catflap'
import type { LoginEnv } from 'catflap/hono'
import { ADMIN_GROUP } from 'catflap-lazycat/facts'
import type { Hono } from 'hono'
import { failurePage } from './answer.tsx'
import { createApp } from './app.tsx'
import { createMask, createSecretMask, type Hide } from './env/mask.ts'
import { createMetrics } from './metrics.ts'
import { METRICS_TOKEN, readMetricsToken } from './metrics-token.ts'
import type { Site } from './site.ts'

/** Options of {@link createViewer}. */
export interface ViewerOptions {
  /** Settings of the login, and what the environment page shows; as in `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Receives every event as one line of JSON; default: nobody. */
  readonly log?: (line: string) => void
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch
  /** Replaces the clock: seconds since the epoch. */
  readonly now?: () => number
}

/** A viewer, ready to answer requests. */
export interface Viewer {
  readonly app: Hono<LoginEnv>
  /** `undefined` when the configuration is incomplete; the app then says what is missing. */
  readonly login: Login | undefined
  close(): Promise<void>
}

/** Makes a viewer. Contacts nobody; an incomplete configuration closes it instead of failing. */
export function createViewer(options: ViewerOptions): Viewer {
  const { environment } = options
  const now = options.now ?? (() => Date.now() / 1000)
  const hide = createSecretMask(environment)
  const log = createLog(options, now, hide)
  const adminGroup = environment.CATFLAP_ADMIN_GROUP?.trim() || ADMIN_GROUP.value
  const basis = { environment, adminGroup, now, log, metrics: createMetrics(), hide }
  const { login, problems } = configure(options, basis)
  const site: Site = { login, problems, ...basis }
  if (login === undefined) {
    const missing = problems.map(({ variable, seen }) => `${variable}: ${seen}`)
    log({ type: 'not-configured', code: 'CONFIGURATION_INVALID', problems: missing })
  }
  const token = readMetricsToken(environment)
  if ('closed' in token && environment[METRICS_TOKEN] !== undefined) {
    log({ type: 'metrics-closed', variable: METRICS_TOKEN, seen: token.closed })
  }
  return { app: createApp(site), login, close: async () => login?.close() }
}

function configure(
  { environment, fetch, now }: ViewerOptions,
  basis: Omit<Site, 'login' | 'problems'>,
): { login: Login | undefined; problems: readonly ConfigurationProblem[] } {
  try {
    const login = createLogin({
      environment,
      routes: { afterLogin: '/session' },
      onEvent(event, error) {
        basis.metrics.observe(event)
        basis.log({ ...event, message: error?.message })
      },
      failurePage: (failure) => failurePage(basis, failure),
      ...(fetch && { fetch }),
      ...(now && { now }),
    })
    return { login, problems: [] }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    // Anybody can read what is wrong, and a secret may stand where an address belongs.
    const hide = createMask(environment)
    const problems = error.problems.map((one) => ({ ...one, seen: hide(one.seen) }))
    return { login: undefined, problems }
  }
}

/** One line of JSON per entry, and no secret of the environment in any of them. */
function createLog({ log }: ViewerOptions, now: () => number, hideSecrets: Hide): Site['log'] {
  if (log === undefined) return () => {}
  return (entry) => {
    const time = new Date(now() * 1000).toISOString()
    const hidden = (_: string, value: unknown): unknown =>
      typeof value === 'string' ? hideSecrets(value) : value
    log(JSON.stringify({ time, ...entry }, hidden))
  }
}
