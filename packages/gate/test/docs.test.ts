/** docs/gate.md says of checks and errors exactly what the code says. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { withGateTables } from '../../../scripts/gate-docs.mjs'
import { GATE_TEXTS } from '../src/answers/texts.ts'
import { ENVOY_PREFIX } from '../src/ask/ask.ts'
import { FAMILIES, NAMES_A_REQUEST } from '../src/ask/proxies.ts'
import { CHECKS } from '../src/doctor/findings.ts'
import { spelled } from '../src/doctor/observe.ts'
import { CHECK_TEXTS } from '../src/doctor/words.ts'
import { GATE_ERRORS } from '../src/errors.ts'
import { DEFAULT_IDENTITY } from '../src/identity/headers.ts'
import { createIdentity } from '../src/identity/identity.ts'
import { blocksOf } from './proxies/docs.ts'

const tables = { errors: GATE_ERRORS, texts: GATE_TEXTS, checks: CHECK_TEXTS }

describe('docs/gate', () => {
  it.each([
    ['en', 'gate.md'],
    ['zh', 'gate.zh-CN.md'],
  ] as const)('has in %s the tables of the code', (language, name) => {
    const text = readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')
    expect(text).toBe(withGateTables(text, tables, language))
    for (const code of Object.keys(GATE_ERRORS)) expect(text).toContain(`\n| \`${code}\` | `)
    for (const check of CHECKS) expect(text).toContain(`\n| \`${check}\` | `)
  })

  it('shows Traefik and Envoy what they ask with, and the headers that the gate answers with', () => {
    const [traefik, envoy] = blocksOf('yaml').map((block) => parse(block))
    const { catflap, 'catflap-names': names } = traefik.http.middlewares
    const { names: identity } = createIdentity(DEFAULT_IDENTITY)
    expect([...catflap.forwardAuth.authResponseHeaders].sort()).toEqual([...identity].sort())
    const removed: Readonly<Record<string, string>> = names.headers.customRequestHeaders
    const foreign = NAMES_A_REQUEST.filter((name) => !FAMILIES.traefik.required.includes(name))
    const gone = [...foreign, ...identity.map(spelled)]
    expect(Object.values(removed)).toEqual(gone.map(() => ''))
    expect(
      Object.keys(removed)
        .map((name) => name.toLowerCase())
        .sort(),
    ).toEqual([...gone].sort())
    expect(traefik.http.routers.notes.middlewares).toEqual(['catflap-names', 'catflap'])
    const filter = envoy.http_filters[0].typed_config
    const { http_service: service, allowed_headers: allowed } = filter
    expect(service.path_prefix).toBe(ENVOY_PREFIX)
    const exact = ({ patterns }: { patterns: readonly { exact?: string }[] }) =>
      patterns.flatMap((pattern) => pattern.exact ?? [])
    // Envoy sends Host always.
    expect(exact(allowed)).toEqual(
      expect.arrayContaining(['x-forwarded-proto', 'cookie', 'origin']),
    )
    expect(exact(service.authorization_response.allowed_upstream_headers).sort()).toEqual(
      identity.map((name) => name.toLowerCase()).sort(),
    )
  })

  it('refuses a text without them', () => {
    expect(() => withGateTables('# Nothing\n', tables, 'en')).toThrow('no table')
  })
})
