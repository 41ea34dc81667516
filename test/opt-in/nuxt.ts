/**
 * The example of Nuxt, installed from tarballs, built without a variable of the login, and served from a
 * copy of its output alone. Runs with CATFLAP_FRAMEWORKS=1; Nuxt has left Node 20 behind.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { holds } from '../contract/holds.ts'
import {
  type FrameworkApp,
  installApp,
  NEWER_NODE,
  type Serving,
  serveApp,
} from '../support/framework-app.ts'
import { describeFramework } from '../support/framework-suite.ts'
import { createUserAgent } from '../support/user-agent.ts'

let app: FrameworkApp
let output: string
let built: string
beforeAll(() => {
  app = installApp('nuxt', NEWER_NODE)
  app.add('server/routes/echo.post.ts', 'export default defineEventHandler(readBody)\n')
  // As a store would that is asked over the network: a body that somebody reads meanwhile is gone.
  app.add(
    'server/middleware/slow.ts',
    'export default defineEventHandler(() => new Promise((done) => setTimeout(done, 50)))\n',
  )
  built = app.run('node_modules/nuxt/bin/nuxt.mjs', 'build')
  output = mkdtempSync(join(tmpdir(), 'catflap-nuxt-output-'))
  cpSync(join(app.folder, '.output'), output, { recursive: true })
}, 600_000)
afterAll(() => {
  app?.remove()
  if (output !== undefined) rmSync(output, { recursive: true, force: true })
}, 120_000)

const start = (more: Partial<Serving>) =>
  serveApp({ cwd: output, program: app.node, command: () => ['server/index.mjs'], ...more })

it('Nuxt builds without a variable of the login', holds('Nuxt 4', 24), () => {
  expect(built).not.toMatch(/catflap|OIDC_|LAZYCAT_/)
})

describeFramework('Nuxt 4', {
  framework: 'Nuxt 4',
  rows: [3, 4, 5, 8, 13, 15],
  start: () => start({}),
  behind: (origin) => start({ origin }),
})

it('Nuxt leaves the body of other requests to the app', async () => {
  const running = await start({})
  try {
    const body = JSON.stringify({ cat: 'Mimi' })
    const headers = { 'content-type': 'application/json' }
    const answer = await createUserAgent().post(`${running.origin}/echo`, headers, body)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { cat: 'Mimi' }])
  } finally {
    await running.close()
  }
})
