/** Metrics: for a probe of this machine, which has no session, and for administrators. */
import { LoginError } from 'catflap'
import type { LoginEnv } from 'catflap/hono'
import type { MiddlewareHandler } from 'hono'
import { isLocalProbe } from '../local-probe.ts'
import { roleOf } from '../role.ts'
import type { Site, Visit } from '../site.ts'

const READS: readonly string[] = ['GET', 'HEAD']

/** Answers a probe before anybody asks the store who is signed in, and lets others pass. */
export function metricsForProbe(site: Site): MiddlewareHandler<LoginEnv> {
  return async function answerProbe(c, next) {
    return READS.includes(c.req.method) && isLocalProbe(c) ? tell(site) : next()
  }
}

/**
 * `GET /metrics` for everybody else.
 *
 * @throws {@link LoginError} `FORBIDDEN` to all but administrators
 */
export function tellMetrics(site: Site, c: Visit): Promise<Response> {
  const session = c.get('session')
  const { adminGroup } = site
  if (session !== undefined && roleOf(session, adminGroup) === 'administrator') return tell(site)
  throw new LoginError('FORBIDDEN', 'viewer: metrics are for probes of this machine', {
    parameter: 'groups',
    expected: adminGroup,
    seen: session?.groups.join(', ').slice(0, 200) || 'none',
  })
}

async function tell({ login, metrics }: Site): Promise<Response> {
  if (login !== undefined) metrics.observeStore(await login.readiness())
  const { registry } = metrics
  const headers = { 'content-type': registry.contentType }
  return new Response(await registry.metrics(), { headers })
}
