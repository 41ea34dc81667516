/**
 * The same library at a provider that nobody here wrote: `oidc-provider`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import {
  type IndependentProvider,
  startIndependentProvider,
} from '../support/independent-provider.ts'
import { createUserAgent, sessionCookie } from '../support/user-agent.ts'

let independent: IndependentProvider
let app: TestApp
beforeAll(async () => {
  independent = await startIndependentProvider()
  app = independent.app
})
afterAll(() => independent.close())

describe('at an independent provider', () => {
  it('a login leads to the wanted page, with the claims of its user', async () => {
    const agent = createUserAgent()
    const answer = await independent.signIn(agent, '/wanted?a=1')
    expect(answer.body).toBe('carol at /wanted?a=1')
    const session = await app.login.readSession(sessionCookie(agent, app.origin), undefined)
    expect(session?.userInfo).toMatchObject({ sub: 'carol', name: 'A. Name' })
    const checks = session?.trace().checks.map(({ name }) => name)
    expect(checks).toContain('iss (authorization response)')
    expect(checks).toContain('nonce')
  })

  it('a logout ends the session here', async () => {
    const agent = createUserAgent()
    await independent.signIn(agent, '/wanted')
    const own = { origin: app.origin, 'sec-fetch-site': 'same-origin' }
    expect((await agent.post(`${app.origin}/logout`, own)).status).toBe(200)
    expect((await agent.get(`${app.origin}/wanted`)).status).toBe(302)
  })

  it('a wrong client secret is told apart from a wrong code', async () => {
    const { issuer } = independent
    const other = await startApp(() => ({
      environment: {},
      provider: { issuer },
      client: { id: 'independent', secret: 'wrong', redirectUri: `${app.origin}/callback` },
    }))
    const agent = createUserAgent()
    const callback = (to: string) => !to.startsWith(`${app.origin}/callback`)
    await independent.signIn(agent, '/wanted')
    const login = await agent.browse(`${other.origin}/login`, callback)
    const answer = await agent.get((login.location ?? '').replace(app.origin, other.origin))
    await other.close()
    expect(answer.body).toContain('CLIENT_REFUSED')
  })
})
