/**
 * The examples, as a newcomer runs them: each one signs a browser in.
 */
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDevbox } from 'catflap-devbox'
import { describe, expect, it } from 'vitest'
import { createUserAgent } from './support/user-agent.ts'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Waits until the app answers at all. */
async function answering(origin: string): Promise<void> {
  for (let i = 0; i < 100; i++) {
    const answered = await createUserAgent()
      .get(origin)
      .then(() => true)
      .catch(() => false)
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${origin} does not answer`)
}

describe('an example', () => {
  it.each(['node.mjs', 'hono.mjs'])('%s signs in and shows the name', async (file) => {
    const port = await freePort()
    const origin = `http://127.0.0.1:${port}`
    const box = await createDevbox({ autoApprove: 'bob', redirectUri: `${origin}/callback` })
    const env = { ...process.env, ...box.environment, PORT: String(port) }
    const path = new URL(`../examples/${file}`, import.meta.url).pathname
    const child = spawn(process.execPath, [path], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    try {
      await answering(origin)
      const answer = await createUserAgent().browse(`${origin}/private/cats`)
      expect(answer.body).toMatch(/^Hello bob@.*, you asked for \/private\/cats$/)
    } finally {
      child.kill()
      await box.close()
    }
  })
})
