/** Whom the ingress names at the callback, and whose session that makes it later. */
import { describe, expect, it } from 'vitest'
import { createLogin } from '../../src/login.ts'
import { NAVIGATION } from '../support/browser.ts'
import { createFixture } from '../support/fixture.ts'
import { ENVIRONMENT } from '../support/provider.ts'

/** A header's value as Node and `Headers` hand it over: one character per byte. */
const bytes = (text: string): string => Buffer.from(text).toString('latin1')

const FOLLOWED = { session: { followIngressUser: true } }

/** Somebody who signed in while the ingress named `user`; the provider calls them `name`. */
async function signedIn(user: string | undefined, name?: string, options: object = FOLLOWED) {
  const fixture = createFixture(options)
  const { login, provider, browser } = fixture
  provider.claims = { preferred_username: name }
  const headers = { ...NAVIGATION, ...(user !== undefined && { 'x-hc-user-id': bytes(user) }) }
  const callback = await browser.begin('/wanted')
  expect((await browser.get(callback, headers)).status).toBe(303)
  const applies = async (asking: string | undefined, at = login) =>
    (await at.readSession(browser.header(), asking)) !== undefined
  return { ...fixture, callback, applies }
}

describe('a session whose callback named a user', () => {
  it('serves that user alone, whatever the provider calls them', async () => {
    const { applies } = await signedIn('alice', 'cat-7@box')
    expect(await applies('alice')).toBe(true)
    expect(await applies('cat-7')).toBe(false)
    expect(await applies('bob')).toBe(false)
    expect(await applies('')).toBe(false)
  })

  it('serves a user whose name is not ASCII', async () => {
    const { applies } = await signedIn('小猫')
    expect(await applies(bytes('小猫'))).toBe(true)
    expect(await applies(bytes('小狗'))).toBe(false)
  })

  it('serves requests of which the ingress says nothing, such as those on a public path', async () => {
    const { applies } = await signedIn('alice')
    expect(await applies(undefined)).toBe(true)
  })
})

describe('a session whose callback named nobody', () => {
  it('is compared by the name that the provider gave', async () => {
    const { applies } = await signedIn(undefined, '小猫@box')
    expect([await applies(bytes('小猫')), await applies('bob')]).toEqual([true, false])
  })

  it('serves nobody by name when the provider gave none', async () => {
    const { applies } = await signedIn(undefined)
    expect([await applies('alice'), await applies('u-1')]).toEqual([false, false])
    expect(await applies(undefined)).toBe(true)
  })

  it('is told the same by an empty header', async () => {
    const { applies } = await signedIn('', 'alice@box')
    expect([await applies('alice'), await applies('')]).toEqual([true, false])
  })
})

it('where the ingress is not followed, its header is neither compared nor kept', async () => {
  const { applies, store, provider, clock } = await signedIn('mallory', 'alice@box', {})
  expect(await applies('bob')).toBe(true)
  const following = createLogin({
    environment: ENVIRONMENT,
    fetch: provider.fetch,
    now: clock.now,
    session: { store, followIngressUser: true },
  })
  expect(await applies('mallory', following)).toBe(false)
  expect(await applies('alice', following)).toBe(true)
})

it('a repeated callback leads on only in the hands of the session’s user', async () => {
  const { browser, clock, callback } = await signedIn('alice')
  clock.move(60)
  const repeat = (user: string) => browser.get(callback, { ...NAVIGATION, 'x-hc-user-id': user })
  const other = await repeat('bob')
  expect([other.status, other.headers.get('location')]).toEqual([400, null])
  const own = await repeat('alice')
  expect([own.status, own.headers.get('location')]).toEqual([303, '/wanted'])
})

it('why a session ended is told at the next login, but not to another person at the same browser', async () => {
  const { browser, login, applies } = await signedIn('alice')
  await login.endSessions('u-1', () => true)
  expect(await applies('alice')).toBe(false)
  const begin = (user: string) => browser.get('/login', { ...NAVIGATION, 'x-hc-user-id': user })
  const other = await begin('bob')
  expect([other.status, await other.text()]).toEqual([302, ''])
  const own = await begin('alice')
  expect([own.status, await own.text()]).toEqual([401, expect.stringContaining('SESSION_ENDED')])
})
