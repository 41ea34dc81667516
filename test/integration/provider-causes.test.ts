/**
 * The causes on the page of a failed login: LazyCat's at LazyCat alone, elsewhere the general ones, and at a
 * provider that its metadata gives away its own first. One refusal, four providers.
 */
import { createDevbox } from 'catflap-devbox'
import { expect, it } from 'vitest'
import { boxKeys } from '../support/box-keys.ts'
import { startIndependentProvider } from '../support/independent-provider.ts'
import { visibleText } from '../support/page.ts'
import { createUserAgent } from '../support/user-agent.ts'

/** Adds members to the discovery document, and has the token endpoint refuse the client. */
function publishing(more: object): typeof fetch {
  return async (input, init) => {
    const url = String(input)
    const headers = { 'content-type': 'application/json' }
    if (init?.method === 'POST') {
      return new Response('{"error":"invalid_client"}', { status: 401, headers })
    }
    const response = await fetch(input, init)
    if (!url.endsWith('/.well-known/openid-configuration')) return response
    const document = (await response.json()) as object
    return new Response(JSON.stringify({ ...document, ...more }), { headers })
  }
}

async function pageAt(more: object): Promise<string> {
  const independent = await startIndependentProvider({ options: { fetch: publishing(more) } })
  try {
    const { body } = await independent.signIn(createUserAgent(), '/wanted')
    return visibleText(body)
  } finally {
    await independent.close()
  }
}

it('tells nothing of a box at a provider that nobody knows, and claims no name for it', async () => {
  const page = await pageAt({})
  expect(page).toContain('CLIENT_REFUSED')
  expect(page).toContain('OIDC_CLIENT_SECRET')
  expect(page).not.toMatch(/LazyCat|LAZYCAT|\bbox\b|manifest|Keycloak|Hydra/)
})

it('begins at one that is known with the place where it has the secret', async () => {
  // Published beside what it really is; nothing is asked there.
  const page = await pageAt({ mfa_challenge_endpoint: 'http://127.0.0.1/mfa/challenge' })
  const first = page.slice(
    page.indexOf('the likeliest first'),
    page.indexOf('the likeliest first') + 200,
  )
  expect(first).toContain('Auth0')
  expect(first).toContain('Settings → Client Secret')
  expect(page).not.toMatch(/LazyCat|LAZYCAT/)
})

it('is left alone by a login that has failed before anything was known', async () => {
  const away: typeof fetch = () => Promise.reject(new TypeError('fetch failed'))
  const independent = await startIndependentProvider({ options: { fetch: away } })
  const { body } = await createUserAgent().browse(`${independent.app.origin}/login`)
  await independent.close()
  const page = visibleText(body)
  expect(page).toContain('METADATA_UNAVAILABLE')
  expect(page).not.toMatch(/LazyCat|LAZYCAT|\bbox\b/)
})

it('keeps LazyCat’s words at LazyCat, before its metadata is there', async () => {
  const box = await createDevbox({ keys: boxKeys(), faults: ['discovery-html'] })
  try {
    const { createLogin } = await import('catflap')
    const login = createLogin({ environment: { ...box.environment, CATFLAP_STORE: 'memory:' } })
    const headers = { accept: 'text/html' }
    const answer = await login.handle(new Request(`${login.origin}/login`, { headers }))
    const page = await answer.text()
    await login.close()
    expect(page).toContain('METADATA_INVALID')
    expect(page).toContain('LAZYCAT_AUTH_OIDC_ISSUER_URI')
  } finally {
    await box.close()
  }
})
