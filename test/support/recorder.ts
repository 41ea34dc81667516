/** Stands in front of an app and notes what browsers ask of it. */
import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request and its answer. */
export interface Recorded {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly status: number
}

export interface Recorder {
  readonly origin: string
  /** In the order of the answers. */
  readonly requests: Recorded[]
  close(): Promise<void>
}

/** Starts one in front of a port of this machine. */
export async function startRecorder(port: number): Promise<Recorder> {
  const requests: Recorded[] = []
  const server = createServer((req, res) => {
    const { method = '', url: target = '', headers } = req
    const onward = request({ host: '127.0.0.1', port, method, path: target, headers }, (answer) => {
      const status = answer.statusCode ?? 0
      requests.push({ method, target, headers, status })
      res.writeHead(status, answer.headers)
      answer.pipe(res)
    })
    onward.on('error', () => res.destroy())
    req.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
