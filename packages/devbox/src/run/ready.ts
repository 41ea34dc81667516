/** Whether ports are free before a start, and when an app is ready after it. */
import { get } from 'node:http'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sentence } from '../language/sentences.ts'
import type { AppManifest } from './app-manifest.ts'
import type { AppProcess, Ending } from './process.ts'
import { serviceOf } from './routes.ts'
import { RunError } from './run-error.ts'

const INTERVAL = 50
const RETRIES = 10
const PROBE_TIMEOUT = 2000

/** Makes sure that nobody listens on these ports. @throws {@link RunError} `RUN_PORT_IN_USE` */
export async function checkPortsFree(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    let code = await listenOnce(port)
    // After a restart the kernel may take a moment to give the port back.
    for (let tries = 0; tries < RETRIES && code === 'EADDRINUSE'; tries++) {
      await sleep(INTERVAL)
      code = await listenOnce(port)
    }
    if (code === undefined) continue
    const inUse = code === 'EADDRINUSE'
    throw new RunError(
      'RUN_PORT_IN_USE',
      `port ${port}, on which the app is to listen, ${inUse ? 'is in use' : `cannot be had (${code})`}`,
      `应用要监听的端口 ${port} ${inUse ? '已被占用' : `无法使用（${code}）`}`,
    )
  }
}

function listenOnce(port: number): Promise<string | undefined> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'error'))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)))
  })
}

/**
 * Waits as lzcos does: until all ports accept a connection, then until the health check answers 200.
 *
 * @throws {@link RunError} `RUN_ENDED_EARLY`, `RUN_NOT_READY`; the reason of the signal when it is aborted.
 */
export async function waitUntilReady(
  { packageId, healthCheck }: AppManifest,
  ports: readonly number[],
  processes: readonly AppProcess[],
  signal?: AbortSignal,
): Promise<void> {
  const { testUrl, startPeriod, disabled } = healthCheck
  if (disabled) return
  const end = Date.now() + startPeriod * 1000
  const until = async (check: () => Promise<boolean>, en: string, zh: string): Promise<void> => {
    while (!(await check())) {
      signal?.throwIfAborted()
      checkAlive(processes)
      if (Date.now() >= end) throw notReady(startPeriod, en, zh)
      await sleep(INTERVAL)
    }
  }
  for (const port of ports) {
    await until(() => accepts(port), `port ${port} is not open`, `端口 ${port} 未打开`)
  }
  if (testUrl === undefined) return
  const url = new URL(testUrl)
  if (serviceOf(url.hostname, packageId) !== undefined) url.hostname = '127.0.0.1'
  await until(() => answersOk(url), `${testUrl} does not answer 200`, `${testUrl} 没有返回 200`)
}

/** A script that ends well may have left a daemon behind; one that fails has not. */
function checkAlive(processes: readonly AppProcess[]): void {
  for (const { name, ending } of processes) {
    const how = ending()
    if (how === undefined || ('code' in how && how.code === 0)) continue
    const { en, zh } = describeEnding(how)
    throw new RunError(
      'RUN_ENDED_EARLY',
      `"${name}" ended ${en} before the app was ready`,
      `“${name}”在应用就绪之前就结束了，${zh}`,
    )
  }
}

/** How a process ended, as the end of a sentence. */
export function describeEnding(ending: Ending): Sentence {
  if ('code' in ending) {
    return { en: `with exit code ${ending.code}`, zh: `退出码为 ${ending.code}` }
  }
  return { en: `by ${ending.signal}`, zh: `信号为 ${ending.signal}` }
}

function notReady(seconds: number, en: string, zh: string): RunError {
  return new RunError(
    'RUN_NOT_READY',
    `the app is not ready after ${seconds} seconds: ${en}`,
    `${seconds} 秒后应用仍未就绪：${zh}`,
  )
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const finish = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.setTimeout(PROBE_TIMEOUT, () => finish(false))
    socket.once('connect', () => finish(true))
    socket.once('error', () => finish(false))
  })
}

function answersOk(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: PROBE_TIMEOUT }, (response) => {
      resolve(response.statusCode === 200)
      response.destroy()
    })
    request.once('timeout', () => request.destroy())
    request.once('error', () => resolve(false))
    // An answer that changes the protocol ends without an error.
    request.once('close', () => resolve(false))
  })
}
