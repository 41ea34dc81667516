/** People whom the ingress alone names, beside sessions of a login, and at a logout. */
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { authenticate, requireSession } from '../../src/adapters/web.ts'
import type { LoginOptions } from '../../src/configuration/login-options.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { ACCEPTING, ALICE, BOB, LINKED } from '../support/ingress.ts'
import { APP } from '../support/provider.ts'
import { countingStore, FAILURES } from '../support/stores.ts'

/** An app that takes the ingress's word; alice has signed in by a login, too, unless told otherwise. */
async function accepting(options: LoginOptions = {}, signsIn = true) {
  const session = { ...ACCEPTING.session, ...options.session }
  const fixture = createFixture({ ...ACCEPTING, ...options, session })
  const { browser, login } = fixture
  if (signsIn) await browser.get(await browser.begin('/x'), { ...NAVIGATION, ...ALICE })
  const ask = async (headers: Readonly<Record<string, string>>, at = login) => {
    const cookie = browser.header()
    const sent = { ...headers, ...(cookie !== undefined && { cookie }) }
    return authenticate(at, new Request(`${APP}/x`, { headers: sent }))
  }
  const subOf = async (headers: Readonly<Record<string, string>>) => {
    const found = await ask(headers)
    return found instanceof Response ? found.status : found?.sub
  }
  return { ...fixture, ask, subOf }
}

describe('a session of a login', () => {
  it('comes before the word of the ingress about the same person', async () => {
    const { ask } = await accepting()
    const found = await ask(ALICE)
    expect(found).toMatchObject({ source: 'oidc', sub: 'u-1' })
  })

  it('rests while the ingress names somebody else, who is taken for who they are', async () => {
    const { ask, subOf, browser } = await accepting()
    const before = browser.header()
    expect(await ask(BOB)).toMatchObject({
      source: 'ingress',
      sub: 'ingress:bob',
      groups: ['NORMAL'],
    })
    expect(browser.header()).toBe(before)
    // Switched back at the box: it was alice's all the time.
    expect(await subOf(ALICE)).toBe('u-1')
  })

  it('applies to none of the requests in which the headers are tampered with, and nobody else does', async () => {
    const { subOf } = await accepting()
    expect(await subOf({ ...ALICE, 'x-hc-user-id': 'alice, bob' })).toBeUndefined()
    expect(await subOf({ ...BOB, 'x-hc-user-role': 'NORMAL, ADMIN' })).toBeUndefined()
    // Who it is stands in the cookie; only what the ingress would add is in doubt.
    expect(await subOf({ ...ALICE, 'x-hc-user-role': 'NORMAL, ADMIN' })).toBe('u-1')
  })

  it('does as before where the ingress names nobody, as on a public path', async () => {
    const { subOf } = await accepting()
    expect(await subOf({})).toBe('u-1')
  })

  it('once ended leaves the word of the ingress', async () => {
    const { login, subOf } = await accepting()
    await login.endSessions('u-1', () => true)
    expect(await subOf(ALICE)).toBe('ingress:alice')
  })

  it.each(FAILURES)('that cannot be looked up stays unknown: the store %s', async (_, fail) => {
    const { store, subOf, login, browser } = await accepting()
    store.fail = fail
    expect(await subOf(ALICE)).toBe(503)
    const without = authenticate(login, new Request(`${APP}/x`, { headers: ALICE }))
    expect(await without).toMatchObject({ sub: 'ingress:alice' })
    expect(browser.header()).toBeDefined()
  })
})

