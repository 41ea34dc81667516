/** Servers on loopback with a free port. */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { onTestFinished } from 'vitest'

/** Starts a server; closing it cuts its connections. */
export async function listen<Listening extends Server & { closeAllConnections?: () => void }>(
  server: Listening,
): Promise<{ readonly origin: string; readonly server: Listening; close(): Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    server,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections?.()
      return closed
    },
  }
}

/** Plays what an injected fetch cannot; closed when the test is finished. */
export async function serve(listener: RequestListener): Promise<string> {
  const { origin, close } = await listen(createServer(listener))
  onTestFinished(close)
  return origin
}
