/** An app behind the ingress, and a client that can say anything to it. */
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http'
import { request as httpsRequest } from 'node:https'
import { type AddressInfo, connect, type LookupFunction } from 'node:net'
import { boxKeys } from '../../../../test/support/box-keys.ts'
import type { IngressApp } from '../../src/box/ingress-app.ts'
import { createDevbox, type Devbox, type DevboxOptions } from '../../src/index.ts'

/** What the echoing app saw. */
export interface Seen {
  readonly method: string
  readonly url: string
  /** Raw pairs. */
  readonly raw: readonly string[]
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** An app that answers with what it saw. */
export const echo: RequestListener = (req, res) => {
  let body = ''
  req.setEncoding('utf8').on('data', (text: string) => {
    body += text
  })
  req.on('end', () => {
    const { method, url, rawHeaders: raw, headers } = req
    res.setHeader('set-cookie', ['first=1', 'second=2'])
    res.end(JSON.stringify({ method, url, raw, headers, body }))
  })
}

export async function startApp(listener: RequestListener = echo): Promise<Server> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

export const originOf = (server: Server): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`

/** An app as the runner describes it: all paths lead to one origin. */
export function describeApp(origin: string, change: Partial<IngressApp> = {}): IngressApp {
  return {
    packageId: 'dev.catflap.echo',
    name: 'Echo',
    subdomain: 'echo',
    multiInstance: false,
    owner: undefined,
    publicPaths: ['/public', '!/public/admin'],
    routes: [route('/', origin)],
    ...change,
  }
}

export const route = (
  prefix: string,
  origin: string,
  change: { path?: string; trimPrefix?: boolean; useBackendHost?: boolean } = {},
): IngressApp['routes'][number] => ({
  prefix,
  target: { kind: 'http', origin, path: change.path ?? '' },
  trimPrefix: change.trimPrefix ?? true,
  useBackendHost: change.useBackendHost ?? false,
})

export const file = (prefix: string, folder: string): IngressApp['routes'][number] => ({
  prefix,
  target: { kind: 'file', folder },
  trimPrefix: true,
  useBackendHost: false,
})

export interface World {
  readonly box: Devbox
  readonly app: Server
  close(): Promise<void>
}

/** A box with an app behind it. */
export async function startWorld(
  listener: RequestListener = echo,
  change: Partial<IngressApp> = {},
  options: DevboxOptions = {},
): Promise<World> {
  const app = await startApp(listener)
  const described = describeApp(originOf(app), change)
  const box = await createDevbox({
    keys: boxKeys(),
    app: described,
    redirectPath: '/callback',
    ...options,
  })
  return {
    box,
    app,
    async close() {
      await box.close()
      app.closeAllConnections()
      await new Promise((resolve) => app.close(resolve))
    },
  }
}

interface Message {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body?: string
  readonly cookie?: string
  readonly ca?: string
}

/** Names below `.localhost` are here, as in a browser. */
export const lookup: LookupFunction = (_name, options, callback) => {
  if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }])
  else callback(null, '127.0.0.1', 4)
}

/** One request; redirects are not followed. The path goes out as it is written. */
export function visit(origin: string, path: string, message: Message = {}): Promise<Answer> {
  const { protocol, hostname, port } = new URL(origin)
  const { method = 'GET', body, cookie, ca, headers = {} } = message
  const open = protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const sent = open({
      hostname,
      port,
      path,
      method,
      lookup,
      agent: false,
      ...(ca !== undefined && { ca }),
      headers: { ...headers, ...(cookie !== undefined && { cookie }) },
    })
    sent.once('error', reject)
    sent.once('response', (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      answer.once('error', reject)
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
      )
    })
    sent.end(body)
  })
}

/** What the app saw of a request that was let through. */
export async function seen(origin: string, path: string, message: Message = {}): Promise<Seen> {
  const answer = await visit(origin, path, message)
  if (answer.status !== 200) throw new Error(`status ${answer.status}: ${answer.body}`)
  return JSON.parse(answer.body) as Seen
}

/** Signs in at the box. @returns the cookie that the browser keeps. */
export async function signInAtBox(
  box: Devbox,
  user: 'alice' | 'bob' = 'alice',
  ca?: string,
): Promise<string> {
  const answer = await visit(box.origin, '/sys/login', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ user }).toString(),
    ...(ca !== undefined && { ca }),
  })
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

/** Sends bytes as they are and collects what comes back until the connection ends. */
export function raw(box: Devbox, text: string, patience = 20_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(box.origin).port), '127.0.0.1')
    let got = ''
    socket.setEncoding('utf8').on('data', (part: string) => {
      got += part
    })
    socket.once('error', reject)
    socket.once('close', () => resolve(got))
    socket.setTimeout(patience, () => socket.destroy())
    socket.write(text)
  })
}

/** Values of a header in raw pairs. */
export const valuesOf = (raw: readonly string[], name: string): string[] =>
  raw.filter((_, i) => i % 2 === 1 && raw[i - 1]?.toLowerCase() === name.toLowerCase())
