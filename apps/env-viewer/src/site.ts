/**
 * What every route of the viewer works with, made once at the start.
 */
import type { ConfigurationProblem, Environment, HeaderReader, Login } from 'catflap'
import type { LoginEnv } from 'catflap/hono'
import type { Context } from 'hono'
import type { Hide } from './env/mask.ts'
import type { Metrics } from './metrics.ts'

/** The viewer's parts. Exactly one of `login` and `problems` says whether it can sign anyone in. */
export interface Site {
  /** `undefined` when the configuration is incomplete: then everything protected stays closed. */
  readonly login: Login | undefined
  readonly problems: readonly ConfigurationProblem[]
  readonly environment: Environment
  /** The group whose members may see the environment. */
  readonly adminGroup: string
  /** Seconds since the epoch. */
  readonly now: () => number
  /** Writes one line of JSON to the log. */
  readonly log: (entry: Readonly<Record<string, unknown>>) => void
  readonly metrics: Metrics
  /** Hides the secrets of the environment in a text of others. */
  readonly hide: Hide
}

/** A request on its way through the viewer. */
export type Visit = Context<LoginEnv>

/** Reads the headers of a request by lower-case name. */
export function headersOf(c: Visit): HeaderReader {
  return (name) => c.req.header(name)
}

/** Path and query of a request. */
export function targetOf(c: Visit): string {
  const { pathname, search } = new URL(c.req.url)
  return pathname + search
}

/** True when the answer is for a person: programs get JSON, and below `/api/` everybody does. */
export function wantsPage(c: Visit): boolean {
  return !c.req.path.startsWith('/api/') && (c.req.header('accept')?.includes('text/html') ?? false)
}
