/**
 * Renewal at a box with refresh tokens that rotate and whose reuse is detected.
 */
import type { LoginError } from 'catflap'
import { afterEach, describe, expect, it } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { LIFETIME, type RenewingOptions, startRenewing } from '../support/renewing.ts'
import { createUserAgent, sessionCookie } from '../support/user-agent.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function signedIn(options: RenewingOptions = {}) {
  const setup = await startRenewing(options)
  open.push(setup)
  return setup
}

const coded = (code: string): LoginError => expect.objectContaining({ code }) as LoginError
const settled = () => new Promise((resolve) => setTimeout(resolve, 300))

describe('an access token', () => {
  it('is left alone while it has more than a minute to live', async () => {
    const { session, pass, tokenRequests } = await signedIn()
    const before = await (await session())?.accessToken()
    pass(LIFETIME - 62)
    expect(await (await session())?.accessToken()).toBe(before)
    await settled()
    expect(tokenRequests()).toBe(0)
  })

  it('is renewed behind the request in its last minute', async () => {
    const { app, session, pass, tokenRequests } = await signedIn()
    const before = await (await session())?.accessToken()
    pass(LIFETIME - 30)
    expect(await (await session())?.accessToken()).toBe(before)
    await expect.poll(() => app.events.at(-1)?.type).toBe('session-renewed')
    expect(await (await session())?.accessToken()).not.toBe(before)
    expect(tokenRequests()).toBe(1)
  })

  it('that has expired is renewed before it is given out', async () => {
    const { session, pass } = await signedIn()
    const before = await (await session())?.accessToken()
    pass(LIFETIME + 10)
    expect(await (await session())?.accessToken()).not.toBe(before)
  })

  it('is renewed once for 200 requests on 4 replicas, at each of 5 expiries', async () => {
    const { apps, session, pass, tokenRequests } = await signedIn({ replicas: 4 })
    for (let expiry = 1; expiry <= 5; expiry++) {
      pass(LIFETIME + 1)
      const sessions = await Promise.all(
        Array.from({ length: 200 }, (_, i) => session(apps[i % apps.length])),
      )
      const tokens = await Promise.all(sessions.map((one) => one?.accessToken()))
      expect(new Set(tokens).size).toBe(1)
      expect(tokenRequests()).toBe(expiry)
    }
  })

  it('held by a slow request does not stop it from getting the new one', async () => {
    const { session, pass, tokenRequests } = await signedIn()
    const slow = await session()
    pass(LIFETIME + 1)
    const renewed = await (await session())?.accessToken()
    expect(await slow?.accessToken()).toBe(renewed)
    expect(tokenRequests()).toBe(1)
  })
})

