/**
 * The example of NestJS, installed from tarballs and compiled as its users do. Runs with
 * CATFLAP_FRAMEWORKS=1; a dependency of Nest 12 has left Node 20 behind.
 */
import { afterAll, beforeAll, it } from 'vitest'
import { holds } from '../contract/holds.ts'
import { describeExample, expectGuardedSocket } from '../support/example-suite.ts'
import {
  type FrameworkApp,
  installApp,
  NEWER_NODE,
  type Serving,
  serveApp,
} from '../support/framework-app.ts'

let app: FrameworkApp
beforeAll(() => {
  app = installApp('nest', NEWER_NODE)
  app.run('node_modules/typescript/bin/tsc')
}, 600_000)
afterAll(() => app?.remove(), 120_000)

const start = (more: Partial<Serving>) =>
  serveApp({ cwd: app.folder, program: app.node, command: () => ['dist/main.js'], ...more })

describeExample('NestJS 12', () => ({
  start: (origin) => start(origin === undefined ? {} : { origin }),
}))

it(
  'NestJS greets over a WebSocket only who is signed in, on a page of its own',
  holds('NestJS 12', 10),
  async () => {
    const running = await start({})
    await expectGuardedSocket(running.origin, '/live').finally(() => running.close())
  },
)