describe('whom the ingress alone names', () => {
  it('costs no look at the store and opens nothing, which a session of a login does', async () => {
    const store = countingStore()
    const { login, browser } = await accepting({ session: { store } })
    const cookie = browser.header() ?? ''
    const another = createFixture({ ...ACCEPTING, session: { ...ACCEPTING.session, store } }).login
    const open = vi.spyOn(crypto, 'createDecipheriv')
    syncBuiltinESMExports()
    onTestFinished(() => {
      open.mockRestore()
      syncBuiltinESMExports()
    })
    const cost = (headers: Readonly<Record<string, string>>) => {
      const before = [store.reads.length, store.writes.length]
      open.mockClear()
      // No promise: the answer is there at once.
      const found = authenticate(another, new Request(`${APP}/x`, { headers }))
      expect(found).toMatchObject({ claims: expect.anything() })
      const [reads = 0, writes = 0] = before
      return [store.reads.length - reads, store.writes.length - writes, open.mock.calls.length]
    }
    expect(cost(ALICE)).toEqual([0, 0, 0])
    expect(cost({ ...ALICE, cookie })).toEqual([1, 0, 1])
    expect(login.readIngressSession).toBeTypeOf('function')
  })

  it('is nobody without the option: there is nothing that could be asked', async () => {
    const { login } = createFixture({ session: { followIngressUser: true } })
    expect(login.readIngressSession).toBeUndefined()
    expect(authenticate(login, new Request(`${APP}/x`, { headers: ALICE }))).toBeUndefined()
  })

  it('is led to the login by scripts of a framework, too, where a login is wanted', async () => {
    const { login } = await accepting({}, false)
    const demand = { source: 'oidc', navigation: true } as const
    const request = new Request(`${APP}/x`, { headers: { ...ALICE, accept: '*/*' } })
    const answer = await requireSession(login, request, demand)
    expect(answer).toMatchObject({ status: 302 })
    const both = { source: 'oidc', groups: ['nobody'] } as const
    const refused = await requireSession(login, request, both)
    expect(refused).toMatchObject({ status: 401 })
  })

  it('tells of a refusal by its code, and of an ordinary request nothing', async () => {
    const { login, log } = await accepting({}, false)
    const request = () => new Request(`${APP}/x`, { headers: ALICE })
    await requireSession(login, request())
    expect(log.events).toEqual([])
    await requireSession(login, request(), { source: 'oidc' })
    expect(log.of('request-refused')).toMatchObject([{ code: 'INGRESS_USER_INSUFFICIENT' }])
  })
})

describe('the page of the logout', () => {
  it('ends the session of a login, and says that the box still names the person', async () => {
    const { browser, subOf } = await accepting()
    const from = { origin: APP, 'sec-fetch-site': 'same-origin' }
    expect(await (await browser.get('/logout', { ...NAVIGATION, ...ALICE })).text()).toContain(
      '<form',
    )
    const ended = await browser.request('POST', '/logout', { ...ALICE, ...from })
    expect([ended.status, ended.headers.get('location')]).toEqual([303, '/logout'])
    expect(await subOf(ALICE)).toBe('ingress:alice')
    const page = await browser.get('/logout', { ...NAVIGATION, ...ALICE })
    const text = await page.text()
    expect([page.status, page.headers.get('clear-site-data')]).toEqual([200, '"cache"'])
    expect(text).toContain('The box still names you to this app')
    expect(text).toContain('href="/"')
    expect(text).not.toContain('You are signed out')
  })

  it('says it in Chinese', async () => {
    const { browser } = await accepting({}, false)
    const page = await browser.get('/logout', {
      ...NAVIGATION,
      ...ALICE,
      'accept-language': 'zh-CN',
    })
    expect(await page.text()).toContain('微服仍在向本应用指明你的身份')
  })

  it('says that one is signed out where the ingress names nobody', async () => {
    const { browser } = await accepting({}, false)
    const page = await browser.get('/logout', NAVIGATION)
    expect(await page.text()).toContain('You are signed out of this app')
  })

  it('is no less careful with forms: a neighbour signs nobody out', async () => {
    const { browser, subOf } = await accepting()
    const foreign = { ...LINKED, ...ALICE, origin: 'https://other.box.example' }
    expect((await browser.request('POST', '/logout', foreign)).status).toBe(403)
    expect(await subOf(ALICE)).toBe('u-1')
  })
})
