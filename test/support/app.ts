/**
 * An app behind the login and the box it signs in at, both on real sockets, with everything that
 * the library says written down.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import {
  createLogin,
  createMemoryStore,
  type Login,
  type LoginError,
  type LoginEvent,
  type LoginOptions,
} from 'catflap'
import { requireLogin } from 'catflap/node'
import { createDevbox, type Devbox, type DevboxOptions } from 'catflap-devbox'
import { boxKeys } from './box-keys.ts'

export interface TestApp {
  readonly origin: string
  readonly login: Login
  readonly events: readonly LoginEvent[]
  readonly errors: readonly LoginError[]
  /** Every event and error as a careless log would print them: whole, with causes. */
  readonly log: readonly string[]
  close(): Promise<void>
}

/** Starts an app whose every page needs a session, on a free port. */
export async function startApp(
  options: (redirectUri: string) => LoginOptions | Promise<LoginOptions>,
): Promise<TestApp> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const events: LoginEvent[] = []
  const errors: LoginError[] = []
  const log: string[] = []
  const given = await options(`${origin}/callback`)
  const login = createLogin({
    ...given,
    session: { store: createMemoryStore(), ...given.session },
    onEvent(event, error) {
      events.push(event)
      if (error !== undefined) errors.push(error)
      log.push(inspect({ event, error }, { depth: 12, showHidden: true }))
    },
  })
  server.on(
    'request',
    requireLogin(login, (req, res, session) => res.end(`${session.sub} at ${req.url}`)),
  )
  return {
    origin,
    login,
    events,
    errors,
    log,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await login.close()
    },
  }
}

/** Starts a box that approves `alice` at once, and an app that signs in there. */
export async function startBoxAndApp(
  box: DevboxOptions = {},
  options: (environment: Readonly<Record<string, string>>) => Partial<LoginOptions> = () => ({}),
): Promise<{ box: Devbox; app: TestApp; close(): Promise<void> }> {
  let devbox!: Devbox
  const app = await startApp(async (redirectUri) => {
    devbox = await createDevbox({ keys: boxKeys(), autoApprove: 'alice', redirectUri, ...box })
    return { environment: devbox.environment, ...options(devbox.environment) }
  })
  return {
    box: devbox,
    app,
    async close() {
      await app.close()
      await devbox.close()
    },
  }
}
