import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type CheckOptions, checkManifest, MANIFEST_SCHEMA } from '../../src/manifest/index.ts'
import { MASK, maskTemplate } from '../../src/manifest/template.ts'
import { readCorpus } from './corpus.ts'

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(MANIFEST_SCHEMA)

/** What an editor sees: of a template, what it leaves of the text. */
const editorsValue = (text: string): unknown =>
  parse(maskTemplate(text).text.replaceAll(MASK, 'x'), {
    logLevel: 'silent',
    merge: true,
    uniqueKeys: false,
  })

describe('the JSON Schema', () => {
  it('is the file that is shipped', () => {
    const file = new URL('../../lzc-manifest.schema.json', import.meta.url)
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(MANIFEST_SCHEMA, null, 2)}\n`)
  })

  // What an editor is to underline; the rest is about other files, or is a matter of judgement.
  const SEEN: ReadonlySet<string> = new Set([
    'unknown-key',
    'flag-old',
    'wrong-type',
    'package-malformed',
    'application-missing',
    'route-malformed',
    'oidc-path-no-slash',
    'oidc-path-malformed',
    'oidc-legacy-callback',
    'environment-malformed',
    'environment-empty',
    'service-user-not-text',
  ])
  const manifests = [...readCorpus('good'), ...readCorpus('bad')].filter(
    ({ options }) => !isBroken(options) && editorsValue(options.text) !== null,
  )

  it.each(manifests)('agrees with the check of $name', ({ options }) => {
    const found = checkManifest(options).filter(
      ({ code, file }) => file === 'manifest' && SEEN.has(code),
    )
    const accepted = validate(editorsValue(options.text))
    const errors = validate.errors ?? []
    expect({ accepted, found, errors }).toMatchObject({ accepted: found.length === 0 })
  })

  it('is tried on manifests of both kinds', () => {
    const refused = manifests.filter(({ options }) => !validate(editorsValue(options.text)))
    expect(refused.length).toBeGreaterThan(20)
    expect(manifests.length - refused.length).toBeGreaterThan(60)
  })
})

/** No values to speak of: broken YAML, or broken templates. */
function isBroken(options: CheckOptions): boolean {
  return checkManifest(options).some(({ code }) =>
    ['yaml-syntax', 'not-a-mapping', 'template-unbalanced'].includes(code),
  )
}
