/** What the adapters' contract is told of an adapter, and the servers it starts. */
import type { Server } from 'node:http'
import { expect, onTestFinished, type TestOptions } from 'vitest'
import { holds } from '../../../../test/contract/holds.ts'
import type { Framework, Row } from '../../../../test/contract/table.ts'
import type { LoginOptions } from '../../src/configuration/login-options.ts'
import type { Login } from '../../src/login.ts'
import type { Session } from '../../src/session/session.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture, type Fixture } from '../support/fixture.ts'
import { send } from './http.ts'

/** Pieces of an answer, some of them perhaps later. */
export type Pieces = readonly string[] | AsyncIterable<string>

/** What the app answers; the adapter under test puts the login in front of it. */
export interface TestApp {
  /** True: only requests with a session reach the app. */
  readonly guarded: boolean
  /** With `guarded`: only sessions of this source reach the app. */
  readonly source: 'oidc' | undefined
  /** True: three guards stand in a row. */
  readonly row: boolean
  /** Only people in one of these reach the app. */
  readonly groups: readonly string[] | undefined
  /** Of the answer; 200 as a rule. */
  readonly status: number
  /** Text to send in several pieces, each when it is there, or a throw. */
  answer(target: string, session: Session | undefined): Pieces
}

/** A server with the login in front of the app. */
export interface Served {
  /** Where it listens: loopback, a free port. */
  readonly origin: string
  /** What listens there. */
  readonly server: Server
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
): Promise<Fixture & Omit<Served, 'close'>> {
  const fixture = createFixture(options)
  const served = await serve(fixture.login, {
    guarded: false,
    row: false,
    source: undefined,
    groups: undefined,
    status: 200,
    answer: APP_ANSWER,
    ...app,
  })
  onTestFinished(() => served.close())
  return { ...fixture, origin: served.origin, server: served.server }
}

/** The same with somebody signed in. */
export async function startSignedIn(
  serve: Serve,
  app: Partial<TestApp> = {},
  options: LoginOptions = {},
): Promise<Fixture & Omit<Served, 'close'> & { readonly cookie: string }> {
  const fixture = await start(serve, app, options)
  await fixture.browser.signIn()
  return { ...fixture, cookie: fixture.browser.header()! }
}

/** Pieces as an answer of the web; statuses that have no body get none (Fetch, section 2.2.3). */
export function textResponse(status: number, pieces: Pieces): Response {
  if ([204, 205, 304].includes(status)) return new Response(null, { status })
  const body = ReadableStream.from<string>(pieces).pipeThrough(new TextEncoderStream())
  return new Response(body, { status })
}

/** What Next itself decides: its stand-in in these tests says nothing about it. */
const NEXTS_OWN: readonly Row[] = [10, 11, 14, 15, 16]

/** Rows that a test of this suite holds of an adapter. */
export function heldBy(name: Framework, ...rows: readonly Row[]): TestOptions {
  const isStandIn = name === 'Next.js 16'
  return holds(name, ...rows.filter((row) => !isStandIn || !NEXTS_OWN.includes(row)))
}

/** Fails unless the server still begins logins. */
export async function expectAlive(origin: string): Promise<void> {
  expect((await send(origin, '/login', { headers: NAVIGATION })).status).toBe(302)
}
