/** The issuer of an authorization response, as the callback takes it (RFC 9207, section 2.4). */
import { describe, expect, it } from 'vitest'
import { createFixture } from '../support/fixture.ts'
import { ISSUER } from '../support/provider.ts'
import { problemOf } from '../support/refusal.ts'

const ANNOUNCED = { authorization_response_iss_parameter_supported: true }

async function answered(metadata: Readonly<Record<string, unknown>>, iss: string | undefined) {
  const fixture = createFixture()
  fixture.provider.metadata = metadata
  const callback = await fixture.browser.begin('/wanted')
  const told = iss === undefined ? '' : `&iss=${encodeURIComponent(iss)}`
  const response = await fixture.browser.get(callback + told, { accept: 'application/json' })
  return { ...fixture, response }
}

describe('an answer', () => {
  it.each([
    ['announces it', ANNOUNCED],
    ['does not announce it', {}],
  ])(
    'that names the issuer completes the login, and the trace tells of the check, when the provider %s',
    async (_, metadata) => {
      const { response, browser, login } = await answered(metadata, ISSUER)
      expect([response.status, response.headers.get('location')]).toEqual([303, '/wanted'])
      const session = await login.readSession(browser.header(), undefined)
      expect(session?.trace().checks).toContainEqual({
        name: 'iss (authorization response)',
        expected: ISSUER,
        seen: ISSUER,
      })
    },
  )

  it('without an issuer completes the login at a provider that announces none, and no check is told', async () => {
    const { response, browser, login } = await answered({}, undefined)
    expect(response.status).toBe(303)
    const session = await login.readSession(browser.header(), undefined)
    expect(JSON.stringify(session?.trace())).not.toContain('(authorization response)')
  })

  it.each<[string, string | undefined]>([
    ['without one', undefined],
    ['with an empty one', ''],
    ['with another one', 'https://evil.example'],
    ['with one that only begins so', `${ISSUER}/`],
  ])('%s is refused, unspent, when the provider announces that it names itself', async (_, iss) => {
    const { response, provider } = await answered(ANNOUNCED, iss)
    expect(await problemOf(response)).toEqual([400, 'RESPONSE_ISSUER_MISMATCH'])
    expect(provider.count('token')).toBe(0)
  })
})
