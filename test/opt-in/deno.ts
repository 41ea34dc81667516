/**
 * The example of Deno.serve, installed from tarballs and run by the Deno of npm, with no more leave than
 * its page says. Runs with CATFLAP_FRAMEWORKS=1, since Deno is 90 MB.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holds } from '../contract/holds.ts'
import { type FrameworkApp, installApp, type Serving, serveApp } from '../support/framework-app.ts'
import { describeFramework } from '../support/framework-suite.ts'
import { expectGuardedSocket } from '../support/guarded-socket.ts'
import { itKeepsSessions, itMeetsFaults } from '../support/runtime-suite.ts'
import { createUserAgent } from '../support/user-agent.ts'

let app: FrameworkApp
/** As the example's package.json has it: `deno run --allow-net … server.ts`. */
let command: readonly string[]
const deno = (): string => join(app.folder, 'node_modules/.bin/deno')
beforeAll(() => {
  app = installApp('deno')
  const { scripts } = JSON.parse(app.read('package.json'))
  command = scripts.start.split(' ').slice(1).with(0, 'run').toSpliced(1, 0, '--no-prompt')
  execFileSync(deno(), ['check', 'server.ts'], { cwd: app.folder, stdio: 'inherit' })
}, 600_000)
afterAll(() => app?.remove(), 120_000)

const start = (more: Partial<Serving>) =>
  serveApp({ cwd: app.folder, program: deno(), command: () => command, ...more })

describeFramework('Deno', {
  framework: 'Deno',
  rows: [3, 4, 5, 8, 13, 15],
  start: () => start({}),
  behind: (origin) => start({ origin }),
})

describe('Deno', () => {
  it(
    'greets over a WebSocket only who is signed in, on a page of its own',
    holds('Deno', 10),
    async () => {
      const running = await start({})
      await expectGuardedSocket(running.origin, '/live').finally(() => running.close())
    },
  )

  itKeepsSessions((variables) => {
    // Memory and Redis need no more than the network and the variables.
    const few = ['run', '--no-prompt', '--allow-net', '--allow-env', 'server.ts']
    const flags = variables.CATFLAP_STORE === undefined ? command : few
    return start({ environment: () => variables, command: () => flags })
  })
  itMeetsFaults(start)

  it.each(['--allow-ffi', '--allow-sys', '--allow-write'])(
    'says what is missing where it was started without %s',
    async (flag) => {
      const running = await start({ command: () => command.filter((one) => one !== flag) })
      try {
        const { status, body } = await createUserAgent().get(`${running.origin}/login`)
        expect([status, body]).toEqual([503, expect.stringContaining('NOT_PERMITTED')])
        expect(body).toContain(flag)
        expect((await createUserAgent().get(running.origin)).status).toBe(200)
      } finally {
        await running.close()
      }
    },
  )
})
