/** Plain node:http. It carries; it decides nothing about login. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { USER_HEADER } from 'catflap-lazycat/facts'
import type { Login } from '../login.ts'
import type { Session } from '../session/session.ts'

const USER = USER_HEADER.value.toLowerCase()

/** Your app: gets the session of the request, or `undefined` when nobody is signed in. */
export type OpenHandler = (
  req: IncomingMessage,
  res: ServerResponse,
  session: Session | undefined,
) => unknown

/** Your app behind the login: gets the session of the request. */
export type GuardedHandler = (
  req: IncomingMessage,
  res: ServerResponse,
  session: Session,
) => unknown

/**
 * The session of a request, for handlers that are not told it: behind a framework, or of a WebSocket's
 * `upgrade`, which passes no guard.
 *
 * @throws what {@link Login.readSession} throws
 */
export function readSession(
  login: Login,
  req: Pick<IncomingMessage, 'headers'>,
): ReturnType<Login['readSession']> {
  return login.readSession(req.headers.cookie, headerValue(req, USER))
}

/** Puts the login's paths in front of a handler that serves everybody. */
export function withLogin(login: Login, handler: OpenHandler): RequestListener {
  return function listen(req, res) {
    const target = req.url ?? '/'
    if (login.owns(target)) return void answer(login, req, res, target)
    let session: ReturnType<Login['readSession']>
    try {
      session = readSession(login, req)
    } catch (error) {
      return void send(req, res, login.refuse(error, headerOf(req)))
    }
    if (!(session instanceof Promise)) return void handler(req, res, session)
    void session.then(
      (found) => handler(req, res, found),
      (error: unknown) => send(req, res, login.refuse(error, headerOf(req))),
    )
  }
}

/** Puts the login in front of a handler: requests without a session never reach it. */
export function requireLogin(login: Login, handler: GuardedHandler): RequestListener {
  return withLogin(login, (req, res, session) => {
    if (session !== undefined) return handler(req, res, session)
    const { method = 'GET', url = '/' } = req
    return send(req, res, login.challenge(method, url, headerOf(req)))
  })
}

async function answer(
  login: Login,
  req: IncomingMessage,
  res: ServerResponse,
  target: string,
): Promise<void> {
  let response: Response
  try {
    response = await login.handle(toRequest(req, login.origin + target))
  } catch (error) {
    // No Request can be made of TRACE: that must not end the process.
    response = login.refuse(error, headerOf(req))
  }
  await send(req, res, response)
}

function headerValue(
  { headers }: Pick<IncomingMessage, 'headers'>,
  name: string,
): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

const headerOf = (req: IncomingMessage) => (name: string) => headerValue(req, name)

/** The origin comes from configuration: a Host or X-Forwarded-* header cannot move it. */
function toRequest(req: IncomingMessage, url: string): Request {
  const method = req.method ?? 'GET'
  const headers = new Headers()
  for (let i = 0; i + 1 < req.rawHeaders.length; i += 2) {
    headers.append(req.rawHeaders[i]!, req.rawHeaders[i + 1]!)
  }
  if (method !== 'POST') return new Request(url, { method, headers })
  return new Request(url, { method, headers, body: bodyOf(req), duplex: 'half' } as RequestInit)
}

/**
 * The body as a stream that touches the request only once somebody reads it: a body that nobody
 * reads is drained by node:http, which one that merely waits would prevent.
 */
function bodyOf(req: IncomingMessage): ReadableStream<Uint8Array> {
  let begun = false
  let stop = () => {}
  function begin(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (req.readableDidRead || req.destroyed) {
      throw new Error('the body was read before the login could: mount body parsers behind it')
    }
    const data = (chunk: Uint8Array) => {
      req.pause()
      controller.enqueue(chunk)
    }
    const end = () => controller.close()
    const close = () => controller.error(new Error('the request broke off'))
    req.on('data', data).on('end', end).on('close', close)
    stop = () => req.off('data', data).off('end', end).off('close', close)
    begun = true
  }
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (!begun) begin(controller)
        req.resume()
      },
      cancel() {
        stop()
        req.resume()
      },
    },
    { highWaterMark: 0 },
  )
}

async function send(req: IncomingMessage, res: ServerResponse, response: Response): Promise<void> {
  res.statusCode = response.status
  for (const [name, value] of response.headers) {
    if (name === 'set-cookie') res.appendHeader(name, value)
    else res.setHeader(name, value)
  }
  res.end(req.method === 'HEAD' ? undefined : Buffer.from(await response.arrayBuffer()))
}
