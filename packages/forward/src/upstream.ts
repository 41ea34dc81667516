/** The app behind: where it is, and the connections to it. */
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type RequestOptions,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'

/** One request as it goes out. */
export interface OutgoingHead {
  readonly method: string
  readonly target: string
  /** Raw pairs. */
  readonly headers: readonly string[]
}

/** An app that requests are passed on to. */
export interface Upstream {
  /** Host and port as a `Host` header has them; `localhost` at a Unix socket. */
  readonly host: string
  /** Path below which the app lives, without a slash at its end. */
  readonly base: string
  /**
   * Opens a request.
   *
   * @param shared - whether it may go out on a connection that others have used, and leave it to others;
   * else it gets one of its own, which ends with it
   */
  open(head: OutgoingHead, shared: boolean): ClientRequest
  /** Closes the connections that nobody uses. */
  close(): void
}

/** What there is to say of the connections to an app. */
export interface UpstreamOptions {
  /** Whether connections are kept for later requests: false for an app that is restarted all the time. */
  readonly keep?: boolean
  /** Certificates in PEM to trust on https, instead of those that Node trusts. */
  readonly ca?: string
}

/** Milliseconds for which an unused connection is kept: less than servers keep theirs (Node: 5 s). */
const IDLE = 4000
/** Unused connections that are kept at most. */
const MOST_IDLE = 64

/**
 * Makes an upstream.
 *
 * @param address - `http://host:port/path`, `https://…`, or `unix:/path/of/a.sock`
 * @throws TypeError for any other address
 */
export function createUpstream(address: string, options: UpstreamOptions = {}): Upstream {
  const { keep = false, ca } = options
  const place = parsePlace(address)
  const agent = keep ? createPool(place.secure) : undefined
  const request = place.secure ? httpsRequest : httpRequest
  const tls = place.secure && ca !== undefined ? { ca } : {}
  return {
    host: place.host,
    base: place.base,
    open: ({ method, target, headers }, shared) =>
      request({
        ...place.connect,
        ...tls,
        agent: (shared && agent) || false,
        method,
        path: target,
        headers,
        setHost: false,
        insecureHTTPParser: false,
      }),
    close: () => agent?.destroy(),
  }
}

interface Place {
  readonly secure: boolean
  readonly host: string
  readonly base: string
  readonly connect: RequestOptions
}

function parsePlace(address: string): Place {
  if (address.startsWith('unix:/')) {
    const connect = { socketPath: address.slice('unix:'.length) }
    return { secure: false, host: 'localhost', base: '', connect }
  }
  const url = new URL(address)
  const secure = url.protocol === 'https:'
  if (!secure && url.protocol !== 'http:') throw new TypeError('neither http, https nor unix')
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  return {
    secure,
    host: url.host,
    base: url.pathname.replace(/(?<!\/)\/+$/, ''),
    connect: { host: hostname, port: url.port === '' ? (secure ? 443 : 80) : url.port },
  }
}

/** Connections that are kept. Node closes one on which something comes while nobody asks. */
function createPool(secure: boolean): HttpAgent {
  const options = { keepAlive: true, timeout: IDLE, maxFreeSockets: MOST_IDLE } as const
  return secure ? new HttpsAgent(options) : new HttpAgent(options)
}
