/** The doctor against the tiny provider, at a login at which all is well. */
import {
  type CheckName,
  type ExamineOptions,
  examine,
  type Finding,
} from '../../src/doctor/doctor.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import { json } from '../support/json.ts'
import { createKey } from '../support/keys.ts'
import { APP, createTestProvider, ENVIRONMENT, ISSUER } from '../support/provider.ts'

const NOW = 1_800_000_000
// In the middle of a second, as a Date header without fractions is on average.
export const now = (): number => NOW + 0.5

export const DOCUMENT = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/auth`,
  token_endpoint: `${ISSUER}/token`,
  userinfo_endpoint: `${ISSUER}/userinfo`,
  jwks_uri: `${ISSUER}/keys`,
  code_challenge_methods_supported: ['S256', 'plain'],
  scopes_supported: ['openid', 'profile', 'email', 'groups', 'offline_access'],
}
export const key = createKey('RS256', 'key-1')

export type Answer = () => Response | Promise<Response>

/** Examines a login at which all is well, but for what is given. */
export async function examined(
  options: ExamineOptions = {},
  answers: Readonly<Record<string, Answer>> = {},
): Promise<readonly Finding[]> {
  const provider = createTestProvider(now)
  provider.answers.set('openid-configuration', () => dated(json(DOCUMENT), 0))
  provider.answers.set('auth', () => signInWanted(APP))
  for (const [endpoint, answer] of Object.entries(answers)) provider.answers.set(endpoint, answer)
  return examine({
    environment: ENVIRONMENT,
    fetch: knowing(provider.fetch),
    now,
    session: { store: createMemoryStore() },
    ...options,
  })
}

/** What a provider says to `prompt=none` of somebody who is not signed in. */
export function signInWanted(app: string): Response {
  const location = `${app}/callback?error=login_required&state=s`
  return new Response(null, { status: 303, headers: { location } })
}

/** The provider, which knows its client by its secret before it looks at a code. */
export function knowing(fetchUrl: typeof fetch): typeof fetch {
  return async (input, init) => {
    const sent = `${new Headers(init?.headers).get('authorization')} ${init?.body}`
    const right = Buffer.from(`rp-1:${ENVIRONMENT.OIDC_CLIENT_SECRET}`).toString('base64')
    const isStranger = String(input).endsWith('/token') && !sent.includes(right)
    return isStranger ? json({ error: 'invalid_client' }, 401) : fetchUrl(input, init)
  }
}

/** An answer by a clock that is ahead of ours by so many seconds. */
export function dated(response: Response, skew: number): Response {
  response.headers.set('date', new Date((NOW + skew) * 1000).toUTCString())
  return response
}

/** What is not ok, as `check:outcome`. */
export const complaints = (findings: readonly Finding[]): readonly string[] =>
  findings
    .filter(({ outcome }) => outcome !== 'ok')
    .map(({ check, outcome }) => `${check}:${outcome}`)

export const finding = (findings: readonly Finding[], check: CheckName): Finding =>
  findings.find((one) => one.check === check)!

export const environment = (more: Readonly<Record<string, string>>): ExamineOptions => ({
  environment: { ...ENVIRONMENT, ...more },
})
