/** Ways to a provider: straight, by a proxy of this machine, to a server with a CA of its own. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { NetworkSettings } from '../../src/configuration/network-options.ts'
import { listen } from './server.ts'

/** No proxy, and the certificates that Node trusts. */
export const DIRECT: NetworkSettings = {
  ca: undefined,
  httpProxy: undefined,
  httpsProxy: undefined,
  noProxy: '',
}

/** A certificate of its own for `localhost`, and its key, in PEM. */
export function createCertificate(): { readonly cert: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-cert-'))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-days', '2', '-subj', '/CN=localhost', '-addext'],
    ...['subjectAltName=DNS:localhost,DNS:op.example,IP:127.0.0.1', '-keyout', key, '-out', cert],
  ])
  const read = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  rmSync(folder, { recursive: true })
  return read
}

/** A server on https; closed when the test is finished. */
export async function serveTls(
  pair: { readonly cert: string; readonly key: string },
  listener: RequestListener,
): Promise<{ readonly origin: string; readonly port: number }> {
  const { origin, close } = await listen(createTlsServer(pair, listener))
  onTestFinished(close)
  const port = Number(new URL(origin).port)
  return { origin: `https://localhost:${port}`, port }
}

/** A proxy that makes tunnels, as `CONNECT` asks for them; closed when the test is finished. */
export interface TestProxy {
  readonly origin: string
  /** The head of each request for a tunnel. */
  readonly asked: { readonly target: string; readonly authorization: string | undefined }[]
  /** What it answers in place of a tunnel. */
  refusal: string | undefined
}

/** @param to - the port of this machine that all tunnels lead to */
export async function createProxy(to: () => number): Promise<TestProxy> {
  const server = createServer((_, res) => res.writeHead(400).end())
  const sockets = new Set<{ destroy(): void }>()
  server.on('connect', (req, client) => {
    sockets.add(client)
    client.on('error', () => undefined)
    proxy.asked.push({
      target: req.url ?? '',
      authorization: req.headers['proxy-authorization'],
    })
    if (proxy.refusal !== undefined) {
      client.end(`HTTP/1.1 ${proxy.refusal}\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    const upstream = connect(to(), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(upstream).pipe(client)
    })
    upstream.on('error', () => client.destroy())
    client.on('close', () => upstream.destroy())
  })
  const { origin, close } = await listen(server)
  const proxy: TestProxy = { origin, asked: [], refusal: undefined }
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    return close()
  })
  return proxy
}
