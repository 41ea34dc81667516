/**
 * WebSockets and other upgrades on node:http: a browser opens one to us from any page, with this
 * person's cookie where the page is same-site, as every app of one box is. So a session alone does
 * not count here; the `Origin` has to be ours, too.
 *
 * @see RFC 6455, section 10.2
 */
import type { IncomingMessage } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Login } from '../login.ts'
import type { Session } from '../session/session.ts'
import { meets, refusal, refuseUpgrade, type SessionDemand } from './need.ts'
import { askedOf, identify } from './node-authenticate.ts'
import { headerOf, isThenable } from './node-messages.ts'

/** Your upgrade handler: gets the session of the request. It owns the socket from then on. */
export type UpgradeHandler = (
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  session: Session,
) => unknown

/** Options of {@link requireLoginOnUpgrade}. */
export interface UpgradeOptions extends SessionDemand {
  /** Origins beside the app's own whose pages may open a connection, such as `https://app.example`. */
  readonly allowedOrigins?: readonly string[]
}

/**
 * Lets only upgrades pass that have a session and come from a page of this app: for
 * `server.on('upgrade', …)`. Others get 401, 403, or 503 where it cannot be told.
 *
 * A program that sends no `Origin` passes with a session: only browsers can be led into a request,
 * and they always send one.
 */
export function requireLoginOnUpgrade(
  login: Login,
  handler: UpgradeHandler,
  { allowedOrigins = [], ...demand }: UpgradeOptions = {},
): (req: IncomingMessage, socket: Duplex, head: Buffer) => void {
  /** What the app throws ends its connection, and is told as one event. */
  function run(req: IncomingMessage, socket: Duplex, head: Buffer, session: Session): void {
    const fail = (error: unknown): void => {
      login.refuse(error, headerOf(req))
      socket.destroy()
    }
    try {
      const running = handler(req, socket, head, session)
      if (isThenable(running)) Promise.resolve(running).catch(fail)
    } catch (error) {
      fail(error)
    }
  }

  return function upgrade(req, socket, head) {
    const target = req.url ?? '/'
    // It stays: an async handler may not listen yet, and an error without a listener ends the process.
    const drop = (): void => void socket.destroy()
    socket.on('error', drop)

    function pass(found: Response | Session | undefined): void {
      if (found instanceof Response) refuse(socket, found)
      else if (found !== undefined && meets(found, demand)) run(req, socket, head, found)
      else
        refuse(socket, refusal(login, found, demand, { ...askedOf(req, target), allowedOrigins }))
    }

    const refused = refuseUpgrade(login, headerOf(req), allowedOrigins)
    const found = refused ?? identify(login, req, target)
    if (found instanceof Promise) void found.then(pass)
    else pass(found)
  }
}

/** Writes an answer in place of the upgrade, and ends the connection. */
function refuse(socket: Duplex, response: Response): void {
  const { status, headers } = response
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, 'connection: close']
  for (const [name, value] of headers) lines.push(`${name}: ${value}`)
  response.text().then(
    (body) => {
      const length = Buffer.byteLength(body)
      // The other side may keep its half open for ever.
      socket.once('finish', () => socket.destroy())
      socket.end(`${lines.join('\r\n')}\r\ncontent-length: ${length}\r\n\r\n${body}`)
    },
    () => socket.destroy(),
  )
}
