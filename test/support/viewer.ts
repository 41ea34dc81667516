/**
 * The ENV viewer as people run it: its own process, built, with a box beside it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createDevbox, type Devbox, type DevboxOptions } from 'catflap-devbox'
import { answering } from './answering.ts'
import { boxKeys } from './box-keys.ts'
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
  const box = await createDevbox({ keys: boxKeys(), ...options, redirectUri: `${origin}/callback` })
  const { output, close } = await runViewer(port, { ...box.environment, ...environment })
  return {
    origin,
    box,
    output,
    async close() {
      await close()
      await box.close()
    },
  }
}

/** Starts the viewer on a port, with nothing but these variables. */
export async function runViewer(
  port: number,
  environment: Readonly<Record<string, string>>,
): Promise<Pick<RunningViewer, 'output' | 'close'>> {
  // Only what a box hands out: the variables of whoever runs the tests are nobody's business.
  const { PATH } = process.env
  const env = { PATH, PORT: String(port), CATFLAP_STORE: 'memory:', ...environment }
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  }
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', () => reject(new Error(`the viewer has ended: ${printed}`)))
  })
  await Promise.race([answering(`http://127.0.0.1:${port}`), gone])
  return { output: () => printed, close: () => ended(child) }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill()
  await exit
}