describe('a renewal', () => {
  it('that the provider refuses ends the session', async () => {
    const { app, box, session, pass } = await signedIn()
    const slow = await session()
    box.restart()
    pass(LIFETIME + 1)
    await expect(slow?.accessToken()).rejects.toEqual(coded('RENEWAL_REFUSED'))
    expect(await session()).toBeUndefined()
    expect(app.events).toContainEqual(expect.objectContaining({ reason: 'renewal-refused' }))
  })

  it.each(['token-500', 'token-hang', 'token-reset', 'discovery-500'] as const)(
    'that meets %s leaves the session, asks once for all who insist, then succeeds',
    async (fault) => {
      const { app, patient, box, session, pass, tokenRequests } = await signedIn(
        fault === 'token-hang' ? { timeout: 4 } : {},
      )
      box.faults.set(fault)
      pass(fault.startsWith('discovery') ? 4000 : LIFETIME + 1)
      if (fault.startsWith('discovery')) {
        // Stale metadata serves on.
        expect(await (await session())?.accessToken()).toBeDefined()
        return
      }
      const insisting = Array.from({ length: 5 }, async () => (await session())?.accessToken())
      for (const failed of insisting) {
        await expect(failed).rejects.toEqual(coded('TOKEN_ENDPOINT_UNAVAILABLE'))
      }
      // One that their requests waited for, and after a second one that they have insisted on.
      expect(tokenRequests()).toBe(2)
      box.faults.clear()
      pass(5)
      expect(await (await session(patient))?.accessToken()).toBeDefined()
      expect(app.events).toContainEqual(expect.objectContaining({ type: 'renewal-failed' }))
    },
  )

  it('after the client secret was rotated says so, and leaves the session', async () => {
    const { box, session, pass } = await signedIn()
    box.rotateSecret()
    pass(LIFETIME + 1)
    await expect((await session())?.accessToken()).rejects.toEqual(coded('CLIENT_REFUSED'))
    expect(await session()).toBeDefined()
  })

  it.each([
    ['invalid-iss', 'ID_TOKEN_ISSUER_MISMATCH'],
    ['invalid-aud', 'ID_TOKEN_AUDIENCE_MISMATCH'],
    ['invalid-sub', 'ID_TOKEN_SUB_MISMATCH'],
    ['invalid-nonce', 'NONCE_MISMATCH'],
    ['invalid-sig-rs256', 'ID_TOKEN_SIGNATURE_INVALID'],
    ['userinfo-invalid-sub', 'USERINFO_SUB_MISMATCH'],
    ['userinfo-403', 'RENEWAL_REFUSED'],
    ['userinfo-html', 'USERINFO_INVALID'],
    ['userinfo-redirect', 'USERINFO_INVALID'],
  ] as const)('whose answer has %s ends the session', async (fault, code) => {
    const { box, session, pass } = await signedIn()
    const slow = await session()
    box.faults.set(fault)
    pass(LIFETIME + 1)
    await expect(slow?.accessToken()).rejects.toEqual(coded(code))
    expect(await session()).toBeUndefined()
  })

  it.each(['missing-nonce', 'missing-id-token', 'userinfo-500', 'jwks-500'] as const)(
    'whose answer has %s succeeds with what it has',
    async (fault) => {
      const { box, session, pass } = await signedIn()
      const before = await (await session())?.accessToken()
      if (fault === 'jwks-500') box.rotateKeys()
      box.faults.set(fault)
      pass(LIFETIME + 1)
      const after = await (await session())?.accessToken()
      expect(after).not.toBe(before)
      expect((await session())?.groups).toEqual(['ADMIN'])
    },
  )

  it('brings the groups that the person has now', async () => {
    const { box, session, pass } = await signedIn()
    expect((await session())?.groups).toEqual(['ADMIN'])
    box.faults.set('groups-missing')
    pass(LIFETIME + 1)
    await (await session())?.accessToken()
    expect((await session())?.groups).toEqual([])
  })

  it('under way when the person signs out does not revive the session', async () => {
    const { app, box, cookie, session, pass } = await signedIn({ timeout: 4 })
    const slow = await session()
    box.faults.set('token-hang')
    pass(LIFETIME + 1)
    const refused = expect(slow?.accessToken()).rejects.toBeDefined()
    const headers = { cookie, origin: app.login.origin }
    const request = new Request(`${app.login.origin}/logout`, { method: 'POST', headers })
    expect((await app.login.handle(request)).status).toBe(303)
    await refused
    expect(await session()).toBeUndefined()
  })
})

describe('without a refresh token, as at the box today', () => {
  it('the session lives on, and asking for a dead access token says what helps', async () => {
    let time = Math.floor(Date.now() / 1000)
    const setup = await startBoxAndApp({ accessTokenLifetime: LIFETIME, now: () => time }, () => ({
      now: () => time,
    }))
    open.push(setup)
    const agent = createUserAgent()
    await agent.browse(`${setup.app.origin}/x`)
    time += LIFETIME + 1
    const cookie = sessionCookie(agent, setup.app.origin)
    const session = await setup.app.login.readSession(cookie, undefined)
    await expect(session?.accessToken()).rejects.toEqual(coded('ACCESS_TOKEN_EXPIRED'))
  })
})
