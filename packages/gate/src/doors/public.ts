/**
 * The public door: the gate's own pages below its prefix, and the app behind everything else. It never reads
 * a header that names another request; who is asking is said by the session's cookie alone.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { sendResponse, withLogin } from 'catflap/node'
import { answerHandshake, type Failure, forward } from 'catflap-forward'
import { pathOf } from '../operations/log.ts'
import { createAdmission } from './admission.ts'
import { checkArrival } from './arrival.ts'
import { createHandshakes } from './handshakes.ts'
import { limitBody } from './late-body.ts'
import type { PublicDoorParts } from './parts.ts'
import { noticingStreams } from './streams.ts'
import { upstreamError } from './upstream-error.ts'
import { beginVisit, refuse, tellWhenOver } from './visit.ts'

// Whatever NODE_OPTIONS say: two readings of where a body ends would smuggle requests in. An upload may take
// any time, a head may not. A connection is kept for longer than a front keeps its own (nginx: 60 s).
const SERVER = {
  insecureHTTPParser: false,
  maxHeaderSize: 32_768,
  headersTimeout: 60_000,
  requestTimeout: 0,
  keepAliveTimeout: 75_000,
} as const

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'

/** Makes the server of the public door; the caller lets it listen. */
export function createPublicDoor(parts: PublicDoorParts): Server {
  const { login, upstream } = parts
  const { host } = new URL(login.origin)
  const admission = createAdmission(parts)
  const routes = withLogin(login, () => undefined)

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const visit = beginVisit(req)
    tellWhenOver(parts, visit, res)
    res.once('finish', () => limitBody(req))
    const page = parts.page(pathOf(visit.target))
    if (page !== undefined) return sendResponse(req, res, await page)
    const found = await admission.admit(visit)
    if (found instanceof Response) return sendResponse(req, res, found)
    const fail = (why: Failure, cause: Error | undefined): void => {
      visit.note.by = 'gate'
      const error = upstreamError(why, cause, upstream?.address ?? '', found.session)
      void sendResponse(req, res, refuse(login, error, visit))
    }
    visit.note.by = 'app'
    if (req.headers.expect !== undefined) res.writeContinue()
    const { session } = found
    const destination =
      session === undefined
        ? found.destination
        : noticingStreams(found.destination, () => {
            const isAllowed = () => admission.wouldPass(visit, session.id)
            res.once('close', parts.sockets.watch({ isAllowed, leave: () => res.destroy() }))
          })
    forward({ message: req, response: res }, destination, fail)
  }

  /** The login's own paths, of whoever asks at the right host. */
  function take(req: IncomingMessage, res: ServerResponse): void {
    if (!login.owns(req.url ?? '/') || checkArrival(req, host) !== undefined) {
      serve(req, res).catch(() => res.destroy())
      return
    }
    const visit = beginVisit(req)
    visit.note.by = 'login'
    tellWhenOver(parts, visit, res)
    limitBody(req)
    if (req.headers.expect !== undefined) res.writeContinue()
    routes(req, res)
  }

  const server = createServer(SERVER, take)
  // With it nobody is asked for a body before it is known whether the request may pass.
  server.on('checkContinue', take)
  server.on('upgrade', createHandshakes(parts, admission))
  server.on('connect', (_req: IncomingMessage, socket: Duplex) =>
    answerHandshake(socket, 405, ['Allow', METHODS]),
  )
  return server
}
