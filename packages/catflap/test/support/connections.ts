/** A server below HTTP, with each connection in the test's hands. */
import { createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { listen } from './server.ts'

/** A server that treats each connection, and each request on it, as it is told by their numbers. */
export async function connections(
  onRequest: (socket: Socket, connection: number, request: number) => void,
): Promise<{ readonly origin: string; readonly heads: string[] }> {
  const heads: string[] = []
  let count = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const connection = ++count
    let request = 0
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      const [line = ''] = data.toString('latin1').split('\r\n')
      if (!/^(GET|POST) /.test(line)) return
      heads.push(line)
      onRequest(socket, connection, ++request)
    })
  })
  const { origin, close } = await listen(server)
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    return close()
  })
  return { origin, heads }
}
