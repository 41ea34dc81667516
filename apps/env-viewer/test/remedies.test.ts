import { readFileSync } from 'node:fs'
import { ERROR_TEXTS, ERRORS, type LoginErrorCode, textElsewhere } from 'catflap'
import { PLATFORM_VARIABLES } from 'catflap-lazycat/facts'
import { describe, expect, it } from 'vitest'
import { remedyOf } from '../src/problems/remedies.ts'

const codes = Object.keys(ERRORS) as LoginErrorCode[]
const withManifest = codes.filter((code) => remedyOf(code, 'lazycat')?.manifest !== undefined)
const root = new URL('../../..', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const platform = new Map(PLATFORM_VARIABLES.map(({ name, when }) => [name, when]))
/** The variables of the app's own documents. */
const documented = new Set(
  `${read('docs/operations.md')}\n${read('apps/env-viewer/README.md')}`.match(
    /\b[A-Z]+(_[A-Z]+)+\b/g,
  ),
)

/** What the library's text of a code says, in one. */
const textOf = (code: LoginErrorCode): string => {
  const { causes, fix } = ERROR_TEXTS.en[code]
  return [...causes, fix].join('\n')
}
const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort()

/** Complains of a line that could not stand in a YAML file below the one before. */
function misplaced(lines: readonly string[]): readonly string[] {
  const depth = (line: string): number => line.length - line.trimStart().length
  return lines.filter((line, i) => {
    if (!/^( {2})*([a-z_]+:( [^\s:#]+)?|- [A-Z_]+=\$\{[A-Z_]+\})$/.test(line)) return true
    const above = lines[i - 1]
    if (above === undefined) return depth(line) !== 0
    return above.endsWith(':') ? depth(line) !== depth(above) + 2 : depth(line) > depth(above)
  })
}

describe('the remedies', () => {
  it.each(codes)(
    'of %s are the variables and the doctor that its text names, no others',
    (code) => {
      const { variables = [], doctor } = remedyOf(code, 'lazycat') ?? {}
      const named = textOf(code).match(/\b(?:OIDC|CATFLAP|LAZYCAT)(?:_[A-Z]+)+\b/g) ?? []
      expect(unique(variables)).toEqual(unique(named))
      expect(variables).toHaveLength(new Set(variables).size)
      expect(doctor === true).toBe(textOf(code).includes('catflap doctor'))
    },
  )

  it('name only variables that the platform provides or a document explains', () => {
    const names = codes.flatMap((code) => remedyOf(code, 'lazycat')?.variables ?? [])
    const unknown = names.filter((name) => !platform.has(name) && !documented.has(name))
    expect(unknown).toEqual([])
  })

  it.each(withManifest)(
    'of %s are lines that a manifest can hold and that its text names',
    (code) => {
      const lines = remedyOf(code, 'lazycat')?.manifest ?? []
      expect(misplaced(lines)).toEqual([])
      expect(lines[0]).toBe('application:')
      const keys = lines.flatMap(
        (line) => /- ([A-Z_]+)=\$\{\1\}$|(oidc_redirect_path):/.exec(line)?.slice(1) ?? [],
      )
      const told = keys.filter((key) => key !== undefined && textOf(code).includes(key))
      expect(told.length).toBeGreaterThan(0)
    },
  )

  it.each(withManifest)('of %s map each variable that only a manifest can hand out', (code) => {
    for (const line of remedyOf(code, 'lazycat')?.manifest ?? []) {
      const name = /- ([A-Z_]+)=/.exec(line)?.[1]
      if (name !== undefined) expect([line, platform.get(name)]).toEqual([line, 'deploy'])
    }
  })

  it('are told for the faults of a manifest: a lost registration, a stale secret, a wrong issuer', () => {
    expect(remedyOf('TOKEN_REQUEST_REFUSED', 'lazycat')?.manifest).toContain(
      '  oidc_redirect_path: /callback',
    )
    expect(remedyOf('CLIENT_REFUSED', 'lazycat')?.manifest).toContain(
      '    - LAZYCAT_AUTH_OIDC_CLIENT_SECRET=${LAZYCAT_AUTH_OIDC_CLIENT_SECRET}',
    )
    expect(remedyOf('METADATA_INVALID', 'lazycat')?.manifest).toContain(
      '    - LAZYCAT_AUTH_OIDC_ISSUER_URI=${LAZYCAT_AUTH_OIDC_ISSUER_URI}',
    )
    expect(remedyOf('INTERNAL', 'lazycat')).toBeUndefined()
  })

  it.each(codes)('of %s are no manifest and no variable of the platform elsewhere', (code) => {
    for (const software of [undefined, 'keycloak'] as const) {
      const { manifest, variables = [], doctor } = remedyOf(code, software) ?? {}
      const { causes, fix } = textElsewhere(code, 'en')
      const text = [...causes, fix].join('\n')
      expect(manifest).toBeUndefined()
      expect(variables.filter((name) => name.startsWith('LAZYCAT'))).toEqual([])
      for (const name of variables) expect(text).toContain(name)
      expect(doctor === true).toBe(text.includes('catflap doctor'))
    }
  })
})
