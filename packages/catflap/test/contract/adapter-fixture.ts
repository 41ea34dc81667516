/** What the adapters' contract is told of an adapter, and the servers it starts. */
import { expect, onTestFinished } from 'vitest'
import type { LoginOptions } from '../../src/configuration/options.ts'
import type { Login } from '../../src/login.ts'
import type { Session } from '../../src/session/session.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture, type Fixture } from '../support/fixture.ts'
import { send } from './http.ts'

/** What the app answers; the adapter under test puts the login in front of it. */
export interface TestApp {
  /** True: only requests with a session reach the app. */
  readonly guarded: boolean
  /** Only people in one of these reach the app. */
  readonly groups: readonly string[] | undefined
  /** Text to send in several pieces, or a throw. */
  answer(target: string, session: Session | undefined): readonly string[]
}

/** A server with the login in front of the app. */
export interface Served {
  /** Where it listens: loopback, a free port. */
  readonly origin: string
  close(): Promise<void>
}

/** Starts a server with the adapter under test. */
export type Serve = (login: Login, app: TestApp) => Promise<Served>

const APP_ANSWER: TestApp['answer'] = (_, session) => ['app:', session?.sub ?? 'nobody']

/** A server of the test's own, closed when the test is finished. */
export async function start(
  serve: Serve,
  app: Partial<TestApp> = {},
  options: LoginOptions = {},
): Promise<Fixture & { readonly origin: string }> {
  const fixture = createFixture(options)
  const served = await serve(fixture.login, {
    guarded: false,
    groups: undefined,
    answer: APP_ANSWER,
    ...app,
  })
  onTestFinished(() => served.close())
  return { ...fixture, origin: served.origin }
}

/** The same with somebody signed in. */
export async function startSignedIn(
  serve: Serve,
  app: Partial<TestApp> = {},
  options: LoginOptions = {},
): Promise<Fixture & { readonly origin: string; readonly cookie: string }> {
  const fixture = await start(serve, app, options)
  await fixture.browser.signIn()
  return { ...fixture, cookie: fixture.browser.header()! }
}

/** Fails unless the server still begins logins. */
export async function expectAlive(origin: string): Promise<void> {
  expect((await send(origin, '/login', { headers: NAVIGATION })).status).toBe(302)
}
