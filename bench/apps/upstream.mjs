/**
 * The app behind the gates: it answers every request with the same kilobyte, and a handshake with 101, for as
 * little as can be, since it is not what is measured.
 */
import { createHash } from 'node:crypto'
import { createServer } from 'node:net'

const BODY = 'a'.repeat(1024)
const ANSWER = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`,
)
const END = '\r\n\r\n'
/** RFC 6455, section 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** @param {string} key */
const handshake = (key) => {
  const accept = createHash('sha1')
    .update(key + GUID)
    .digest('base64')
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}${END}`
}

const server = createServer({ noDelay: true }, (socket) => {
  let rest = ''
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1')
    const heads = rest.split(END)
    rest = heads.pop() ?? ''
    for (const head of heads) {
      const key = /^sec-websocket-key: *(\S+)/im.exec(head)?.[1]
      socket.write(key === undefined ? ANSWER : handshake(key))
    }
  })
})
process.once('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined })
})
