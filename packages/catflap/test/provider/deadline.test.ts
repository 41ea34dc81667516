import { describe, expect, it } from 'vitest'
import { createDeadline } from '../../src/provider/deadline.ts'
import { createFetchTransport } from '../../src/provider/fetch-transport.ts'
import { createProviderFetch } from '../../src/provider/http.ts'
import { createFixture } from '../support/fixture.ts'
import { json } from '../support/json.ts'
import { refusal } from '../support/refusal.ts'

const URL = 'https://op.example/token'
const never = new Promise<never>(() => {})

describe('a deadline', () => {
  it('ends the wait for what others may wait for too', async () => {
    const deadline = createDeadline(0.05)
    const late = refusal('METADATA_UNAVAILABLE', { parameter: 'timeout' })
    await expect(deadline.within('discovery', URL, never)).rejects.toThrow(late)
    await expect(deadline.within('discovery', URL, Promise.resolve(1))).resolves.toBe(1)
  })

  it('counts no longer once what it waited for is there', async () => {
    const timers = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    await createDeadline(60).within('discovery', URL, Promise.resolve())
    expect(timers()).toBe(before)
  })

  it('that is over sends nothing more', async () => {
    const sent: unknown[] = []
    const answering: typeof fetch = async (url) => {
      sent.push(url)
      return json({})
    }
    const providerFetch = createProviderFetch(createFetchTransport(answering), 10, () => {})
    const late = refusal('TOKEN_ENDPOINT_UNAVAILABLE', { parameter: 'timeout' })
    await expect(createDeadline(-1).bound(providerFetch)('token', URL)).rejects.toThrow(late)
    expect(sent).toEqual([])
    await expect(createDeadline(60).bound(providerFetch)('token', URL)).resolves.toBeDefined()
    expect(sent).toEqual([URL])
  })

  it('never lengthens the time of one request', async () => {
    const hanging: typeof fetch = (_, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      })
    const providerFetch = createProviderFetch(createFetchTransport(hanging), 0.05, () => {})
    const asked = createDeadline(600).bound(providerFetch)('token', URL)
    await expect(asked).rejects.toThrow(/within 0\.1 seconds/)
  })
})

describe('the keys', () => {
  it('are fetched beside the token request, not after it', async () => {
    const { browser, provider } = createFixture()
    let fetched = () => {}
    const keysAsked = new Promise<void>((resolve) => {
      fetched = resolve
    })
    const { fetch } = provider
    const watching = createFixture({
      fetch: async (input, init) => {
        const path = String(input)
        if (path.endsWith('/keys')) fetched()
        // Would wait for ever for keys that come after the tokens.
        if (path.endsWith('/token')) await keysAsked
        return fetch(input, init)
      },
    })
    void browser
    const location = (await watching.browser.get('/login')).headers.get('location') ?? ''
    const callback = await watching.browser.get(provider.approve(location))
    expect(callback.status).toBe(303)
    expect(provider.count('keys')).toBe(1)
  })
})

describe('a failure of the token endpoint', () => {
  it.each([
    ['its own word', () => json({ error: 'server_error' }, 500), 'status 500 (server_error)'],
    ['no word', () => new Response('<html>', { status: 502 }), 'status 502'],
    ['a word that could be anything', () => json({ error: 'hush <b>' }, 500), 'status 500'],
    ['too many words', () => new Response('x'.repeat(2_000_000), { status: 500 }), 'status 500'],
  ])('with %s is told with it', async (_, answer, seen) => {
    const providerFetch = createProviderFetch(
      createFetchTransport(async () => answer()),
      10,
      () => {},
    )
    const told = refusal('TOKEN_ENDPOINT_UNAVAILABLE', { parameter: 'status', seen })
    await expect(providerFetch('token', URL)).rejects.toThrow(told)
  })
})
