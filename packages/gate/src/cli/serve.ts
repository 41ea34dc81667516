/** Serves until the process is told to end. */
import cluster from 'node:cluster'
import { type Gate, type GateParts, startGate } from '../gate.ts'
import { drainServer, listen, removeStaleSockets } from '../operations/serving.ts'
import { answerPrimary, startWorkers } from '../operations/workers.ts'

/** A gate to be, and who tells it to end. */
export interface Serving extends GateParts {
  readonly signals: Pick<NodeJS.EventEmitter, 'once'>
}

/** Serves in this process, and in several where so many are wanted. @returns the exit code */
export async function start(serving: Serving): Promise<number> {
  if (cluster.isWorker) return serve(serving)
  const { listen: open, auth, operations, workers } = serving.settings
  await removeStaleSockets([open, auth?.listen, operations])
  return workers > 1 ? serveByWorkers(serving) : serve(serving)
}

/** One process: alone, or one of several workers. @returns the exit code */
async function serve(serving: Serving): Promise<number> {
  const { log, metrics } = serving
  const ended = untilTold(serving)
  let gate: Gate
  try {
    gate = await startGate(serving, !cluster.isWorker)
  } catch (error) {
    return fail(serving, error)
  }
  if (cluster.isWorker) answerPrimary(metrics.registry, () => gate.health.readyz(true))
  log({ type: 'listening', ...gate.addresses, pid: process.pid })
  log({ type: 'stopping', signal: await ended })
  await gate.close()
  if (cluster.isWorker) process.disconnect?.()
  return 0
}

/** The primary of several workers. @returns the exit code */
async function serveByWorkers(serving: Serving): Promise<number> {
  const { settings, login, log } = serving
  const ended = untilTold(serving)
  // The store is the workers' own affair.
  await login.close()
  const primary = startWorkers(settings.workers, log)
  try {
    if (settings.operations !== undefined) {
      const operations = await listen(primary.operations, settings.operations)
      log({ type: 'listening', operations, pid: process.pid })
    }
  } catch (error) {
    await primary.close()
    return fail(serving, error)
  }
  log({ type: 'stopping', signal: await ended })
  await Promise.all([primary.close(), drainServer(primary.operations)])
  return 0
}

/** The first signal ends in order; a second one is Node's, which ends at once. */
const untilTold = ({ signals }: Serving): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT']) signals.once(signal, () => resolve(signal))
  })

function fail({ log, settings }: Serving, error: unknown): number {
  const { code, message } = error as NodeJS.ErrnoException
  log({ type: 'cannot-listen', code: code ?? message, listen: settings.listen })
  return 1
}
