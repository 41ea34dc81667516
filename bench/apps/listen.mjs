/**
 * Opens a server on any free port, tells the parent which, and ends with the parent.
 */
import { executionAsyncResource } from 'node:async_hooks'
import { createServer } from 'node:http'

/** @param {import('node:http').Server} server */
export function listen(server) {
  // A connection that the client is about to use again must not be closed.
  server.keepAliveTimeout = 0
  process.once('disconnect', () => process.exit())
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.({ port: typeof address === 'object' ? address?.port : undefined })
  })
}

/** The same for a listener of node:http. @param {import('node:http').RequestListener} listener */
export const serve = (listener) => listen(createServer(listener))

/**
 * Answers every message with the processor time used so far, in microseconds, and with how long the
 * event loop has had something to do and nothing to do, in milliseconds.
 */
export function tellClocks() {
  keepTicksCheap()
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    const { active, idle } = performance.eventLoopUtilization()
    process.send?.({ processorTime: user + system, active, idle })
  })
}

/**
 * Keeps one of the objects that Node makes for each `process.nextTick`. When none was alive in three collections
 * of garbage, V8 forgets their shape, and from then on each costs 0.2 µs more; a request makes about nine. That
 * happens by chance, more often where somebody has signed in than where everybody is only greeted, and would be
 * taken for a cost of the guard.
 */
function keepTicksCheap() {
  process.nextTick(() => {
    const tick = executionAsyncResource()
    process.once('exit', () => tick)
  })
}
