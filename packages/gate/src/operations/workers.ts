/**
 * Several processes on one port, with one store. The primary holds no traffic: it starts workers, starts
 * another one where one dies, passes the end on to all, and answers for all at the operations door.
 */
import cluster, { type Worker } from 'node:cluster'
import type { Server } from 'node:http'
import { AggregatorRegistry } from 'prom-client'
import { makeProbeKey, PROBE_KEY_VARIABLE } from '../probe/token.ts'
import { createOperationsDoor } from './door.ts'
import { jsonResponse } from './health.ts'
import type { Log } from './log.ts'

/** Milliseconds before another worker is started for one that died; doubles with each that dies early. */
const BACK_OFF = 250
const LONGEST_BACK_OFF = 30_000
/** Milliseconds after which a worker has lived. */
const SETTLED = 10_000
/** Milliseconds that a worker has to say whether it is ready. */
const PATIENCE = 3000

const QUESTION = 'catflap-gate:ready?'

/** The primary of several workers. */
export interface Primary {
  readonly operations: Server
  /** Ends all workers, and resolves when they have ended. */
  close(): Promise<void>
}

/** Starts workers of this very program. */
export function startWorkers(count: number, log: Log): Primary {
  let ending = false
  let early = 0
  const registry = new AggregatorRegistry()
  // A probe of one worker's comes back to any.
  const shared = { [PROBE_KEY_VARIABLE]: makeProbeKey() }
  const fork = (): void => {
    if (ending) return
    const began = performance.now()
    const worker = cluster.fork(shared)
    worker.once('exit', (code, signal) => {
      if (ending) return
      early = performance.now() - began < SETTLED ? early + 1 : 0
      const wait = Math.min(BACK_OFF * 2 ** early, LONGEST_BACK_OFF)
      log({ type: 'worker-died', pid: worker.process.pid, code, signal, again: wait })
      setTimeout(fork, wait)
    })
  }
  for (let i = 0; i < count; i++) fork()
  const alive = (): Worker[] => Object.values(cluster.workers ?? {}).flatMap((one) => one ?? [])
  const health = {
    healthz: async () => jsonResponse(200, '{"status":"ok"}'),
    readyz: () => askAny(alive()),
  }
  return {
    operations: createOperationsDoor(health, async () => {
      return { text: await registry.clusterMetrics(), type: registry.contentType }
    }),
    async close() {
      ending = true
      await Promise.all(
        alive().map((worker) => {
          const ended = new Promise((resolve) => worker.once('exit', resolve))
          worker.process.kill('SIGTERM')
          return ended
        }),
      )
    },
  }
}

/** One worker that is ready is enough: the port is shared. */
async function askAny(workers: readonly Worker[]): Promise<Response> {
  const answers = await Promise.all(workers.map(askWorker))
  const ready = answers.find(({ status }) => status === 200) ?? answers[0]
  const { status, body } = ready ?? { status: 503, body: '{"status":"starting"}' }
  return jsonResponse(status, body)
}

interface Answer {
  readonly status: number
  readonly body: string
}

function askWorker(worker: Worker): Promise<Answer> {
  return new Promise((resolve) => {
    const finish = (answer: Answer): void => {
      clearTimeout(timer)
      worker.off('message', hear)
      resolve(answer)
    }
    const hear = (message: { type?: string; answer?: Answer }): void => {
      if (message?.type === QUESTION && message.answer !== undefined) finish(message.answer)
    }
    const silent = { status: 503, body: '{"status":"no answer of a worker"}' }
    const timer = setTimeout(() => finish(silent), PATIENCE)
    worker.on('message', hear)
    worker.send(QUESTION, (error) => {
      if (error !== null) finish(silent)
    })
  })
}

/** In a worker: answers the primary's question, and gives it the counts. */
export function answerPrimary(
  registry: Parameters<typeof AggregatorRegistry.setRegistries>[0],
  ready: () => Promise<Response>,
): void {
  new AggregatorRegistry()
  AggregatorRegistry.setRegistries(registry)
  process.on('message', (message) => {
    if (message !== QUESTION) return
    ready()
      .then(async (response) => {
        const answer = { status: response.status, body: await response.text() }
        process.send?.({ type: QUESTION, answer })
      })
      .catch(() => undefined)
  })
}
