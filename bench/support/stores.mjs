/**
 * Places for sessions: a directory of its own, and a Redis server of its own.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@redis/client'
import { sleep } from './report.mjs'

/**
 * @typedef {object} Place
 * @property {string} name
 * @property {Readonly<Record<string, string>>} variables - what names it to an app
 * @property {() => Promise<void>} remove
 */

const removers = /** @type {Set<() => void>} */ (new Set())
process.once('exit', () => {
  for (const remove of removers) remove()
})

/** A directory that is gone when the process ends. */
export function temporaryDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'catflap-bench-'))
  const remove = () => {
    removers.delete(remove)
    rmSync(directory, { recursive: true, force: true })
  }
  removers.add(remove)
  return { directory, remove }
}

/** @returns {Promise<Place>} */
export async function inLmdb() {
  const { directory, remove } = temporaryDirectory()
  return { name: 'LMDB', variables: { CATFLAP_DATA_DIR: directory }, remove: async () => remove() }
}

/**
 * @typedef {object} RedisServer
 * @property {string} url
 * @property {readonly { readonly pid: number, readonly oneThread: boolean }[]} parts - whose processor time counts
 * @property {(signal: NodeJS.Signals, away: number) => Promise<void>} restart
 *
 * @typedef {Place & RedisServer} RedisPlace
 */

/** A Redis server that has every write on the disk before it answers. @returns {Promise<RedisPlace>} */
export async function inRedis() {
  const { directory, remove } = temporaryDirectory()
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const settings = ['--port', port, '--bind', '127.0.0.1', '--dir', directory, '--save', '']
  settings.push('--appendonly', 'yes', '--appendfsync', 'always')
  settings.push('--maxmemory-policy', 'noeviction')
  let server = await startRedis(settings, url)

  /** @param {NodeJS.Signals} signal */
  async function stop(signal) {
    const gone = new Promise((resolve) => server.once('exit', resolve))
    server.kill(signal)
    await gone
  }

  return {
    name: 'Redis',
    variables: { CATFLAP_STORE: url },
    url,
    get parts() {
      return [{ pid: server.pid ?? 0, oneThread: true }]
    },
    async restart(signal, away) {
      await stop(signal)
      await sleep(away)
      server = await startRedis(settings, url)
    },
    async remove() {
      await stop('SIGKILL')
      remove()
    },
  }
}

/**
 * @param {readonly string[]} settings
 * @param {string} url
 */
async function startRedis(settings, url) {
  const server = spawn('redis-server', settings, { stdio: 'ignore' })
  process.once('exit', () => server.kill('SIGKILL'))
  await new Promise((resolve, reject) => {
    server.once('spawn', resolve)
    server.once('error', (cause) => reject(new Error('redis-server is needed', { cause })))
  })
  const client = createClient({ url, socket: { reconnectStrategy: 20 } })
  client.on('error', () => undefined)
  await client.connect()
  // While it loads its file it answers, but not yet with data.
  while ((await client.ping().catch(() => '')) !== 'PONG') await sleep(10)
  client.destroy()
  return server
}

/** A port that was free a moment ago, for a program that must be told its own. */
export async function freePort() {
  const server = await onFreePort(() => undefined)
  await server.close()
  return new URL(server.origin).port
}

/**
 * A server in this process.
 *
 * @param {import('node:http').RequestListener} listener
 */
export async function onFreePort(listener) {
  const server = createServer(listener)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
