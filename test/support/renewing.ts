/** A signed-in browser at a box whose access tokens live five minutes, with time in our hands. */
import {
  createMemoryStore,
  type Login,
  type LoginOptions,
  type Session,
  type SessionStore,
} from 'catflap'
import type { Devbox } from 'catflap-devbox'
import { startApp, startBoxAndApp, type TestApp } from './app.ts'
import { createUserAgent, sessionCookie, sessionName } from './user-agent.ts'

/** Seconds that an access token lives at this box. */
export const LIFETIME = 300
const TOKEN = '/sys/oauth/token'

/** What {@link startRenewing} takes. */
export interface RenewingOptions {
  readonly store?: SessionStore
  readonly replicas?: number
  /**
   * Seconds for one request to the provider at the first app. The login is made at another one, which
   * has all the time it needs on a busy machine.
   */
  readonly timeout?: number
}

export interface Renewing {
  /** What a test reads by. */
  readonly app: TestApp
  readonly apps: readonly TestApp[]
  /** An app with plenty of time for the provider. */
  readonly patient: TestApp
  readonly box: Devbox
  readonly cookie: string
  /** What the request path says at an app; the first one by default. */
  read(one?: TestApp): ReturnType<Login['readSession']>
  session(one?: TestApp): Promise<Session | undefined>
  /** Moves all clocks; seconds. */
  pass(seconds: number): void
  /** Token requests since the login. */
  tokenRequests(): number
  close(): Promise<void>
}

/** Signs somebody in at one of some replicas that share a store. */
export async function startRenewing(options: RenewingOptions = {}): Promise<Renewing> {
  const { store = createMemoryStore(), replicas = 1, timeout } = options
  let time = Math.floor(Date.now() / 1000)
  const now = () => time
  const shared = { now, session: { store } }
  const setup = await startBoxAndApp(
    { refreshTokens: true, accessTokenLifetime: LIFETIME, now },
    () => shared,
  )
  const { app: patient, box } = setup
  const agent = createUserAgent()
  await agent.browse(`${patient.origin}/x`)
  if (!agent.cookies.has(sessionName(patient.origin)))
    throw new Error(`no login: ${patient.log.join('\n')}`)
  const cookie = sessionCookie(agent, patient.origin)

  const another = (provider: LoginOptions['provider'] = {}) =>
    startApp(() => ({ environment: { ...box.environment }, ...shared, provider }))
  const hasty = timeout === undefined ? [] : [await another({ timeout })]
  const others = await Promise.all(Array.from({ length: replicas - 1 }, () => another()))
  const apps = [...hasty, patient, ...others]
  const [app = patient] = apps
  const read = (one = app) => one.login.readSession(cookie, undefined)
  return {
    app,
    apps,
    patient,
    box,
    cookie,
    read,
    session: async (one) => read(one),
    pass: (seconds) => {
      time += seconds
    },
    tokenRequests: () => box.count(TOKEN) - 1,
    async close() {
      for (const one of [...hasty, ...others, setup]) await one.close()
    },
  }
}
