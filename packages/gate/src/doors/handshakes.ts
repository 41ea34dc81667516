/** WebSockets at the public door: let in like any request, by their own origin, and watched from then on. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  answerHandshake,
  type Failure,
  forwardUpgrade,
  hasBody,
  isWebSocket,
  type Leave,
} from 'catflap-forward'
import { GateError } from '../errors.ts'
import type { Admission } from './admission.ts'
import type { PublicDoorParts } from './parts.ts'
import { upstreamError } from './upstream-error.ts'
import { beginVisit, entryOf, LEFT, refuse, type Visit } from './visit.ts'

async function send(socket: Duplex, response: Response): Promise<void> {
  const body = await response.text()
  answerHandshake(socket, response.status, [...response.headers].flat(), body)
}

/** Of what has its answer and opens nothing: that answer may come to its end. */
const STAYS: Leave = () => {}

/** Takes a server's `upgrade` events. */
export function createHandshakes(
  { login, upstream, options, sockets, log, metrics }: PublicDoorParts,
  admission: Admission,
): (req: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const tell = (visit: Visit, status: number): void => {
    metrics.observe(visit.note.by, status, 0)
    if (options.accessLog) log(entryOf(visit, options.peers, status, 0))
  }
  function end(visit: Visit, socket: Duplex, response: Response): Promise<void> {
    tell(visit, response.status)
    return send(socket, response)
  }

  async function take(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const visit = beginVisit(req)
    // Nothing else may change the protocol, and a body here would be bytes of the new one.
    if (!isWebSocket(req) || hasBody(req)) {
      return end(visit, socket, refuse(login, new GateError('GATE_UPGRADE_REFUSED'), visit))
    }
    const found = await admission.admit(visit)
    if (found instanceof Response) return end(visit, socket, found)
    // Who has left meanwhile would be counted for ever: the end of its socket has been told already.
    if (socket.destroyed) return tell(visit, LEFT)
    const session = found.session?.id
    if (!sockets.hasRoom(session)) {
      return end(visit, socket, refuse(login, new GateError('GATE_SOCKETS_TOO_MANY'), visit))
    }
    let leave: Leave = () => socket.destroy()
    sockets.add({
      socket,
      session,
      isAllowed: () => admission.wouldPass(visit, session),
      leave: (code) => leave(code),
    })
    let status = LEFT
    const fail = (why: Failure, cause: Error | undefined): void => {
      const error = upstreamError(why, cause, upstream?.address ?? '', found.session)
      const response = refuse(login, error, visit)
      status = response.status
      leave = STAYS
      void send(socket, response)
    }
    socket.once('close', () => tell(visit, status))
    forwardUpgrade({ message: req, socket, head }, found.destination, fail, (answered, how) => {
      visit.note.by = 'app'
      status = answered
      leave = how ?? STAYS
    })
  }

  return (req, socket, head) => {
    socket.on('error', () => socket.destroy())
    take(req, socket, head).catch(() => socket.destroy())
  }
}
