/** Secrets change while sessions live: what was begun under the old one is found, ended and forgotten. */
import { describe, expect, it } from 'vitest'
import { createLogin } from '../../src/login.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { createBrowser } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { logoutToken, postToken } from '../support/logout-token.ts'
import { APP, ENVIRONMENT } from '../support/provider.ts'
import { countingStore } from '../support/stores.ts'

const [OLD, NEW] = ['the secret before', 'the secret to come']

/** One store, and processes of the app that differ in their secrets. */
function processes(store: SessionStore = countingStore()) {
  const { provider, clock } = createFixture()
  provider.claims = { sid: 's-1' }
  const start = (...secrets: string[]) => {
    const login = createLogin({
      environment: ENVIRONMENT,
      fetch: provider.fetch,
      now: clock.now,
      session: { store, secrets },
    })
    return {
      login,
      /** Signs somebody in, in a browser of their own, and moves on by a second. */
      async signIn() {
        const browser = createBrowser(login, provider)
        await browser.signIn()
        const { id } = (await login.readSession(browser.header(), undefined))!
        clock.move(1)
        return { browser, id }
      },
      ids: async () => (await login.listSessions('u-1')).map((one) => one.id),
    }
  }
  return { start, clock, store }
}

describe('after the old secret has moved to the second place', () => {
  it('sessions of both are listed, newest first, and kept apart from other people’s', async () => {
    const { start } = processes()
    const first = await start(OLD).signIn()
    const both = start(NEW, OLD)
    const second = await both.signIn()
    expect(await both.ids()).toEqual([second.id, first.id])
    expect(await both.login.listSessions('u-2')).toEqual([])
    // One that has not been told of the order yet, but knows both.
    expect(await start(OLD, NEW).ids()).toEqual([second.id, first.id])
  })

  it('sessions of both are ended from elsewhere, and by the provider', async () => {
    const { start, clock } = processes()
    for (const how of ['elsewhere', 'sub', 'sid'] as const) {
      await start(OLD).signIn()
      const both = start(NEW, OLD)
      await both.signIn()
      const change = how === 'sub' ? { sid: undefined } : {}
      if (how === 'elsewhere') expect(await both.login.endSessions('u-1', () => true)).toBe(2)
      else
        expect((await postToken(both.login, await logoutToken(clock.now(), change))).status).toBe(
          200,
        )
      expect(await both.ids()).toEqual([])
    }
  })

  it('a session of the old one leaves its lists when it ends', async () => {
    const store = countingStore()
    const { start } = processes(store)
    const { browser } = await start(OLD).signIn()
    const both = start(NEW, OLD)
    const cookie = browser.header() ?? ''
    const headers = { origin: APP, cookie }
    await both.login.handle(new Request(`${APP}/logout`, { method: 'POST', headers }))
    store.reads.splice(0)
    expect(await both.ids()).toEqual([])
    expect(store.reads.filter((key) => !/^s(ub|id):/.test(key) && key !== 'store-key')).toEqual([])
  })

  it('a login begun under the old one is completed', async () => {
    const { start } = processes()
    const before = start(OLD).login
    const { provider } = createFixture()
    const browser = createBrowser(before, provider)
    const { headers } = await browser.get('/login')
    const state = new URL(headers.get('location') ?? '').searchParams.get('state') ?? ''
    const target = `${APP}/callback?error=access_denied&state=${state}`
    const request = new Request(target, {
      headers: { cookie: browser.header() ?? '', accept: 'application/json' },
    })
    const answer = await start(NEW, OLD).login.handle(request)
    expect(await answer.json()).toMatchObject({ code: 'AUTHORIZATION_DENIED' })
  })
})

it('sessions begun before the first secret was configured are found by the kept key', async () => {
  const { start } = processes()
  const { id } = await start().signIn()
  const configured = start(NEW)
  const second = await configured.signIn()
  expect(await configured.ids()).toEqual([second.id, id])
  expect(await configured.login.endSessions('u-1', () => true)).toBe(2)
})

it('without its secret a session is in no list, but lives on', async () => {
  const { start } = processes()
  const { browser, id } = await start(OLD).signIn()
  const changed = start(NEW)
  expect(await changed.ids()).toEqual([])
  expect((await changed.login.readSession(browser.header(), undefined))?.id).toBe(id)
})

it('with a secret configured no key is made in the store', async () => {
  const store = countingStore()
  const { start } = processes(store)
  const { login, signIn } = start(NEW)
  await signIn()
  await login.listAttempts()
  expect(store.writes.map(({ key }) => key)).not.toContain('store-key')
})
