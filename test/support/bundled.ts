/** An example that a bundler has taken together, run where only what it was given lies. */
import { spawn } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createDevbox } from 'catflap-devbox'
import { answering } from './answering.ts'
import { boxKeys } from './box-keys.ts'
import { freePort } from './free-port.ts'
import { type Answer, createUserAgent } from './user-agent.ts'

const root = new URL('../..', import.meta.url).pathname

export const MEMORY = { CATFLAP_STORE: 'memory:' }
export const REDIS = { CATFLAP_STORE: 'redis://127.0.0.1:1' }
export const HELLO = /^Hello bob@.*, you asked for \/private\/cats$/

/** Puts a package of the workspace beside a file. */
export function link(folder: string, name: string): void {
  const place = join(folder, 'node_modules', name)
  mkdirSync(dirname(place), { recursive: true })
  symlinkSync(join(root, 'node_modules', name), place)
}

/** Runs the file, and follows a person to a page that needs a login. */
export async function visit(
  folder: string,
  file: string,
  store: Readonly<Record<string, string>>,
): Promise<Answer> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const box = await createDevbox({
    keys: boxKeys(),
    autoApprove: 'bob',
    redirectUri: `${origin}/callback`,
  })
  const { PATH = '' } = process.env
  const env = { PATH, ...box.environment, PORT: String(port), ...store }
  const child = spawn(process.execPath, [file], { cwd: folder, env, stdio: 'ignore' })
  try {
    await answering(origin)
    return await createUserAgent().browse(`${origin}/private/cats`)
  } finally {
    child.kill()
    await box.close()
  }
}
