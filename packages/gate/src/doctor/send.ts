/** One request of the doctor's, to the gate itself or through the proxy, with an end in time and size. */
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Place } from '../settings/settings.ts'

/** What is sent. */
export interface Sent {
  readonly method: string
  /** Path and query, as they are. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** What came back, or why nothing did. */
export type Seen =
  | {
      readonly status: number
      /** Names and values in turn. */
      readonly raw: readonly string[]
      readonly body: string
    }
  | { readonly failure: string }

/** Milliseconds for one answer. */
const PATIENCE = 10_000
/** Most bytes that are read of one. */
const MAX_BODY = 65_536

/** Sends to the app's public address, so through whatever stands there. */
export function sendTo(origin: string, sent: Sent): Promise<Seen> {
  const { protocol, hostname, port } = new URL(origin)
  const host = hostname.replace(/^\[|\]$/g, '')
  const options = { host, ...(port !== '' && { port }), ...optionsOf(sent) }
  const ask = protocol === 'https:' ? requestHttps : requestHttp
  return settle(ask(options), sent)
}

/** Sends to a door of the gate's on this machine. */
export function sendToDoor(place: Place, sent: Sent): Promise<Seen> {
  const everywhere: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }
  const at =
    'socket' in place
      ? { socketPath: place.socket }
      : { host: everywhere[place.host] ?? place.host, port: place.port }
  return settle(requestHttp({ ...at, ...optionsOf(sent) }), sent)
}

const optionsOf = ({ method, target, headers }: Sent) => ({
  method,
  path: target,
  headers,
  agent: false,
  timeout: PATIENCE,
})

function settle(asking: ClientRequest, { body }: Sent): Promise<Seen> {
  return new Promise((resolve) => {
    const end = (seen: Seen): void => {
      clearTimeout(late)
      asking.destroy()
      resolve(seen)
    }
    const late = setTimeout(() => end({ failure: 'TIMEOUT' }), PATIENCE)
    asking.on('error', (error: NodeJS.ErrnoException) => end({ failure: error.code ?? 'ERROR' }))
    asking.on('upgrade', ({ statusCode = 0, rawHeaders: raw }: IncomingMessage) =>
      end({ status: statusCode, raw, body: '' }),
    )
    asking.on('response', (res) => {
      let text = ''
      const { statusCode: status = 0, rawHeaders: raw } = res
      res.setEncoding('utf8').on('data', (part: string) => {
        text += part
        if (text.length > MAX_BODY) end({ status, raw, body: text.slice(0, MAX_BODY) })
      })
      res.on('error', (error: NodeJS.ErrnoException) => end({ failure: error.code ?? 'ERROR' }))
      res.on('end', () => end({ status, raw, body: text }))
    })
    asking.end(body)
  })
}
