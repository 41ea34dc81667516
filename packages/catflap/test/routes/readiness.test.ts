import { expect, it } from 'vitest'
import { createFixture } from '../support/fixture.ts'
import { json } from '../support/json.ts'
import { FAILURES } from '../support/stores.ts'

it('is ok when provider and store answer', async () => {
  expect(await createFixture().login.readiness()).toEqual({ provider: 'ok', store: 'ok' })
})

it.each([
  ['METADATA_UNAVAILABLE', () => json({}, 503)],
  ['METADATA_INVALID', () => json('<p>', 200, { 'content-type': 'text/html' })],
  ['ISSUER_MISMATCH', () => json({ issuer: 'https://evil.example' })],
] as const)('tells that a login would fail with %s', async (code, answer) => {
  const { login, provider } = createFixture()
  provider.answers.set('openid-configuration', answer)
  expect(await login.readiness()).toEqual({ provider: code, store: 'ok' })
})

it.each(FAILURES)('tells that the store %s', async (_, fail) => {
  const { login, store } = createFixture()
  store.fail = fail
  expect(await login.readiness()).toEqual({ provider: 'ok', store: 'STORE_UNAVAILABLE' })
})

it('asks the provider no more often than a login would', async () => {
  const { login, provider } = createFixture()
  for (let i = 0; i < 10; i++) await login.readiness()
  expect(provider.count('openid-configuration')).toBe(1)
})
