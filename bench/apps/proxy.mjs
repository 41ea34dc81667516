/**
 * A plain proxy on node:http, as small as a right one can be: it streams both ways, keeps connections, and
 * leaves out what belongs to one hop. It asks nobody who they are.
 */
import { Agent, createServer, request } from 'node:http'
import { pipeline } from 'node:stream'
import { listen, tellClocks } from './listen.mjs'

const upstream = new URL(process.env.UPSTREAM ?? '')
const agent = new Agent({ keepAlive: true })
/** RFC 9110, section 7.6.1. */
const HOP_BY_HOP = [
  ...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding'],
  'upgrade',
]

/** @param {import('node:http').IncomingHttpHeaders} headers */
function endToEnd(headers) {
  const kept = { ...headers }
  for (const name of (headers.connection ?? '').split(',')) {
    delete kept[name.trim().toLowerCase()]
  }
  for (const name of HOP_BY_HOP) delete kept[name]
  return kept
}

tellClocks()
listen(
  createServer((req, res) => {
    const headers = endToEnd(req.headers)
    if (req.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked'
    const { hostname, port } = upstream
    const sent = request(
      { agent, hostname, port, method: req.method, path: req.url, headers },
      (answer) => {
        res.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers))
        pipeline(answer, res, () => undefined)
      },
    )
    sent.on('error', () => (res.headersSent ? res.destroy() : res.writeHead(502).end()))
    res.once('close', () => sent.destroy())
    pipeline(req, sent, () => undefined)
  }),
)
