/**
 * The dry run of the doctor at a provider that nobody here wrote, in shapes that stop a login at the
 * authorization endpoint.
 */
import type { LoginOptions } from 'catflap'
import { examine } from 'catflap/doctor'
import { expect, it } from 'vitest'
import { CLIENT, type Shape, startIndependentProvider } from '../support/independent-provider.ts'

const PUSHED: Shape = {
  configuration: {
    features: {
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
    },
  },
}
type Change = LoginOptions['client']

it.each<[string, Shape, (redirectUri: string) => Change, string, RegExp]>([
  ['whole', {}, () => ({}), 'ok', /is registered$/],
  ['that takes pushed requests alone', PUSHED, () => ({}), 'ok', /is registered$/],
  [
    'that takes pushed requests alone, of another redirect URI',
    PUSHED,
    (redirectUri) => ({ redirectUri: `${redirectUri}/elsewhere` }),
    'problem',
    /redirect_uri did not match/,
  ],
  [
    'whose client must push, and a login that does not',
    {
      ...PUSHED,
      configuration: { features: { pushedAuthorizationRequests: { enabled: true } } },
      client: { require_pushed_authorization_requests: true },
    },
    () => ({}),
    'problem',
    /Pushed Authorization Request/,
  ],
  [
    'that has the code flow turned off for the client',
    { client: { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] } },
    () => ({}),
    'problem',
    /^another redirect URI|unauthorized_client/,
  ],
])('of a provider %s', async (_, shape, change, outcome, seen) => {
  const independent = await startIndependentProvider({
    ...shape,
    configuration: {
      ...shape.configuration,
      features: { clientCredentials: { enabled: true }, ...shape.configuration?.features },
    },
  })
  const redirectUri = `${independent.app.origin}/callback`
  const findings = await examine({
    environment: { CATFLAP_STORE: 'memory:' },
    provider: { issuer: independent.issuer },
    client: { ...CLIENT, redirectUri, ...change(redirectUri) },
  })
  await independent.close()
  const found = findings.find(({ check }) => check === 'authorization-request')
  expect([found?.outcome, found?.seen.en]).toEqual([outcome, expect.stringMatching(seen)])
})
