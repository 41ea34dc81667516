import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { MANIFEST_SCHEMA } from '../../src/manifest/index.ts'
import { maskTemplate } from '../../src/manifest/template.ts'
import { readCorpus } from './corpus.ts'

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(MANIFEST_SCHEMA)

/** What an editor sees: of a template, what it leaves of the text. */
const editorsValue = (text: string): unknown =>
  parse(maskTemplate(text).text, { logLevel: 'silent', merge: true, uniqueKeys: false })

describe('the JSON Schema', () => {
  it('is the file that is shipped', () => {
    const file = new URL('../../lzc-manifest.schema.json', import.meta.url)
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(MANIFEST_SCHEMA, null, 2)}\n`)
  })

  it.each(readCorpus('good'))('accepts $name', ({ options }) => {
    validate(editorsValue(options.text))
    expect(validate.errors ?? []).toEqual([])
  })

  const seen = new Set([
    'unknown-key',
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
  // Beyond a schema: what is about another file, or only a port of a right form.
  const beyond = new Set(['unknown-key.package.yml', 'route-malformed.port.yml'])
  it.each(
    readCorpus('bad').filter(({ name }) => seen.has(name.split('.')[0] ?? '') && !beyond.has(name)),
  )('refuses $name', ({ options }) => {
    expect(validate(editorsValue(options.text))).toBe(false)
  })
})
