import { describe, expect, it } from 'vitest'
import { createFixture } from '../support/fixture.ts'
import { expectRefused, FORM, postBody, postToken, signedIn } from '../support/logout-token.ts'
import { APP } from '../support/provider.ts'
import { problemOf } from '../support/refusal.ts'
import { FAILURES } from '../support/stores.ts'

describe('a request to the back channel', () => {
  const [TYPE, TOKEN] = ['content-type', 'logout_token']
  it.each<[string, string, (token: string) => string, string]>([
    ['without a token', TOKEN, () => 'a=b', FORM],
    ['with two tokens', TOKEN, (token) => `logout_token=${token}&logout_token=${token}`, FORM],
    ['with JSON', TYPE, (token) => JSON.stringify({ logout_token: token }), 'application/json'],
    ['with a form that says it is text', TYPE, (token) => `logout_token=${token}`, 'text/plain'],
    ['with a form of no type', TYPE, (token) => `logout_token=${token}`, ''],
  ])('%s is refused, naming the %s', async (_, parameter, body, type) => {
    const { login, alive, token, log } = await signedIn()
    // Encoded, or fetch would name a type itself.
    const bytes = new TextEncoder().encode(body(await token()))
    await expectRefused(await postBody(login, bytes, type))
    expect(await alive()).toBe(true)
    expect(log.errors).toMatchObject([{ code: 'LOGOUT_TOKEN_INVALID', parameter }])
  })

  it('with the token in its address is refused', async () => {
    const { login, alive, token } = await signedIn()
    const url = `${APP}/backchannel-logout?logout_token=${await token()}`
    const headers = { 'content-type': FORM }
    await expectRefused(await login.handle(new Request(url, { method: 'POST', headers })))
    expect(await alive()).toBe(true)
  })

  it('may be long, but not endless, and what is too long is not read', async () => {
    const { login, alive, token } = await signedIn()
    const form = `logout_token=${await token()}&more=`
    const full = form + 'x'.repeat(16_384 - form.length)
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new TextEncoder().encode(pulled === 1 ? full : 'x'.repeat(10_000)))
      },
    })
    expect(await problemOf(await postBody(login, endless))).toEqual([413, 'BODY_TOO_LARGE'])
    expect(pulled).toBeLessThan(5)
    expect(await problemOf(await postBody(login, `${full}x`))).toEqual([413, 'BODY_TOO_LARGE'])
    expect(await alive()).toBe(true)
    expect((await postBody(login, full)).status).toBe(200)
  })

  it('with a long token is refused before anything of it is decoded', async () => {
    const { login, alive, token, log } = await signedIn()
    const [header = '', claims = '', signature = ''] = (await token()).split('.')
    const rest = 8192 - header.length - signature.length - 2
    for (const [length, parameter] of [
      [rest, 'signature'],
      [rest + 1, 'logout_token'],
    ] as const) {
      const forged = `${header}.${claims.padEnd(length, 'A')}.${signature}`
      await expectRefused(await postToken(login, forged))
      expect(log.errors.at(-1)).toMatchObject({ code: 'LOGOUT_TOKEN_INVALID', parameter })
    }
    expect(await alive()).toBe(true)
  })

  it('with a token that is forged costs no decoding of its claims', async () => {
    const { login, token, log } = await signedIn()
    const [header, , signature] = (await token()).split('.')
    await expectRefused(await postToken(login, `${header}.%.${signature}`))
    expect(log.errors.at(-1)).toMatchObject({ parameter: 'signature' })
  })

  it('with claims nested thousands deep is refused, though signed', async () => {
    const { login, token, log } = await signedIn()
    const deep = JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`)
    await expectRefused(await postToken(login, await token({ aud: deep })))
    expect(log.errors.at(-1)).toMatchObject({
      parameter: 'claims',
      seen: 'JSON nested more than 32 levels deep',
    })
  })

  it('whose body was read before, or broke off, says so', async () => {
    const { login, log } = await signedIn()
    const init = { method: 'POST', headers: { 'content-type': FORM }, body: 'logout_token=a' }
    const used = new Request(`${APP}/backchannel-logout`, init)
    await used.text()
    const broken = new ReadableStream({ pull: () => Promise.reject(new Error('gone')) })
    for (const response of [await login.handle(used), await postBody(login, broken)]) {
      expect(await problemOf(response)).toEqual([500, 'BODY_UNREADABLE'])
    }
    expect(log.errors.map(({ message }) => message)).toEqual(
      Array(2).fill('request: something has read the body before, or it broke off'),
    )
  })

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('by %s is not there', async (method) => {
    const { login, alive, token } = await signedIn()
    const url = `${APP}/backchannel-logout?logout_token=${await token()}`
    const { status, headers } = await login.handle(new Request(url, { method }))
    expect([status, headers.get('allow')]).toEqual([405, 'POST'])
    expect(await alive()).toBe(true)
  })

  it('goes to the path that the options name', async () => {
    const { login } = createFixture({ routes: { backChannelLogout: '/auth/ended' } })
    expect(login.client.backChannelLogoutUri).toBe(`${APP}/auth/ended`)
    expect([login.owns('/auth/ended'), login.owns('/backchannel-logout')]).toEqual([true, false])
  })
})

describe('when it cannot be told', () => {
  it.each(FAILURES)('because the store %s, the next try ends the session', async (_, fail) => {
    const { login, store, alive, token } = await signedIn()
    const order = await token()
    store.fail = fail
    const response = await postToken(login, order)
    expect(response.headers.get('retry-after')).toBe('5')
    expect(await problemOf(response)).toEqual([503, 'STORE_UNAVAILABLE'])
    store.fail = undefined
    expect(await alive()).toBe(true)
    expect((await postToken(login, order)).status).toBe(200)
    expect(await alive()).toBe(false)
  })

  it('the store may fail at any step: no session outlives a token that is taken', async () => {
    for (let good = 0; ; good++) {
      const { login, store, alive, token } = await signedIn()
      const order = await token()
      let steps = 0
      store.fail = () => {
        if (steps++ < good) return undefined as never
        throw new Error('disk full')
      }
      const { status } = await postToken(login, order)
      store.fail = undefined
      if (status === 200) return expect(good).toBeGreaterThan(3)
      expect(status).toBe(503)
      expect((await postToken(login, order)).status, `failed after ${good} steps`).toBe(200)
      expect(await alive()).toBe(false)
    }
  })

  it.each(['openid-configuration', 'keys'])(
    'because the %s of the provider cannot be had, the next try ends the session',
    async (endpoint) => {
      const { another, provider, clock, alive, token } = await signedIn()
      // A process that has just started knows neither.
      const started = another()
      provider.answers.set(endpoint, () => new Response('', { status: 500 }))
      const order = await token()
      expect((await postToken(started, order)).status).toBe(503)
      expect(await alive()).toBe(true)
      provider.answers.delete(endpoint)
      clock.move(2)
      expect((await postToken(started, order)).status).toBe(200)
      expect(await alive()).toBe(false)
    },
  )
})
