/** Requests that no browser would send, and connections that break at the worst time. */
import { connect } from 'node:net'

const head = (line: string, ...more: readonly string[]) =>
  [line, 'host: x', ...more, '', ''].join('\r\n')
const form = 'content-type: application/x-www-form-urlencoded'
const upgrade = ['connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 13']

/** Each is sent over a connection of its own; `…` at its end stands for a reset. */
const SHOTS: readonly string[] = [
  ...['TRACE', 'DELETE', 'PROPFIND', 'OPTIONS', 'QUERY', 'BREW', 'get'].flatMap((method) =>
    ['/login', '/callback?code=x&state=y', '/logout', '/backchannel-logout', '/x'].map((path) =>
      head(`${method} ${path} HTTP/1.1`, 'connection: close'),
    ),
  ),
  ...['*', '//', '//[', 'http://[', '/\\', '/%', '/\x80\xff', 'x', '?', 'http://x:99999/'].flatMap(
    (target) => [
      head(`GET ${target} HTTP/1.1`, 'accept: text/html', 'connection: close'),
      head(`POST ${target} HTTP/1.1`, 'origin: null', 'content-length: 0', 'connection: close'),
      head(`GET ${target} HTTP/1.1`, ...upgrade),
    ],
  ),
  head('CONNECT evil.example:443 HTTP/1.1'),
  `${head('POST /backchannel-logout HTTP/1.1', form, 'content-length: 100')}logout_token=x…`,
  head('POST /backchannel-logout HTTP/1.1', form, 'transfer-encoding: chunked') +
    '5\r\nlogou\r\nzz',
  head('POST /backchannel-logout HTTP/1.1', form, 'content-length: 9', 'expect: 100-continue') +
    '…',
  `${head('POST /logout HTTP/1.1', 'content-length: 5')}ab…`,
  `${head('GET /callback?code=x&state=y HTTP/1.1', 'accept: text/html')}…`,
  `${head('GET /login HTTP/1.1', 'accept: text/html', `cookie: ${'\x80=\xff; '.repeat(200)}`)}…`,
  `${head('GET /x HTTP/1.1', ...upgrade)}\x81\x05hello…`,
  head('GET / HTTP/1.1', 'host: y', 'connection: close'),
  'GET / HTTP/1.1\r\nhost: x\r\nx: \x00\r\n\r\n',
  'GET /login HTTP/1.1\r\nho…',
  '\x16\x03\x01\x02\x00\x01\x00…',
  'nonsense\r\n\r\n',
  `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n\r\n`,
  '…',
]

function fire(port: number, shot: string): Promise<void> {
  const reset = shot.endsWith('…')
  const bytes = Buffer.from(reset ? shot.slice(0, -1) : shot, 'latin1')
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const done = () => {
      socket.destroy()
      resolve()
    }
    socket.on('error', done).on('close', done).on('end', done)
    socket.once('data', () => setTimeout(done, 5))
    socket.setTimeout(2000, done)
    socket.write(bytes, () => {
      if (reset) setTimeout(() => socket.resetAndDestroy(), 5)
    })
  })
}

/** Fires all of it at a port of loopback, some at a time. */
export async function barrage(port: number, host = 'x'): Promise<void> {
  const shots = SHOTS.map((shot) => shot.replace('\r\nhost: x\r\n', `\r\nhost: ${host}\r\n`))
  for (let i = 0; i < shots.length; i += 8) {
    await Promise.all(shots.slice(i, i + 8).map((shot) => fire(port, shot)))
  }
}
