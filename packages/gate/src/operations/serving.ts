/** Servers that listen, and how they end: what is under way is finished first. */
import { once } from 'node:events'
import { chmodSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Place } from '../settings/settings.ts'

/** Milliseconds that requests under way have to finish before they are cut. */
export const DRAIN = 10_000
/** Milliseconds between two looks for connections that nobody uses any more. */
const LOOK = 100

/** Lets a server listen. @returns its address, as a person writes it */
export async function listen(server: Server, place: Place): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    const ready = (): void => {
      server.off('error', reject)
      resolve()
    }
    if ('socket' in place) server.listen(place.socket, ready)
    else server.listen(place.port, place.host, ready)
  })
  if ('socket' in place) {
    // Whoever may connect here is believed.
    chmodSync(place.socket, 0o660)
    return `unix:${place.socket}`
  }
  const { address, family, port } = server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

/**
 * Takes away the sockets that processes left behind when they were killed: nobody answers there. To be called once,
 * before anybody listens: of several workers each would take away that of the others.
 */
export async function removeStaleSockets(places: readonly (Place | undefined)[]): Promise<void> {
  for (const place of places) {
    if (place === undefined || !('socket' in place)) continue
    const asked = connect(place.socket)
    const failure: unknown = await once(asked, 'connect').then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error.code,
    )
    asked.destroy()
    if (failure === 'ECONNREFUSED') rmSync(place.socket)
  }
}

/**
 * Ends a server: it takes nobody new, and what is under way goes on for {@link DRAIN} at most.
 *
 * @param patience - milliseconds
 */
export async function drainServer(server: Server, patience: number = DRAIN): Promise<void> {
  if (!server.listening) return
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // Each connection ends with the request that is under way on it.
  const look = setInterval(() => server.closeIdleConnections(), LOOK)
  const cut = setTimeout(() => server.closeAllConnections(), patience)
  await closed
  clearInterval(look)
  clearTimeout(cut)
}
