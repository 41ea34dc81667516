/**
 * The doctor at one provider in nine states: healthy, and broken in eight ways from the app's side alone,
 * so that any provider will do, real ones included. What it found is kept in `test/doctor/found.json`, of
 * which the table in docs/doctor.md is made.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { LoginOptions } from 'catflap'
import { examine, type Finding } from 'catflap/doctor'
import { expect } from 'vitest'
import { type Found, type FoundAt, STATES, type State } from '../doctor/states.ts'
import { DOCUMENTS, withTable } from '../doctor/table.ts'

const FILE = new URL('../doctor/found.json', import.meta.url)

/** A provider at which everything is right. */
export interface HealthyProvider {
  /** Options with issuer, client id, secret and a registered redirect URI; `client` and `provider` are given. */
  readonly options: LoginOptions & {
    readonly provider: { readonly issuer: string }
    readonly client: { readonly id: string; readonly secret: string; readonly redirectUri: string }
  }
  /** One of the algorithms of the library that this provider does not sign with; default ES512. */
  readonly unusedAlgorithm?: 'ES512' | 'RS256'
  /** A scope that this client may not ask for; default one that does not exist. */
  readonly refusedScope?: string
}

const away: typeof fetch = () => {
  const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  return Promise.reject(new TypeError('fetch failed', { cause }))
}

/** What each state changes. */
const BROKEN: Readonly<Record<State, (healthy: HealthyProvider) => LoginOptions>> = {
  healthy: ({ options }) => options,
  'wrong-secret': client(() => ({ secret: 'surely-not-the-secret' })),
  'unknown-client': client(() => ({ id: 'catflap-nobody-knows-this' })),
  'unregistered-redirect-uri': client(({ redirectUri }) => ({
    redirectUri: `${redirectUri}/elsewhere`,
  })),
  'refused-scope': ({ options, refusedScope = 'catflap-no-such-scope' }) => {
    return { ...options, client: { ...options.client, scopes: ['profile', refusedScope] } }
  },
  'misspelt-issuer': ({ options }) => {
    const { issuer } = options.provider
    const other = issuer.endsWith('/') ? issuer.slice(0, -1) : `${issuer}/`
    return { ...options, provider: { ...options.provider, issuer: other } }
  },
  'provider-away': ({ options }) => ({ ...options, fetch: away }),
  'unused-algorithm': ({ options, unusedAlgorithm = 'ES512' }) => {
    return { ...options, provider: { ...options.provider, algorithms: [unusedAlgorithm] } }
  },
  'wrong-clock': ({ options }) => ({ ...options, now: () => Date.now() / 1000 + 600 }),
}

function client(
  change: (healthy: HealthyProvider['options']['client']) => LoginOptions['client'],
): (healthy: HealthyProvider) => LoginOptions {
  return ({ options }) => ({ ...options, client: { ...options.client, ...change(options.client) } })
}

/** Has the doctor examine a provider in each state. */
export async function examineStates(healthy: HealthyProvider): Promise<FoundAt> {
  const found: Partial<Record<State, Found>> = {}
  for (const state of Object.keys(STATES) as State[]) {
    const options = BROKEN[state](healthy)
    const environment = { CATFLAP_STORE: 'memory:', ...options.environment }
    found[state] = (await examine({ ...options, environment })).flatMap(told)
  }
  return found as FoundAt
}

/** What is wrong, or cannot be told, of one finding; nothing of the memory store of the tests. */
function told({ check, outcome, seen, fix }: Finding): Found {
  const cannotTell = seen.en.startsWith('cannot tell') || fix?.en.startsWith('Cannot tell') === true
  // What another check's failure made impossible says nothing of its own.
  if (check === 'store-kind' || seen.en === 'not checked') return []
  if (cannotTell) return [`${check}:cannot-tell`]
  return outcome === 'ok' ? [] : [`${check}:${outcome}`]
}

/**
 * Expects that the doctor names no wrong cause in any state, and the right one or that it cannot tell; and
 * that it found what the table says. `CATFLAP_WRITE_DOCTOR=1` writes the table anew instead.
 *
 * @param provider - heading of the column
 */
export function expectKept(provider: string, found: FoundAt): void {
  if (process.env.CATFLAP_WRITE_DOCTOR === '1') write(provider, found)
  const judged = (Object.keys(STATES) as State[]).map((state) => [
    state,
    judge(state, found[state]),
  ])
  expect(judged, provider).toEqual(Object.keys(STATES).map((state) => [state, 'true']))
  expect(readFound()[provider], provider).toEqual(found)
}

/** `true`, or what is wrong about what was said in a state. */
function judge(state: State, found: Found): string {
  const { causes, tolerable } = STATES[state]
  const of = (one: string): string => one.split(':')[0] ?? ''
  const wrong = found.filter((one) => one.endsWith(':problem') && !causes.includes(of(one)))
  if (wrong.length > 0) return `names a wrong cause: ${wrong.join(', ')}`
  const needsWord = causes.length > 0 && tolerable !== true
  return needsWord && !found.some((one) => causes.includes(of(one))) ? 'says nothing' : 'true'
}

/** What was found at each provider, by the heading of its column. */
export function readFound(): Readonly<Record<string, FoundAt>> {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, FoundAt>
}

function write(provider: string, found: FoundAt): void {
  const all = { ...readFound(), [provider]: found }
  writeFileSync(FILE, `${JSON.stringify(all, null, 2)}\n`)
  execFileSync('npx', ['biome', 'format', '--write', fileURLToPath(FILE)], { stdio: 'pipe' })
  for (const [language, file] of DOCUMENTS) {
    writeFileSync(file, withTable(readFileSync(file, 'utf8'), all, language))
  }
}
