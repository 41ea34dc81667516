/** Programs of others: started on a port of loopback, asked for their clocks by the kernel, ended by id. */
import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { clocksOf, memoryOf, together } from './accounting.mjs'
import { sleep } from './report.mjs'

/** Milliseconds that a program has to listen. */
const PATIENCE = 30_000

/**
 * @typedef {object} Program
 * @property {number} pid
 * @property {string} output - what it has said so far
 * @property {() => Promise<void>} end
 */

/**
 * @param {string} file
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Program}
 */
export function startProgram(file, args, env) {
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const gone = new Promise((resolve) => child.once('exit', resolve).once('error', resolve))
  process.once('exit', () => child.kill('SIGKILL'))
  const program = {
    pid: child.pid ?? 0,
    output: '',
    async end() {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 5000)
      await gone
      clearTimeout(late)
    },
  }
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      // What it says of itself comes first; of a crowd of errors the beginning is enough.
      if (program.output.length < 10_000) program.output += text
    })
  }
  return program
}

/** Waits for something that a program has to do. @template T @param {Program} program @param {() => Promise<T | undefined> | T | undefined} look @returns {Promise<T>} */
export async function untilSeen(program, look) {
  const end = performance.now() + PATIENCE
  while (performance.now() < end) {
    const seen = await look()
    if (seen !== undefined) return seen
    await sleep(50)
  }
  throw new Error(`a program has not begun: ${program.output}`)
}

/** Waits until somebody listens. @param {Program} program @param {string} origin */
export function untilListening(program, origin) {
  const { hostname, port } = new URL(origin)
  return untilSeen(
    program,
    () =>
      new Promise((/** @type {(seen: true | undefined) => void} */ resolve) => {
        const socket = connect({ host: hostname, port: Number(port) })
        socket.once('error', () => resolve(undefined))
        socket.once('connect', () => {
          socket.destroy()
          resolve(true)
        })
      }),
  )
}

/**
 * What answers requests at an origin, with the programs that have a part in it.
 *
 * @param {string} origin
 * @param {readonly { readonly pid: number, readonly oneThread: boolean }[]} parts
 */
export function serverOf(origin, parts) {
  return {
    origin,
    ask: async (/** @type {object} */ _) =>
      together(parts.map(({ pid, oneThread }) => clocksOf(pid, oneThread))),
    memory: () => parts.reduce((total, { pid }) => total + memoryOf(pid), 0),
  }
}
