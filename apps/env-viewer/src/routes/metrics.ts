/** Metrics: for a scraper with the token, which has no session, and for administrators. */
import type { LoginEnv } from 'catflap/hono'
import type { MiddlewareHandler } from 'hono'
import { METRICS_TOKEN, readMetricsToken } from '../metrics-token.ts'
import { requireAdministrator } from '../role.ts'
import type { Site, Visit } from '../site.ts'

const READS: readonly string[] = ['GET', 'HEAD']

/** Answers a scraper before anybody asks the store who is signed in, and lets others pass. */
export function metricsForScraper(site: Site): MiddlewareHandler<LoginEnv> {
  const token = readMetricsToken(site.environment)
  return async function answerScraper(c, next) {
    const open = 'isIn' in token && token.isIn(c.req.header('authorization'))
    return open && READS.includes(c.req.method) ? tell(site) : next()
  }
}

/**
 * `GET /metrics` for everybody else.
 *
 * @throws `FORBIDDEN` to all but administrators
 */
export function tellMetrics(site: Site, c: Visit): Promise<Response> {
  const message = `viewer: metrics need the token of ${METRICS_TOKEN}`
  requireAdministrator(site, c, c.get('session'), message)
  return tell(site)
}

async function tell({ login, metrics }: Site): Promise<Response> {
  if (login !== undefined) metrics.observeStore(await login.readiness())
  const { registry } = metrics
  const headers = { 'content-type': registry.contentType }
  return new Response(await registry.metrics(), { headers })
}
