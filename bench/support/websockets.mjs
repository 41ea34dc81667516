/** WebSockets that are opened and then stay as they are. */
import { connect } from 'node:net'

/**
 * Opens so many, and resolves when each has been answered with 101.
 *
 * @param {string} origin
 * @param {number} count
 * @param {(socket: number) => string} headersOf - lines of each handshake, but for those of the protocol
 */
export async function openWebSockets(origin, count, headersOf) {
  const { hostname, port } = new URL(origin)
  const sockets = /** @type {import('node:net').Socket[]} */ ([])
  for (let i = 0; i < count; i++) {
    const socket = connect({ host: hostname, port: Number(port) })
    const key = Buffer.alloc(16, i).toString('base64')
    const lines = ['GET /live HTTP/1.1', 'Connection: Upgrade', 'Upgrade: websocket']
    lines.push('Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${key}`, headersOf(i))
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    await new Promise((resolve, reject) => {
      socket.once('error', reject)
      socket.once('data', (chunk) => {
        const line = chunk.toString('latin1').split('\r\n', 1)[0] ?? ''
        if (line.includes(' 101 ')) resolve(undefined)
        else reject(new Error(`a handshake was answered with ${line}`))
      })
    })
    sockets.push(socket)
  }
  return {
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}
