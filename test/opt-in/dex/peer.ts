/** The two that are compared, a real Dex and the devbox, as the table sees them: the same people and clients. */
import { request } from 'node:http'

/** A client, as both have it registered. */
export interface Client {
  readonly id: string
  readonly secret: string
  readonly redirectUri: string
}

/** A request as it goes over the wire. */
export interface Ask {
  readonly method?: string
  /** Below the issuer when it begins with a slash, else the whole request target. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** An answer as it came. */
export interface Answer {
  /** What was asked: method and path, without the query. */
  readonly of: string
  readonly status: number
  /** Names in lower case; of several lines of one name one text for each. */
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly body: string
}

/** One of the two. */
export interface Peer {
  readonly name: 'Dex' | 'devbox'
  readonly issuer: string
  readonly app: Client
  readonly other: Client
}

/** Milliseconds. */
const PATIENCE = 30_000

/** The cookie by which both know who is signed in at the box. */
export const asUser = (name: string): Record<string, string> => ({
  cookie: `catflap-devbox-user=${name}`,
})

/** Sends a request as it is, on a connection of its own. */
export function send(peer: Pick<Peer, 'issuer'>, ask: Ask): Promise<Answer> {
  const { hostname, port, pathname } = new URL(peer.issuer)
  const { method = 'GET', headers = {}, body } = ask
  const path = ask.path.startsWith('/') || ask.path === '' ? pathname + ask.path : ask.path
  return new Promise((resolve, reject) => {
    const options = { host: hostname, port, method, path, headers, agent: false }
    const sent = request({ ...options, timeout: PATIENCE, maxHeaderSize: 1_000_000 }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', reject)
      answer.once('end', () => {
        resolve({
          of: `${method} ${ask.path.split('?')[0]}`,
          status: answer.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(answer.headersDistinct).map(([name, lines]) => [name, lines ?? []]),
          ),
          body: Buffer.concat(chunks).toString(),
        })
      })
    })
    sent.once('timeout', () => sent.destroy(new Error(`${peer.issuer} does not answer ${path}`)))
    sent.once('error', reject)
    sent.end(body)
  })
}

const FORM = 'application/x-www-form-urlencoded'

/** A form by POST. */
export function form(
  path: string,
  fields: Readonly<Record<string, string>> | string,
  headers: Readonly<Record<string, string>> = {},
): Ask {
  const body = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString()
  return { method: 'POST', path, headers: { 'content-type': FORM, ...headers }, body }
}

/** The header of `client_secret_basic`. */
export const basic = (id: string, secret: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`, 'latin1').toString('base64')}`,
})
