/** Files that share a process share its globals, two of which @hono/node-server replaces: they are put back. */
import { afterAll } from 'vitest'

const { Request, Response } = globalThis
afterAll(() => {
  Object.assign(globalThis, { Request, Response })
})
