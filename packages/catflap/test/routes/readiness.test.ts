import { afterEach, expect, it, vi } from 'vitest'
import type { Provider } from '../../src/provider/provider.ts'
import type { RouteContext } from '../../src/routes/context.ts'
import { createReadiness } from '../../src/routes/readiness.ts'
import { StoreError } from '../../src/store/store-error.ts'
import { createFixture } from '../support/fixture.ts'
import { json } from '../support/json.ts'
import { FAILURES } from '../support/stores.ts'

afterEach(() => void vi.useRealTimers())

const storeDuration = expect.any(Number)

it('is ok when provider and store answer', async () => {
  const readiness = await createFixture().login.readiness()
  expect(readiness).toEqual({ provider: 'ok', store: 'ok', storeDuration })
})

it('asks the store for an entry that has a name: a store may refuse an empty one', async () => {
  const { login, store } = createFixture()
  const { read } = store
  const keys: string[] = []
  store.read = (key, now) => {
    keys.push(key)
    return read(key, now)
  }
  await login.readiness()
  expect(keys).toEqual(['readiness'])
})

it.each([
  ['METADATA_UNAVAILABLE', () => json({}, 503)],
  ['METADATA_INVALID', () => json('<p>', 200, { 'content-type': 'text/html' })],
  ['ISSUER_MISMATCH', () => json({ issuer: 'https://evil.example' })],
] as const)('tells that a login would fail with %s', async (code, answer) => {
  const { login, provider } = createFixture()
  provider.answers.set('openid-configuration', answer)
  expect(await login.readiness()).toEqual({ provider: code, store: 'ok', storeDuration })
})

it.each(FAILURES)('tells that the store %s', async (_, fail) => {
  const { login, store } = createFixture()
  store.fail = fail
  const readiness = await login.readiness()
  const state = { store: 'STORE_UNAVAILABLE', storeFailure: 'UNKNOWN' }
  expect(readiness).toEqual({ provider: 'ok', ...state, storeDuration })
})

it('tells why the store does not answer', async () => {
  const { login, store } = createFixture()
  store.fail = () => Promise.reject(new StoreError('READ_ONLY', 'redis: no'))
  expect(await login.readiness()).toMatchObject({ storeFailure: 'READ_ONLY' })
})

it('asks the provider no more often than a login would', async () => {
  const { login, provider } = createFixture()
  for (let i = 0; i < 10; i++) await login.readiness()
  expect(provider.count('openid-configuration')).toBe(1)
})

it('waits two seconds for a provider that hangs, and no longer', async () => {
  vi.useFakeTimers()
  const { login, provider } = createFixture()
  provider.answers.set('openid-configuration', () => new Promise<Response>(() => undefined))
  const readiness = login.readiness()
  await vi.advanceTimersByTimeAsync(1999)
  expect(await Promise.race([readiness, 'waits'])).toBe('waits')
  await vi.advanceTimersByTimeAsync(1)
  expect(await readiness).toMatchObject({ provider: 'METADATA_UNAVAILABLE', store: 'ok' })
})

it('holds no process up when all have answered', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { login } = createFixture()
  await login.readiness()
  expect(vi.getTimerCount()).toBe(0)
})

it('tells of a bug as what it is', async () => {
  const provider = { metadata: () => Promise.reject(new TypeError('x')) } as unknown as Provider
  const { store, clock } = createFixture()
  const readiness = createReadiness({ provider, store, now: clock.now } as unknown as RouteContext)
  expect(await readiness()).toEqual({ provider: 'INTERNAL', store: 'ok', storeDuration })
})

it('tells how long the store took, in milliseconds', async () => {
  const { login, store } = createFixture()
  store.fail = () =>
    new Promise<never>((_, reject) => void setTimeout(reject, 50, new Error('slow')))
  const { storeDuration } = await login.readiness()
  expect(storeDuration).toBeGreaterThan(40)
  expect(storeDuration).toBeLessThan(20_000)
})
