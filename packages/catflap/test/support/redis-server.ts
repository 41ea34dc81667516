/** A real Redis server: its own port, its own data directory, stopped and started by the test. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface RedisServer {
  readonly port: number
  /** Where it keeps its data; gone with {@link RedisServer.remove}. */
  readonly directory: string
  readonly url: string
  /** Starts it, or starts it again, with more settings; waits until it answers or loads its data. */
  start(...more: string[]): Promise<void>
  /** Ends it, by `SIGTERM` unless another signal is named, and waits for that. */
  stop(signal?: NodeJS.Signals): Promise<void>
  /** Sends a signal, such as `SIGSTOP`. */
  signal(signal: NodeJS.Signals): void
  /** Runs a command in `redis-cli`. */
  command(...args: string[]): string
  /** Ends it and removes its data. */
  remove(): Promise<void>
}

/** How a {@link createRedisServer} differs from a plain server that keeps everything. */
export interface RedisServerOptions {
  readonly password?: string
  /** Port for TLS, with what redis-server needs for it. */
  readonly tls?: { readonly port: number; readonly cert: string; readonly key: string }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Describes a server; it runs after `start`. */
export async function createRedisServer(options: RedisServerOptions = {}): Promise<RedisServer> {
  const port = await freePort()
  const directory = mkdtempSync(join(tmpdir(), 'catflap-redis-'))
  const { password, tls } = options
  const settings = [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', directory],
    ...['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'],
    ...(password === undefined ? [] : ['--requirepass', password]),
    ...(tls === undefined ? [] : ['--tls-port', String(tls.port), '--tls-auth-clients', 'no']),
    ...(tls === undefined ? [] : ['--tls-cert-file', tls.cert, '--tls-key-file', tls.key]),
  ]
  let child: ChildProcess | undefined

  function command(...args: string[]): string {
    const env = { ...process.env, ...(password !== undefined && { REDISCLI_AUTH: password }) }
    const cli = ['-h', '127.0.0.1', '-p', String(port), ...args]
    const { stdout } = spawnSync('redis-cli', cli, { env, encoding: 'utf8', timeout: 5000 })
    return (stdout ?? '').trim()
  }

  async function start(...more: string[]): Promise<void> {
    child = spawn('redis-server', [...settings, ...more], { stdio: 'ignore' })
    for (let i = 0; i < 1000; i++) {
      if (/^(PONG|LOADING .*)$/.test(command('ping'))) return
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    throw new Error('redis-server does not answer')
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const ending = child
    child = undefined
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return
    const exit = new Promise((resolve) => ending.once('exit', resolve))
    // A stopped process ends only when it runs again.
    ending.kill('SIGCONT')
    ending.kill(signal)
    await exit
  }

  async function remove(): Promise<void> {
    await stop('SIGKILL')
    rmSync(directory, { recursive: true, force: true })
  }

  const url = `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`
  return {
    ...{ port, directory, url, start, stop, command, remove },
    signal: (signal) => void child?.kill(signal),
  }
}
