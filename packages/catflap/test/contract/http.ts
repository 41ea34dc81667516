/** Raw requests over a socket: nothing about target, headers or method is corrected on the way. */
import { type IncomingHttpHeaders, request } from 'node:http'

export interface RawResponse {
  readonly status: number
  readonly reason: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface RawRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/**
 * Sends one request on a connection of its own.
 *
 * @param origin - where the server listens
 * @param target - request target, sent as it is
 */
export function send(origin: string, target: string, raw: RawRequest = {}): Promise<RawResponse> {
  const { hostname, port } = new URL(origin)
  const { method = 'GET', headers = {}, body } = raw
  return new Promise((resolve, reject) => {
    const req = request({ hostname, port, path: target, method, headers, agent: false })
    req.on('error', reject)
    req.on('response', (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('error', reject)
      res.on('end', () =>
        resolve({
          status: res.statusCode ?? 0,
          reason: res.statusMessage ?? '',
          headers: res.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    req.end(body)
  })
}
