/** Bodies that nobody waits for any more, or that are short: the public door lets an upload take any time, as long as an app takes it. */
import type { IncomingMessage } from 'node:http'

/** Milliseconds that the rest of such a body may take, as long as whoever sends it needs to see an answer. */
const PATIENCE = 30_000

/** Cuts the connection of a request whose body is not there in time: byte by byte it could be kept open for ever. */
export function limitBody(req: IncomingMessage): void {
  if (req.complete) return
  const late = setTimeout(() => {
    if (!req.complete) req.socket.destroy()
  }, PATIENCE)
  late.unref()
  req.once('close', () => clearTimeout(late))
}
