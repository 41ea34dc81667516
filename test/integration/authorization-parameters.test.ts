/**
 * What a login asks of a provider that nobody here wrote: a fresh sign-in, a way to sign in, nothing of
 * anybody, and requests that go there from the server.
 */
import { afterEach, expect, it } from 'vitest'
import {
  type IndependentProvider,
  type Shape,
  startIndependentProvider,
} from '../support/independent-provider.ts'
import { createUserAgent, sessionCookie, sessionName } from '../support/user-agent.ts'

let independent: IndependentProvider | undefined
afterEach(() => independent?.close())

async function start(shape: Shape = {}) {
  independent = await startIndependentProvider(shape)
  const { app } = independent
  const agent = createUserAgent()
  const signIn = (path: string) => independent!.signIn(agent, path)
  const session = async () => app.login.readSession(sessionCookie(agent, app.origin), undefined)
  return { app, agent, signIn, session }
}

it('a fresh sign-in is asked for, proved by auth_time, and then enough', async () => {
  const { agent, app, signIn, session } = await start()
  expect((await signIn('/wanted')).body).toBe('carol at /wanted')
  const before = await session()
  expect(before?.meets({ maxAge: 300 })).toBe(false)
  const [, query] = (await agent.get(`${app.origin}/login?max_age=0`)).location?.split('?') ?? []
  expect(new URLSearchParams(query).get('max_age')).toBe('0')
  expect((await signIn('/login?return_to=/again&max_age=0')).body).toBe('carol at /again')
  const after = await session()
  expect(after?.meets({ maxAge: 300 })).toBe(true)
  expect(after?.trace().checks.map(({ name }) => name)).toContain('auth_time')
})

it('a way to sign in that the provider passes over makes no session', async () => {
  const { signIn, session } = await start()
  const answer = await signIn('/login?acr_values=urn:example:two')
  expect(answer.body).toContain('AUTHENTICATION_INSUFFICIENT')
  expect(answer.body).toContain('urn:example:two')
  expect(await session()).toBeUndefined()
})

it('who is signed in at the provider is signed in without being asked, and a stranger is not', async () => {
  const { app, agent, signIn, session } = await start({
    options: { session: { silentLogin: true } },
  })
  const started = () => app.events.filter(({ type }) => type === 'login-started').length
  const stranger = await signIn('/wanted')
  // Once in silence, to no avail, and once for the page, which needs a session.
  expect([stranger.body, started()]).toEqual(['carol at /wanted', 2])
  expect(app.events).toContainEqual(
    expect.objectContaining({ type: 'login-failed', code: 'AUTHORIZATION_REFUSED' }),
  )
  agent.cookies.delete(sessionName(app.origin))
  agent.cookies.delete(`${sessionName(app.origin)}-silent`)
  expect((await agent.browse(`${app.origin}/again`)).body).toBe('carol at /again')
  expect(started()).toBe(3)
  expect((await session())?.sub).toBe('carol')
})

it.each([
  ['the provider demands it', true, {}],
  ['the configuration does', false, { client: { pushedAuthorizationRequests: true } }],
])('a request is pushed where %s', async (_, required, options) => {
  const { app, agent, signIn, session } = await start({
    options,
    configuration: {
      features: {
        pushedAuthorizationRequests: {
          enabled: true,
          requirePushedAuthorizationRequests: required,
        },
      },
    },
  })
  const { location = '' } = await agent.get(`${app.origin}/login`)
  expect([...new URL(location).searchParams.keys()]).toEqual(['client_id', 'request_uri'])
  expect((await signIn('/wanted')).body).toBe('carol at /wanted')
  expect((await session())?.sub).toBe('carol')
})
