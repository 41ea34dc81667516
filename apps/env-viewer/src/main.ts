/**
 * Starts the viewer from the environment of this process, and ends it on SIGTERM or SIGINT.
 */
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { createViewer, type Viewer } from './index.ts'
import { listenError, parseStartOptions, StartError } from './start-options.ts'

/** Milliseconds that open requests have to finish before they are cut. */
const GRACE = 5000

const log = (line: string): void => void process.stdout.write(`${line}\n`)

// Whoever reads the log may go away: the log is lost then, the viewer is not.
process.stdout.on('error', () => {})

try {
  start()
} catch (error) {
  fail(error)
}

function start(): void {
  const options = parseStartOptions(process.env)
  const viewer = createViewer({ environment: process.env, log })
  const server = createAdaptorServer({ fetch: viewer.app.fetch, hostname: options.host })
  server.on('error', (error) => fail(listenError(error, options)))
  server.listen(options.port, options.host, () => {
    const { address, family, port } = server.address() as AddressInfo
    const host = family === 'IPv6' ? `[${address}]` : address
    const time = new Date().toISOString()
    log(JSON.stringify({ time, type: 'listening', address: `http://${host}:${port}` }))
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => stop(signal, server, viewer))
  }
}

function stop(signal: string, server: ServerType, viewer: Viewer): void {
  log(JSON.stringify({ time: new Date().toISOString(), type: 'stopping', signal }))
  const cut = setTimeout(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
  }, GRACE)
  cut.unref()
  server.close(() => {
    void viewer.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
}

function fail(error: unknown): never {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
