/** The ingress: what stands in front of the app on its hosts. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  answerHandshake,
  createUpstream,
  type Destination,
  forward,
  forwardUpgrade,
} from 'catflap-forward'
import { API_TOKEN_HEADER, TICKET_HEADER } from 'catflap-lazycat/facts'
import type { Box } from '../box/box.ts'
import type { Caller } from '../box/callers.ts'
import { appDomain, type IngressState, isAppHost, isLinkHost } from '../box/ingress-state.ts'
import { asOfNow } from '../box/users.ts'
import type { Reply } from '../http/reply.ts'
import { parseRequest } from '../http/request.ts'
import { send } from '../http/send.ts'
import { serveFile } from './files.ts'
import { type Decision, decide } from './gate.ts'
import { askWhole, buildAppHeaders } from './headers.ts'
import { applyChanges, findChanges, type Injectable } from './injects.ts'
import { findTail } from './page-injects.ts'
import { type Obstacle, showObstacle } from './pages.ts'
import { changeBy, type Tail } from './tail.ts'

/** Answers everything on the hosts of the app. */
export interface Ingress {
  /** Whether a Host, in lower case, is one of the app's: its own, or that for other apps. */
  owns(host: string): boolean
  answer(message: IncomingMessage, response: ServerResponse): void
  /** A WebSocket handshake. */
  upgrade(message: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Cuts the WebSockets, which no longer belong to the server. */
  close(): void
}

type Passed = Extract<Decision, { kind: 'passed' }>

/** Makes the ingress of a box. */
export function createIngress(box: Box, state: IngressState): Ingress {
  const ask = (message: IncomingMessage): Decision =>
    decide(state, {
      host: hostOf(message),
      target: message.url ?? '/',
      cookies: message.headers.cookie,
      apiToken: readHeader(message, API_TOKEN_HEADER.value),
      ticket: readHeader(message, TICKET_HEADER.value),
    })
  const askedOf = (message: IncomingMessage, { caller }: Passed): Injectable => ({
    host: hostOf(message),
    target: message.url ?? '/',
    user: caller?.user.name,
  })
  /** Only of what a browser opens as a page: what scripts fetch stays as it is. */
  const tailOf = (message: IncomingMessage, passed: Passed): Tail | undefined =>
    message.headers.accept?.includes('text/html')
      ? findTail(state, askedOf(message, passed))
      : undefined
  const destinationOf = (message: IncomingMessage, origin: string, passed: Passed): Destination => {
    const { route, target } = passed
    const caller = passed.caller && asOfNowCaller(box, passed.caller)
    const askedHost = hostOf(message)
    const own = isLinkHost(state, askedHost) ? appDomain(state) : askedHost
    const host = route.useBackendHost ? new URL(origin).host : own
    const { scheme, app } = state
    const { packageId } = app
    const passing = { host, askedHost, scheme, packageId, caller }
    const asked = askedOf(message, passed)
    const { user } = asked
    const outward = findChanges(state, 'response', asked)
    const tail = tailOf(message, passed)
    const headers = buildAppHeaders(message.rawHeaders, passing)
    return {
      // An app that restarts all the time breaks no connection that is kept.
      upstream: createUpstream(origin),
      target,
      headers: applyChanges(
        tail === undefined ? headers : askWhole(headers),
        findChanges(state, 'request', asked),
        user,
      ),
      rewrite: (answered) => applyChanges(answered, outward, user),
      ...(tail && { change: (answer) => changeBy(tail, message.method, answer) }),
    }
  }
  const page = (message: IncomingMessage, obstacle: Obstacle, detail: string): Reply =>
    showObstacle(parseRequest(message, ''), box, obstacle, { app: state.app.name, detail })

  const sockets = new Set<Duplex>()
  return {
    owns: (host) => isAppHost(state, host) || isLinkHost(state, host),
    answer(message, response) {
      const decision = ask(message)
      const show = (obstacle: Obstacle, detail: string): void =>
        send(response, page(message, obstacle, detail), box.clock.now())
      if (decision.kind === 'sign-in') {
        response.writeHead(307, { location: decision.location, 'cache-control': 'no-store' }).end()
        return
      }
      if (decision.kind === 'refused') return show(decision.why, decision.user)
      const { target } = decision.route
      if (target.kind === 'file') {
        const wanted = { folder: target.folder, target: decision.target }
        const served = serveFile(message, response, wanted, tailOf(message, decision))
        served.catch(() => response.destroy())
        return
      }
      const destination = destinationOf(message, target.origin, decision)
      forward({ message, response }, destination, (why) => show(why, new URL(target.origin).host))
    },
    upgrade(message, socket, head) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      const decision = ask(message)
      if (decision.kind === 'sign-in') {
        return answerHandshake(socket, 307, ['Location', decision.location])
      }
      if (decision.kind === 'refused')
        return end(socket, page(message, decision.why, decision.user))
      const { target } = decision.route
      if (target.kind === 'file') return answerHandshake(socket, 405, ['Allow', 'GET, HEAD'])
      const destination = destinationOf(message, target.origin, decision)
      const { host } = new URL(target.origin)
      forwardUpgrade({ message, socket, head }, destination, () =>
        end(socket, page(message, 'unreachable', host)),
      )
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

function end(socket: Duplex, { status, headers, body }: Reply): void {
  const type = headers['content-type']
  const head = typeof type === 'string' ? ['Content-Type', type] : []
  answerHandshake(socket, status, head, body.toString())
}

/** A role may have changed since somebody signed in, or since a token was made. */
const asOfNowCaller = (box: Box, caller: Caller): Caller => ({
  ...caller,
  user: asOfNow(box, caller.user),
})

/** A header that is sent twice is neither of its values. */
function readHeader({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name.toLowerCase()]
  return Array.isArray(value) ? value.join(', ') : value
}

function hostOf(message: IncomingMessage): string {
  return (message.headers.host ?? '').toLowerCase()
}
