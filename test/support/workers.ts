/**
 * Several processes of one app, sharing a store, at a box whose refresh tokens rotate.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createDevbox, type Devbox } from 'catflap-devbox'
import { boxKeys } from './box-keys.ts'
import { freePort } from './free-port.ts'
import { createUserAgent, type UserAgent } from './user-agent.ts'

const WORKER = new URL('worker.mjs', import.meta.url).pathname
/** Seconds that an access token lives at this box. */
export const TOKEN_LIFETIME = 300

export interface Worker {
  readonly origin: string
  readonly child: ChildProcess
  output(): string
}

export interface Workers {
  readonly box: Devbox
  readonly workers: readonly Worker[]
  /** Somebody signed in, at every worker. */
  readonly agent: UserAgent
  /** Starts one more worker, or one again. */
  start(): Promise<Worker>
  /** Moves the clocks of box and workers. */
  pass(seconds: number): Promise<void>
  close(): Promise<void>
}

async function started({ child, output }: Worker): Promise<void> {
  while (!output().includes('listening')) {
    if (child.exitCode !== null) throw new Error('a worker ended before it listened')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Ends a worker without warning, and waits until it is gone. */
export async function killed({ child }: Worker): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await exit
}

/** Starts one process with these variables and waits until it listens. */
export async function spawnWorker(
  port: number,
  variables: Readonly<Record<string, string>>,
): Promise<Worker> {
  const env = { PATH: process.env.PATH, ...variables, PORT: String(port) }
  const child = spawn(process.execPath, [WORKER], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  const worker = { origin: `http://127.0.0.1:${port}`, child, output: () => printed }
  await started(worker)
  return worker
}

/** Starts workers with these variables and signs somebody in at the first. */
export async function startWorkers(
  count: number,
  variables: Readonly<Record<string, string>>,
): Promise<Workers> {
  let offset = 0
  const firstPort = await freePort()
  const box = await createDevbox({
    keys: boxKeys(),
    autoApprove: 'alice',
    redirectUri: `http://127.0.0.1:${firstPort}/callback`,
    refreshTokens: true,
    accessTokenLifetime: TOKEN_LIFETIME,
    now: () => Math.floor(Date.now() / 1000) + offset,
  })
  const agent = createUserAgent()
  const workers: Worker[] = []

  async function start(port?: number): Promise<Worker> {
    const worker = await spawnWorker(port ?? (await freePort()), {
      ...box.environment,
      ...variables,
    })
    await agent.get(`${worker.origin}/clock?offset=${offset}`)
    workers.push(worker)
    return worker
  }

  const first = await start(firstPort)
  await agent.browse(`${first.origin}/login`)
  await Promise.all(Array.from({ length: count - 1 }, () => start()))
  return {
    box,
    workers,
    agent,
    start: () => start(),
    async pass(seconds) {
      offset += seconds
      const alive = workers.filter(({ child }) => child.exitCode === null && !child.killed)
      await Promise.all(alive.map(({ origin }) => agent.get(`${origin}/clock?offset=${offset}`)))
    },
    async close() {
      await Promise.all(workers.map(killed))
      await box.close()
    },
  }
}
