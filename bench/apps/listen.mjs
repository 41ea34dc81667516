/**
 * Opens a server on any free port, tells the parent which, and ends with the parent.
 */

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

/** Answers every message with the processor time used so far, in microseconds. */
export function tellProcessorTime() {
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.({ processorTime: user + system })
  })
}
