/**
 * The example of NestJS, installed from tarballs and compiled as its users do. Runs with
 * CATFLAP_FRAMEWORKS=1; a dependency of Nest 12 has left Node 20 behind.
 */
import { afterAll, beforeAll, it } from 'vitest'
import { holds } from '../contract/holds.ts'
import {
  type FrameworkApp,
  installApp,
  NEWER_NODE,
  type Serving,
  serveApp,
} from '../support/framework-app.ts'
import { describeFramework } from '../support/framework-suite.ts'
import { expectGuardedSocket } from '../support/guarded-socket.ts'

let app: FrameworkApp
beforeAll(() => {
  app = installApp('nest', NEWER_NODE)
  app.run('node_modules/typescript/bin/tsc')
}, 600_000)
afterAll(() => app?.remove(), 120_000)

const start = (more: Partial<Serving>) =>
  serveApp({ cwd: app.folder, program: app.node, command: () => ['dist/main.js'], ...more })

describeFramework('NestJS 12', {
  framework: 'NestJS 12',
  rows: [3, 4, 5, 8, 13, 15],
  start: () => start({}),
  behind: (origin) => start({ origin }),
})

it(
  'NestJS greets over a WebSocket only who is signed in, on a page of its own',
  holds('NestJS 12', 10),
  async () => {
    const running = await start({})
    await expectGuardedSocket(running.origin, '/live').finally(() => running.close())
  },
)
