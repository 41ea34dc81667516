/**
 * Opens a server on any free port, tells the parent which, and ends with the parent.
 */
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
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    const { active, idle } = performance.eventLoopUtilization()
    process.send?.({ processorTime: user + system, active, idle })
  })
}
