/**
 * Counts for Prometheus. Labels are closed lists, so that no visitor makes them grow.
 */
import type { LoginEvent } from 'catflap'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Who gave an answer. */
export type Answerer = 'app' | 'login' | 'gate'

export interface Metrics {
  readonly registry: Registry
  /** @param seconds - from the head of the request to the end of the answer */
  observe(by: Answerer, status: number, seconds: number): void
  observeEvent(event: LoginEvent): void
}

const PREFIX = 'catflap_gate_'

/** @param openSockets - how many WebSockets are open */
export function createMetrics(openSockets: () => number): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: PREFIX })
  const requests = new Counter({
    name: `${PREFIX}requests_total`,
    help: 'Requests, by who answered and the class of the status.',
    labelNames: ['by', 'status'] as const,
    registers,
  })
  const duration = new Histogram({
    name: `${PREFIX}request_duration_seconds`,
    help: 'From the head of a request to the end of its answer.',
    labelNames: ['by'] as const,
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60],
    registers,
  })
  const events = new Counter({
    name: `${PREFIX}login_events_total`,
    help: 'What the login tells of itself.',
    labelNames: ['type'] as const,
    registers,
  })
  new Gauge({
    name: `${PREFIX}websockets`,
    help: 'Open WebSockets.',
    registers,
    collect() {
      this.set(openSockets())
    },
  })
  return {
    registry,
    observe(by, status, seconds) {
      requests.inc({ by, status: `${Math.floor(status / 100)}xx` })
      duration.observe({ by }, seconds)
    },
    observeEvent: ({ type }) => events.inc({ type }),
  }
}
