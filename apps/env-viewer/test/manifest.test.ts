import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Entry, type FileRemarks, writeExample, writeJson } from '../src/env/files.ts'
import { writeManifest } from '../src/env/manifest.ts'

const REMARKS: FileRemarks = { heading: 'heading', blank: 'blank', inexpressible: 'left out' }
const environmentOf = (entries: readonly Entry[]): unknown =>
  (parse(writeManifest(entries, REMARKS)) as { environment: unknown }).environment

describe('the manifest block', () => {
  it('maps what the box offers, and holds other values as they are', () => {
    const entries = [
      { name: 'LAZYCAT_AUTH_OIDC_CLIENT_SECRET', value: undefined },
      { name: 'LAZYCAT_AUTH_OIDC_ISSUER_URI', value: 'https://mybox.heiyu.space/sys/oauth' },
      { name: 'LAZYCAT_APP_DOMAIN', value: 'env.mybox.heiyu.space' },
      { name: 'LAZYCAT_APP_SERVICE_NAME', value: 'app' },
      { name: 'PATH', value: '/bin' },
      { name: 'HOSTNAME', value: 'x' },
      { name: 'OIDC_SCOPES', value: 'openid profile' },
      { name: 'DB_PASSWORD', value: undefined },
    ]
    expect(environmentOf(entries)).toEqual([
      'LAZYCAT_AUTH_OIDC_CLIENT_SECRET=${LAZYCAT_AUTH_OIDC_CLIENT_SECRET}',
      'LAZYCAT_AUTH_OIDC_ISSUER_URI=${LAZYCAT_AUTH_OIDC_ISSUER_URI}',
      'OIDC_SCOPES=openid profile',
      'DB_PASSWORD=',
    ])
    expect(writeManifest(entries, REMARKS)).toContain('# blank\n  - DB_PASSWORD=\n')
  })

  it.each([
    ['a mapping', 'X', 'https://${LAZYCAT_APP_DOMAIN}/'],
    ['a template', 'X', '{{ .U.secret }}'],
    ['a name with a space', 'a b', '1'],
    ['a name with a line break', 'X\n  - EVIL=1', '1'],
  ])('leaves out %s, which the platform would change, and says so', (_, name, value) => {
    const block = writeManifest([{ name, value }], REMARKS)
    expect(block).toBe(`# heading\n\nenvironment: []\n# ${JSON.stringify(name)}: left out\n`)
    expect(parse(block)).toEqual({ environment: [] })
  })

  it.each([
    '',
    ' ',
    'a: b',
    'a #b',
    '#',
    "it's",
    '"',
    '- x',
    'yes',
    '*a',
    '&a',
    'a\nb',
    'a\r\nb\t',
    '\\',
    '你好：世界 🐈',
    '\u202Eabc',
    '\u0001\u007f\u0085\u2028\ufeff',
    '{"a": [1, "b"]}',
    'x:',
    ':',
    'a, b',
  ])('holds the value %j exactly', (value) => {
    expect(environmentOf([{ name: 'X', value }])).toEqual([`X=${value}`])
  })

  it('holds any value exactly, or leaves it out and says so', () => {
    const unit = fc.constantFrom(...'ab:#\'"\\-?*&!|>%@`{}[], \n\r\t\u0001\u0085\u2028你$=~')
    fc.assert(
      fc.property(fc.string({ unit }), (value) => {
        const read = environmentOf([
          { name: 'X', value },
          { name: 'Y', value: 'y' },
        ])
        const told = value.includes('${') || value.includes('{{') ? [] : [`X=${value}`]
        expect(read).toEqual([...told, 'Y=y'])
      }),
      { numRuns: 3000 },
    )
  })

  it('spells out what other readers of YAML refuse', () => {
    const block = writeManifest(
      [{ name: 'X', value: '\u007f\u0085\u009f\u2028\u2029\ufeff' }],
      REMARKS,
    )
    expect(block).toContain('"X=\\u007f\\u0085\\u009f\\u2028\\u2029\\ufeff"')
  })

  it('of no variables is an empty list', () => {
    expect(environmentOf([])).toEqual([])
  })
})

describe('the JSON form', () => {
  it('holds every name and value exactly, and null for one left blank', () => {
    const values = { 'a b': '1\r\n2', EMPTY: '', __X: '\u0000"\\', 你好: '🐈' }
    const entries = Object.entries(values).map(([name, value]) => ({ name, value }))
    const read = JSON.parse(writeJson([...entries, { name: 'KEY', value: undefined }]))
    expect(read).toEqual({ ...values, KEY: null })
  })

  it('holds a name that every object has', () => {
    expect(writeJson([{ name: '__proto__', value: 'x' }])).toBe('{\n  "__proto__": "x"\n}\n')
  })
})

describe('the .env.example', () => {
  it('holds names only, each known one with what it is', () => {
    const entries = [
      { name: 'A', value: 'not to be seen', about: 'what A is' },
      { name: 'B_KEY', value: undefined },
      { name: 'a b', value: 'x' },
    ]
    expect(writeExample(entries, REMARKS)).toBe(
      '# heading\n\n# what A is\nA=\nB_KEY=\n# "a b": left out\n',
    )
  })
})
