/**
 * The doctor at each provider of the tests, healthy and broken in eight ways: it names no wrong cause, and
 * what it says is the table of docs/doctor.md.
 */
import { readFileSync } from 'node:fs'
import type { LoginOptions } from 'catflap'
import { createDevbox } from 'catflap-devbox'
import { expect, it } from 'vitest'
import { DOCUMENTS, withTable } from '../doctor/table.ts'
import { boxKeys } from '../support/box-keys.ts'
import {
  examineStates,
  expectKept,
  type HealthyProvider,
  readFound,
} from '../support/doctor-states.ts'
import { CLIENT, type Shape, startIndependentProvider } from '../support/independent-provider.ts'

it.each([
  ['LazyCat (devbox)', {}],
  ['LazyCat, its coming Dex (devbox)', { dex: 'next' }],
] as const)('says at %s what the table says', async (name, options) => {
  const box = await createDevbox({ keys: boxKeys(), ...options })
  try {
    const { environment } = box
    const healthy = {
      environment,
      provider: { issuer: box.issuer },
      client: {
        id: String(environment.LAZYCAT_AUTH_OIDC_CLIENT_ID),
        secret: String(environment.LAZYCAT_AUTH_OIDC_CLIENT_SECRET),
        redirectUri: String(environment.OIDC_REDIRECT_URI),
      },
    }
    expectKept(name, await examineStates({ options: healthy }))
  } finally {
    await box.close()
  }
})

/** Says the same to everybody who has no code of its own. */
const codeFirst: typeof fetch = async (input, init) => {
  if (init?.method !== 'POST' || !String(input).endsWith('/token')) return fetch(input, init)
  const headers = { 'content-type': 'application/json' }
  return new Response('{"error":"invalid_grant"}', { status: 400, headers })
}

/** A provider of another shape, and the options that a client of it needs. */
interface Shaped {
  readonly name: string
  readonly shape?: Shape
  readonly options?: Pick<LoginOptions, 'fetch'>
  readonly scopes?: readonly string[]
  readonly refusedScope?: string
}

const SHAPES: readonly Shaped[] = [
  { name: 'oidc-provider' },
  {
    name: 'oidc-provider, client held to Basic and two scopes',
    shape: {
      client: { token_endpoint_auth_method: 'client_secret_basic', scope: 'openid profile' },
    },
    scopes: ['openid', 'profile'],
    refusedScope: 'email',
  },
  { name: 'one that checks the code first', options: { fetch: codeFirst } },
]

it.each(SHAPES)('says at $name what the table says', async ({ name, shape, ...more }) => {
  const independent = await startIndependentProvider(shape)
  try {
    const { issuer, app } = independent
    const { scopes, refusedScope, options } = more
    const redirectUri = `${app.origin}/callback`
    const healthy: HealthyProvider = {
      options: {
        environment: {},
        provider: { issuer },
        client: { ...CLIENT, redirectUri, ...(scopes && { scopes }) },
        ...options,
      },
      ...(refusedScope && { refusedScope }),
    }
    expectKept(name, await examineStates(healthy))
  } finally {
    await independent.close()
  }
})

it.each(DOCUMENTS)('shows in %s the table as it was found', (language, file) => {
  const page = readFileSync(file, 'utf8')
  expect(page).toBe(withTable(page, readFound(), language))
})
