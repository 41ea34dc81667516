/**
 * How long answers take when a server is far from busy: requests come at a steady rate, whether or not those
 * before have been answered, to several servers in turn.
 */
import { connect } from 'node:net'
import { lengthAt } from './load.mjs'
import { sleep } from './report.mjs'
import { quantile } from './statistics.mjs'

const CONNECTIONS = 32
/** Requests per second: some percent of what the slowest of them can do. */
const RATE = 200

/** @typedef {{ readonly p50: number, readonly p99: number }} Latency - in milliseconds */

/** @typedef {{ readonly origin: string, readonly headOf: (connection: number) => string }} Asked */

/** @param {Asked} asked */
async function open({ origin, headOf }) {
  const { hostname, port } = new URL(origin)
  /** Connections on which nobody waits, and requests that have found none. */
  const free = /** @type {(() => void)[]} */ ([])
  const queue = /** @type {number[]} */ ([])
  const times = /** @type {number[]} */ ([])
  const sockets = Array.from({ length: CONNECTIONS }, (_, i) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    const bytes = Buffer.from(headOf(i))
    let rest = Buffer.alloc(0)
    let began = 0
    function next() {
      const due = queue.shift()
      if (due === undefined) return void free.push(next)
      began = due
      socket.write(bytes)
    }
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      const length = lengthAt(rest, 0)
      if (length === 0) return
      rest = rest.subarray(length)
      times.push(performance.now() - began)
      next()
    })
    free.push(next)
    return socket
  })
  await Promise.all(sockets.map((socket) => new Promise((done) => socket.once('connect', done))))
  return {
    /** @param {number} duration - seconds @returns {Promise<Latency>} */
    async run(duration) {
      const [wanted, start] = [RATE * duration, performance.now()]
      times.length = 0
      for (let sent = 0; sent < wanted; ) {
        const due = ((performance.now() - start) / 1000) * RATE
        for (; sent < Math.min(due, wanted); sent++) {
          queue.push(performance.now())
          free.shift()?.()
        }
        await sleep(1)
      }
      while (times.length < wanted) await sleep(1)
      return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/**
 * The latencies of all servers in each round.
 *
 * @param {readonly Asked[]} servers
 * @param {{ readonly rounds: number, readonly seconds: number }} how
 */
export async function latencies(servers, { rounds, seconds }) {
  const sides = await Promise.all(servers.map(open))
  const seen = servers.map(() => /** @type {Latency[]} */ ([]))
  // The first round only warms up.
  for (let round = -1; round < rounds; round++) {
    for (const [i, side] of sides.entries()) {
      const latency = await side.run(seconds)
      if (round >= 0) seen[i]?.push(latency)
    }
  }
  for (const side of sides) side.close()
  return seen
}
