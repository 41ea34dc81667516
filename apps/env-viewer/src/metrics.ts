/**
 * Counts and durations for Prometheus, fed by what the library tells of itself.
 *
 * Labels hold codes, reasons and endpoints only: lists that are closed, so that neither a person nor
 * a provider can make them grow.
 */
import type { LoginEvent, Readiness } from 'catflap'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** One viewer's metrics. */
export interface Metrics {
  readonly registry: Registry
  /** Takes an event into account. */
  observe(event: LoginEvent): void
  /** Takes one look-up of a readiness probe into account. */
  observeStore(readiness: Readiness): void
}

const PREFIX = 'catflap_'
const PERSON = [1, 2, 5, 10, 30, 60, 120, 300, 600]
const NETWORK = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const EMBEDDED = [0.00001, 0.00005, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2]

/** Makes metrics in a registry of their own, those of the process among them. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: PREFIX })
  const { counters, histograms } = createMeters(registry)

  return {
    registry,
    observeStore({ store, storeDuration }) {
      histograms.store.observe({ outcome: store }, storeDuration / 1000)
    },
    observe(event) {
      switch (event.type) {
        case 'login-started':
          return counters.started.inc()
        case 'login-completed':
          counters.logins.inc({ outcome: 'ok' })
          counters.begun.inc()
          return histograms.login.observe(event.duration / 1000)
        case 'login-failed':
          return counters.logins.inc({ outcome: event.code })
        case 'callback-healed':
          return counters.healed.inc({ code: event.code })
        case 'session-ended':
          return counters.ended.inc({ reason: event.reason })
        case 'session-renewed':
          return counters.renewals.inc({ outcome: 'ok' })
        case 'renewal-failed':
          return counters.renewals.inc({ outcome: event.code })
        case 'renewal-shared':
          return counters.shared.inc()
        case 'request-refused':
          return counters.refused.inc({ code: event.code })
        case 'provider-answered': {
          const outcome = `${Math.floor(event.status / 100)}xx`
          const labels = { endpoint: event.endpoint, outcome }
          return histograms.provider.observe(labels, event.duration / 1000)
        }
        case 'provider-failed': {
          const labels = { endpoint: event.endpoint, outcome: event.code }
          return histograms.provider.observe(labels, event.duration / 1000)
        }
        case 'stale-used':
          return counters.stale.inc({ endpoint: event.endpoint })
        case 'store-recovered':
          return counters.recovered.inc()
      }
    },
  }
}

function createMeters(registry: Registry) {
  const common = (name: string, help: string) => {
    return { name: PREFIX + name, help, registers: [registry] }
  }
  const counter = <T extends string = never>(name: string, help: string, ...labelNames: T[]) =>
    new Counter<T>({ ...common(name, help), labelNames })
  const histogram = <T extends string = never>(
    name: string,
    help: string,
    buckets: number[],
    ...labelNames: T[]
  ) => new Histogram<T>({ ...common(name, help), buckets, labelNames })

  return {
    counters: {
      started: counter('logins_started_total', 'Logins sent to the provider.'),
      logins: counter('logins_total', 'Logins that came back, by outcome.', 'outcome'),
      healed: counter('callbacks_healed_total', 'Stale callbacks led on, by code.', 'code'),
      begun: counter('sessions_begun_total', 'Sessions begun.'),
      ended: counter('sessions_ended_total', 'Sessions ended early, by reason.', 'reason'),
      renewals: counter('renewals_total', 'Renewals of access tokens, by outcome.', 'outcome'),
      shared: counter('renewals_shared_total', 'Renewals spared, as another had just been made.'),
      refused: counter('requests_refused_total', 'Requests refused, by code.', 'code'),
      recovered: counter('store_recoveries_total', 'Damaged databases that were set aside.'),
      stale: counter('stale_used_total', 'Failed fetches bridged by what was known.', 'endpoint'),
    },
    histograms: {
      login: histogram(
        'login_duration_seconds',
        'From leaving for the provider to the session.',
        PERSON,
      ),
      provider: histogram(
        'provider_request_duration_seconds',
        'Requests to the provider, by endpoint and outcome.',
        NETWORK,
        'endpoint',
        'outcome',
      ),
      store: histogram(
        'store_read_duration_seconds',
        'One look-up in the store, made by each probe of /readyz and /metrics.',
        EMBEDDED,
        'outcome',
      ),
    },
  }
}
