/**
 * Load on one server: many connections, each with several requests under way, in one piece.
 *
 * As lean as can be, so that it is the server that is busy, however slow this process is made: what it
 * sends is bytes made once, and of an answer as long as the one before only the first line is looked at.
 */
import { connect } from 'node:net'

export const CONNECTIONS = 64
/** Requests that a connection sends at once, before it waits for their answers. */
const TOGETHER = 8
const HEAD_END = '\r\n\r\n'
const LAST_CHUNK = '0\r\n\r\n'

/**
 * @typedef {object} Load
 * @property {(duration: number) => Promise<{ readonly requests: number, readonly seconds: number }>} run -
 *   keeps asking for so many seconds; rejects when an answer was not 200
 * @property {() => void} close
 */

/**
 * What is asked.
 *
 * @typedef {object} Question
 * @property {(connection: number, host: string) => string} headOf - head of each connection's requests
 * @property {number} [status] - of every answer
 * @property {number} [together] - requests that a connection sends at once
 */

/** A plain request with a cookie. @param {(connection: number) => string | undefined} cookieOf @returns {Question} */
export function plainQuestion(cookieOf) {
  return {
    headOf(connection, host) {
      const cookie = cookieOf(connection)
      const line = cookie === undefined ? '' : `Cookie: ${cookie}\r\n`
      return `GET / HTTP/1.1\r\nHost: ${host}\r\nAccept: */*\r\n${line}\r\n`
    },
  }
}

/**
 * Opens the connections.
 *
 * @param {readonly string[]} origins - the connections are shared out among them
 * @param {Question} question
 * @returns {Promise<Load>}
 */
export async function createLoad(origins, { headOf, status = 200, together = TOGETHER }) {
  let requests = 0
  let asking = false
  /** @type {(reason: Error) => void} */
  let fail = () => undefined

  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, (_, i) =>
      openConnection(origins[i % origins.length] ?? '', {
        headOf: (host) => headOf(i, host),
        ok: Buffer.from(`HTTP/1.1 ${status} `),
        together,
        answered() {
          requests += together
          return asking
        },
        failed: (error) => fail(error),
      }),
    ),
  )
  return {
    async run(duration) {
      requests = 0
      asking = true
      const start = performance.now()
      await new Promise((resolve, reject) => {
        fail = reject
        const finish = () => {
          if (connections.every(({ isIdle }) => isIdle())) resolve(undefined)
          else setTimeout(finish, 1)
        }
        setTimeout(() => {
          asking = false
          finish()
        }, duration * 1000)
        for (const { begin } of connections) begin()
      })
      return { requests, seconds: (performance.now() - start) / 1000 }
    },
    close() {
      for (const { close } of connections) close()
    },
  }
}

/**
 * @typedef {object} Asking
 * @property {(host: string) => string} headOf
 * @property {Buffer} ok - what every answer begins with
 * @property {number} together
 * @property {() => boolean} answered - says whether to go on
 * @property {(error: Error) => void} failed
 */

/** @param {string} origin @param {Asking} asking */
async function openConnection(origin, { headOf, ok, together, answered, failed }) {
  const { hostname, host, port } = new URL(origin)
  const bytes = Buffer.from(headOf(host).repeat(together))
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  const count = createCounter(ok)
  let missing = 0
  socket.on('error', failed)
  socket.on('close', () => {
    if (missing > 0) failed(new Error('a connection was closed before all answers had come'))
  })
  socket.on('data', (chunk) => {
    try {
      missing -= count(chunk)
    } catch (error) {
      failed(/** @type {Error} */ (error))
    }
    if (missing === 0 && answered()) begin()
  })
  function begin() {
    missing = together
    socket.write(bytes)
  }
  return { begin, isIdle: () => missing === 0, close: () => socket.destroy() }
}

/**
 * Makes what counts the answers that a connection's bytes complete, and throws for one that begins otherwise.
 *
 * @param {Buffer} ok
 */
function createCounter(ok) {
  /** @param {Buffer} bytes @param {number} at */
  const isOk = (bytes, at) => bytes.compare(ok, 0, ok.length, at, at + ok.length) === 0

  /** True of a place where an answer ends, as far as can be seen. @param {Buffer} bytes @param {number} at */
  const endsAt = (bytes, at) => at === bytes.length || (at < bytes.length && isOk(bytes, at))

  /** Bytes of the last answer. */
  let usual = 0
  let rest = /** @type {Buffer} */ (Buffer.alloc(0))

  /** @param {Buffer} chunk */
  return function count(chunk) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let [at, answers] = [0, 0]
    while (at < bytes.length) {
      const length = endsAt(bytes, at + usual) && usual > 0 ? usual : lengthAt(bytes, at)
      if (length === 0) break
      if (!isOk(bytes, at))
        throw new Error(`an answer was ${bytes.toString('latin1', at, at + 40)}`)
      usual = length
      at += length
      answers++
    }
    rest = bytes.subarray(at)
    return answers
  }
}

/** Bytes of the answer that begins at a place; 0 while it is not whole. @param {Buffer} bytes @param {number} at */
export function lengthAt(bytes, at) {
  const end = bytes.indexOf(HEAD_END, at)
  if (end === -1) return 0
  const body = end + HEAD_END.length
  const length = /^content-length: *(\d+)/im.exec(bytes.toString('latin1', at, end))?.[1]
  if (length !== undefined)
    return body + Number(length) <= bytes.length ? body + Number(length) - at : 0
  const last = bytes.indexOf(LAST_CHUNK, body)
  return last === -1 ? 0 : last + LAST_CHUNK.length - at
}
