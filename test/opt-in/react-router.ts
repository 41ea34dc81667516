/**
 * The example of React Router in framework mode, installed from tarballs, its types checked, built without a
 * variable of the login, and served. Runs with CATFLAP_FRAMEWORKS=1; React Router has left Node 20 behind.
 */
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

const PROGRAM = 'node_modules/@react-router/dev/bin.cjs'
const SERVE = ['node_modules/@react-router/serve/bin.cjs', 'build/server/index.js']

let app: FrameworkApp
let built: string
beforeAll(() => {
  app = installApp('react-router', NEWER_NODE)
  app.run(PROGRAM, 'typegen')
  app.run('node_modules/typescript/bin/tsc')
  built = app.run(PROGRAM, 'build')
}, 600_000)
afterAll(() => app?.remove(), 120_000)

const start = (more: Partial<Serving>) =>
  serveApp({ cwd: app.folder, program: app.node, command: () => SERVE, ...more })

it('React Router builds without a variable of the login', holds('React Router 8', 24), () => {
  expect(built).not.toMatch(/catflap|OIDC_|LAZYCAT_/)
})

describeFramework('React Router 8', {
  framework: 'React Router 8',
  rows: [3, 4, 5, 8, 13, 15],
  start: () => start({}),
  behind: (origin) => start({ origin }),
  // Of pages that are not there, with their stacks.
  chatter: /^(\s+at |ErrorResponseImpl|.*No route matches URL "\/(nowhere|favicon\.ico)").*$/gm,
})

it('React Router gives what its own scripts ask for to nobody who is not signed in', async () => {
  const running = await start({})
  const data = `${running.origin}/private/cats.data`
  const script = { accept: '*/*', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }
  try {
    const person = createUserAgent()
    for (const routes of ['', '?_routes=root', '?_routes=routes%2Fprivate']) {
      const refused = await person.get(data + routes, script)
      expect([refused.status, refused.body.includes('Hello')], routes).toEqual([401, false])
    }
    await person.browse(`${running.origin}/private/cats`)
    expect((await person.get(data, script)).body).toContain('Hello alice@')
  } finally {
    await running.close()
  }
})
