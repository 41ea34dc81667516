/**
 * The example of Bun.serve, installed from tarballs and run by the Bun of npm. Runs with
 * CATFLAP_FRAMEWORKS=1, since Bun is 100 MB.
 */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { holds } from '../contract/holds.ts'
import { type FrameworkApp, installApp, type Serving, serveApp } from '../support/framework-app.ts'
import { describeFramework } from '../support/framework-suite.ts'
import { expectGuardedSocket } from '../support/guarded-socket.ts'
import { itKeepsSessions, itMeetsFaults } from '../support/runtime-suite.ts'

let app: FrameworkApp
beforeAll(() => {
  app = installApp('bun')
  app.run('node_modules/typescript/bin/tsc')
}, 600_000)
afterAll(() => app?.remove(), 120_000)

const start = (more: Partial<Serving>) =>
  serveApp({
    cwd: app.folder,
    program: join(app.folder, 'node_modules/.bin/bun'),
    command: () => ['server.ts'],
    ...more,
  })

describeFramework('Bun', {
  framework: 'Bun',
  rows: [3, 4, 5, 8, 13, 15],
  start: () => start({}),
  behind: (origin) => start({ origin }),
})

describe('Bun', () => {
  it(
    'greets over a WebSocket only who is signed in, on a page of its own',
    holds('Bun', 10),
    async () => {
      const running = await start({})
      await expectGuardedSocket(running.origin, '/live').finally(() => running.close())
    },
  )

  itKeepsSessions((variables) => start({ environment: () => variables }))
  itMeetsFaults(start)
})
