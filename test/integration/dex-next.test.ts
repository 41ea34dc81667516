/** The library at the Dex that comes next: sign-in, log-out from either side, and what the doctor sees. */
import { examine } from 'catflap/doctor'
import { createDevbox, type FaultName } from 'catflap-devbox'
import { afterEach, expect, it } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { boxKeys } from '../support/box-keys.ts'
import { createUserAgent, sessionCookie } from '../support/user-agent.ts'

let end: (() => Promise<void>) | undefined
afterEach(async () => {
  await end?.()
})

async function signedIn() {
  const setup = await startBoxAndApp({ dex: 'next' })
  end = setup.close
  const agent = createUserAgent()
  expect((await agent.browse(`${setup.app.origin}/x`)).status).toBe(200)
  const cookie = sessionCookie(agent, setup.app.origin)
  const session = async () => setup.app.login.readSession(cookie, undefined)
  return { ...setup, agent, session }
}

it('a logout at the provider ends the session in the app, by a Logout Token without a type', async () => {
  const { app, box, session } = await signedIn()
  const { idToken = '' } = (await session())?.details() ?? {}
  const body = new URLSearchParams({ id_token_hint: idToken })
  expect((await fetch(`${box.issuer}/logout`, { method: 'POST', body })).status).toBe(200)
  await expect.poll(session).toBeUndefined()
  expect(app.events).toContainEqual(
    expect.objectContaining({ type: 'session-ended', reason: 'back-channel-logout' }),
  )
})

it.each([
  ['at the provider', 'The provider ended it', /signed out there/],
  ['elsewhere in the app', 'It was ended from elsewhere', /list of your sessions/],
])(
  'a logout %s is told on the next page that its person sees, once',
  async (where, cause, more) => {
    const { app, box, agent, session } = await signedIn()
    const details = (await session())?.details()
    const sub = (await session())?.sub ?? ''
    if (where === 'at the provider') {
      const body = new URLSearchParams({ id_token_hint: details?.idToken ?? '' })
      await fetch(`${box.issuer}/logout`, { method: 'POST', body })
      await expect.poll(session).toBeUndefined()
    } else {
      expect(await app.login.endSessions(sub, () => true)).toBe(1)
    }
    const page = await agent.browse(`${app.origin}/wanted`)
    expect([page.status, page.body]).toEqual([401, expect.stringContaining(cause)])
    expect(page.body).toMatch(more)
    expect(page.body).not.toContain('A new login in this browser')
    const again = await agent.browse(`${app.origin}/wanted`)
    expect([again.status, again.body]).toEqual([200, expect.stringContaining('at /wanted')])
  },
)

it('a logout in the app leads to the provider, which leads back', async () => {
  const { app, box, agent, session } = await signedIn()
  const headers = { origin: app.origin, 'sec-fetch-site': 'same-origin' }
  const page = await agent.post(`${app.origin}/logout`, headers)
  expect(await session()).toBeUndefined()
  const [, address = ''] = /href="([^"]*\/sys\/oauth\/logout[^"]*)"/.exec(page.body) ?? []
  const done = await fetch(address.replace(/&(?:amp|#38);/g, '&'), { redirect: 'manual' })
  expect([done.status, done.headers.get('location')]).toEqual([
    302,
    expect.stringContaining(`${app.login.client.postLogoutRedirectUri}?state=`),
  ])
  expect(box.count('/sys/oauth/logout')).toBe(1)
})

it.each<['2.45' | 'next', FaultName | undefined, string, RegExp]>([
  ['2.45', undefined, 'ok', /is registered$/],
  ['2.45', 'unregistered-redirect-uri', 'problem', /^another redirect URI/],
  ['2.45', 'unknown-client', 'problem', /does not know the client/],
  ['next', undefined, 'ok', /is registered$/],
  ['next', 'unregistered-redirect-uri', 'problem', /^another redirect URI/],
  ['next', 'unknown-client', 'problem', /^status 400 from/],
])('the doctor at Dex %s with %s tells the registration, and begins no login', async (...row) => {
  const [dex, fault, outcome, seen] = row
  const box = await createDevbox({ keys: boxKeys(), dex, ...(fault && { faults: [fault] }) })
  end = box.close
  const environment = { ...box.environment, CATFLAP_STORE: 'memory:' }
  const findings = await examine({ environment })
  const found = findings.find(({ check }) => check === 'authorization-request')
  expect([found?.outcome, found?.seen.en]).toEqual([outcome, expect.stringMatching(seen)])
  expect(box.count('/sys/oauth/auth')).toBe(1)
  expect(box.count('/sys/oauth/callback/hportal')).toBe(0)
})
