/**
 * The ENV viewer as people run it: its own process, built, with a box beside it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createDevbox, type Devbox, type DevboxOptions } from 'catflap-devbox'
import { answering } from './answering.ts'
import { freePort } from './free-port.ts'

export interface RunningViewer {
  readonly origin: string
  readonly box: Devbox
  /** All that the process has printed. */
  output(): string
  close(): Promise<void>
}

const MAIN = new URL('../../apps/env-viewer/dist/main.js', import.meta.url).pathname

export async function startViewer(
  options: DevboxOptions = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningViewer> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const box = await createDevbox({ ...options, redirectUri: `${origin}/callback` })
  // Only what a box hands out: the variables of whoever runs the tests are nobody's business.
  const { PATH } = process.env
  const own = { PORT: String(port), CATFLAP_STORE: 'memory:' }
  const env = { PATH, ...box.environment, ...own, ...environment }
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  }
  await answering(origin)
  return {
    origin,
    box,
    output: () => printed,
    async close() {
      await ended(child)
      await box.close()
    },
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill()
  await exit
}
