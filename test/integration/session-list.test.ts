/**
 * A person's sessions from elsewhere: the list, ending one, ending all others; and the ingress user.
 */
import { createMemoryStore } from 'catflap'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { createUserAgent, sessionCookie } from '../support/user-agent.ts'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1'

let setup: Awaited<ReturnType<typeof startBoxAndApp>>
let time: number
const store = createMemoryStore()
beforeEach(async () => {
  time = Math.floor(Date.now() / 1000)
  setup = await startBoxAndApp({ now: () => time }, () => ({ now: () => time, session: { store } }))
})
afterEach(() => setup.close())

async function signIn(userAgent: string) {
  const agent = createUserAgent({ 'user-agent': userAgent })
  await agent.browse(`${setup.app.origin}/x`)
  const session = await setup.app.login.readSession(
    sessionCookie(agent, setup.app.origin),
    undefined,
  )
  return { agent, sub: session?.sub ?? '', id: session?.id ?? '' }
}

const status = async (agent: ReturnType<typeof createUserAgent>) =>
  (await agent.get(`${setup.app.origin}/x`)).status

describe('the list of sessions', () => {
  it('names each live session with its browser and times, newest first', async () => {
    const first = await signIn(FIREFOX)
    time += 100
    const second = await signIn(PHONE)
    expect(await setup.app.login.listSessions(first.sub)).toEqual([
      {
        id: second.id,
        createdAt: time,
        expiresAt: time + 604_800,
        lastSeenAt: time,
        idleEndsAt: time + 86_400,
        browser: 'Safari, iPhone',
      },
      expect.objectContaining({ id: first.id, createdAt: time - 100, browser: 'Firefox, Linux' }),
    ])
  })

  it('forgets sessions that were signed out or ran out', async () => {
    const { agent, sub, id } = await signIn(FIREFOX)
    const out = { origin: setup.app.origin }
    await agent.post(`${setup.app.origin}/logout`, out)
    const ids = async () => (await setup.app.login.listSessions(sub)).map((one) => one.id)
    expect(await ids()).not.toContain(id)
    const other = await signIn(FIREFOX)
    time += 86_401
    expect(await ids()).not.toContain(other.id)
  })

  it('ends one session, or all others, at their next request', async () => {
    const [first, second, third] = [
      await signIn(FIREFOX),
      await signIn(PHONE),
      await signIn(FIREFOX),
    ]
    const { login } = setup.app
    expect(await login.endSessions(first.sub, ({ id }) => id === first.id)).toBe(1)
    expect([await status(first.agent), await status(second.agent)]).toEqual([302, 200])
    expect(await login.endSessions(first.sub, ({ id }) => id !== third.id)).toBeGreaterThan(0)
    expect([await status(second.agent), await status(third.agent)]).toEqual([302, 200])
  })

  it('holds nothing of another subject', async () => {
    await signIn(FIREFOX)
    expect(await setup.app.login.listSessions('somebody else')).toEqual([])
    expect(await setup.app.login.endSessions('somebody else', () => true)).toBe(0)
  })

  it('never grows beyond a hundred: the oldest session ends', async () => {
    const oldest = await signIn(FIREFOX)
    for (let i = 0; i < 100; i++) await signIn(PHONE)
    expect(await status(oldest.agent)).toBe(302)
    expect(await setup.app.login.listSessions(oldest.sub)).toHaveLength(100)
  })
})

describe('the user that the ingress names', () => {
  it('keeps the session when it is the same person', async () => {
    const { agent } = await signIn(FIREFOX)
    const answer = await agent.get(`${setup.app.origin}/x`, { 'x-hc-user-id': 'alice' })
    expect(answer.status).toBe(200)
  })

  it('leads to a new login when it is somebody else, and the old session stays theirs', async () => {
    const { agent } = await signIn(FIREFOX)
    const answer = await agent.get(`${setup.app.origin}/x`, { 'x-hc-user-id': 'bob' })
    expect(answer).toMatchObject({ status: 302, location: expect.stringContaining('/login?') })
    expect(await status(agent)).toBe(200)
  })

  it('signs nobody in by itself', async () => {
    const headers = { 'x-hc-user-id': 'alice', 'x-hc-user-role': 'ADMIN' }
    const answer = await createUserAgent().get(`${setup.app.origin}/x`, headers)
    expect(answer.status).toBe(302)
  })

  it('is ignored away from LazyCat', async () => {
    const { box, app, close } = await startBoxAndApp({}, (environment) => ({
      environment: {},
      provider: { issuer: environment.LAZYCAT_AUTH_OIDC_ISSUER_URI ?? '' },
      client: {
        id: 'dev.catflap.app',
        secret: environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET ?? '',
        redirectUri: environment.OIDC_REDIRECT_URI ?? '',
      },
    }))
    const agent = createUserAgent()
    await agent.browse(`${app.origin}/x`)
    expect(box.users).toHaveLength(2)
    const answer = await agent.get(`${app.origin}/x`, { 'x-hc-user-id': 'bob' })
    await close()
    expect(answer.status).toBe(200)
  })
})
