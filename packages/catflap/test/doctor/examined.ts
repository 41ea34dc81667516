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
import { createTestProvider, ENVIRONMENT, ISSUER } from '../support/provider.ts'

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
  for (const [endpoint, answer] of Object.entries(answers)) provider.answers.set(endpoint, answer)
  return examine({
    environment: ENVIRONMENT,
    fetch: provider.fetch,
    now,
    session: { store: createMemoryStore() },
    ...options,
  })
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
