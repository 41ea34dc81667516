/**
 * The examples, as a newcomer runs them: each one signs a browser in.
 */
import { spawn } from 'node:child_process'
import { createDevbox } from 'catflap-devbox'
import { describe, expect, it } from 'vitest'
import { answering } from './support/answering.ts'
import { boxKeys } from './support/box-keys.ts'
import { freePort } from './support/free-port.ts'
import { createUserAgent } from './support/user-agent.ts'

describe('an example', () => {
  it.each(['node', 'hono', 'express', 'fastify', 'koa', 'web'])(
    '%s signs in and shows the name',
    async (name) => {
      const port = await freePort()
      const origin = `http://127.0.0.1:${port}`
      const box = await createDevbox({
        keys: boxKeys(),
        autoApprove: 'bob',
        redirectUri: `${origin}/callback`,
      })
      const own = { PORT: String(port), CATFLAP_STORE: 'memory:' }
      const env = { ...process.env, ...box.environment, ...own }
      const path = new URL(`../examples/${name}.mjs`, import.meta.url).pathname
      const child = spawn(process.execPath, [path], { env, stdio: ['ignore', 'ignore', 'inherit'] })
      try {
        await answering(origin)
        const person = createUserAgent()
        if (name !== 'node') expect((await person.get(origin)).body).toBe('Everybody may see this')
        expect((await fetch(`${origin}/private/cats`)).status).toBe(401)
        const answer = await person.browse(`${origin}/private/cats`)
        expect(answer.body).toMatch(/^Hello bob@.*, you asked for \/private\/cats$/)
        if (name !== 'node') expect((await person.get(origin)).body).toBe('You are signed in')
      } finally {
        child.kill()
        await box.close()
      }
    },
  )
})
