/** A login against the tiny provider, with time, events and store in the test's hands. */

import type { LoginOptions } from '../../src/configuration/login-options.ts'
import { createLogin, type Login } from '../../src/login.ts'
import { type Browser, createBrowser } from './browser.ts'
import { type Clock, createClock } from './clock.ts'
import { createEventLog, type EventLog } from './events.ts'
import { createTestProvider, ENVIRONMENT, type TestProvider } from './provider.ts'
import { breakableStore } from './stores.ts'

export interface Fixture {
  readonly login: Login
  readonly provider: TestProvider
  readonly browser: Browser
  readonly clock: Clock
  readonly log: EventLog
  readonly store: ReturnType<typeof breakableStore>
  /** Another process of the same app, which shares the store. */
  another(): Login
}

export function createFixture(options: LoginOptions = {}): Fixture {
  const clock = createClock()
  const log = createEventLog()
  const provider = createTestProvider(clock.now)
  const store = breakableStore()
  const another = () =>
    createLogin({
      environment: ENVIRONMENT,
      onEvent: log.emit,
      fetch: provider.fetch,
      now: clock.now,
      ...options,
      session: { store, ...options.session },
    })
  const login = another()
  return { login, provider, browser: createBrowser(login, provider), clock, log, store, another }
}

/** The same with somebody signed in, and the Cookie header of that browser. */
export async function createSignedIn(
  options?: LoginOptions,
): Promise<Fixture & { readonly cookie: string }> {
  const fixture = createFixture(options)
  await fixture.browser.signIn()
  return { ...fixture, cookie: fixture.browser.header()! }
}
