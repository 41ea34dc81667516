/** What stands in front of a provider: passes everything on, unchanged, and counts. */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Front {
  readonly origin: string
  /** Requests so far for a path. */
  count(path: string): number
  close(): Promise<void>
}

/** So often a GET is asked again whose connection was closed without an answer, as Go's servers do with slow ones. */
const REPEATED = 2

/** Listens on a free port; whoever does not answer behind it, does not answer in front. */
export async function startFront(port: number): Promise<Front> {
  const counts = new Map<string, number>()
  const server = createServer((req, res) => {
    const { method, headers, url: path = '/' } = req
    const { pathname } = new URL(path, 'http://front')
    counts.set(pathname, (counts.get(pathname) ?? 0) + 1)
    const to = { host: '127.0.0.1', port, method, path, headers, agent: false } as const
    let left = method === 'GET' ? REPEATED : 0
    const pass = () => {
      const ahead = request(to, (answer) => {
        left = 0
        res.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(res)
      })
      ahead.on('error', (error) => {
        const closed = 'code' in error && error.code === 'ECONNRESET'
        if (closed && left-- > 0 && !res.destroyed) return pass()
        return void res.destroy()
      })
      res.on('close', () => ahead.destroy())
      if (req.readableEnded) ahead.end()
      else req.pipe(ahead)
    }
    pass()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: (path) => counts.get(path) ?? 0,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
