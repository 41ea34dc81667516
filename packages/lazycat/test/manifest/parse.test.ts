import { describe, expect, it } from 'vitest'
import {
  entriesOf,
  find,
  findEntry,
  itemsOf,
  parseManifest,
  textOf,
} from '../../src/manifest/index.ts'

const path = (text: string) =>
  textOf(find(parseManifest(text).root, 'application', 'oidc_redirect_path'))

describe('the parser of manifests', () => {
  it.each([
    ['block style', 'application:\n  oidc_redirect_path: /callback\n', '/callback'],
    ['Windows line ends', 'application:\r\n  oidc_redirect_path: /callback\r\n', '/callback'],
    [
      'carriage returns alone, which end lines in YAML as well',
      'application:\r  subdomain: x\r  oidc_redirect_path: /callback\r',
      '/callback',
    ],
    ['double quotes', 'application:\n  oidc_redirect_path: "/a b"', '/a b'],
    ['single quotes', "application:\n  oidc_redirect_path: '/a#b'", '/a#b'],
    ['a quoted key', 'application:\n  "oidc_redirect_path": /callback', '/callback'],
    ['flow style', 'application: { subdomain: x, oidc_redirect_path: /callback }', '/callback'],
    ['a comment after it', 'application:\n  oidc_redirect_path: /callback # ours', '/callback'],
    ['a template line', 'application:\n{{ if .S }}\n  oidc_redirect_path: /x\n{{ end }}', '/x'],
    [
      'a template line of Windows',
      'application:\r\n  {{ if .S }}oidc_redirect_path: /x\r\n{{ end }}\r\n',
      '/x',
    ],
    ['a template as value', 'application:\n  oidc_redirect_path: {{ .U.path }}', undefined],
    ['no value', 'application:\n  oidc_redirect_path:\n', undefined],
    ['a comment only', 'application:\n  # oidc_redirect_path: /x', undefined],
    ['an alias', 'x: &p /x\napplication:\n  oidc_redirect_path: *p', '/x'],
    ['a merge', 'x: &c { oidc_redirect_path: /x }\napplication:\n  <<: *c', '/x'],
    [
      'its own before what it merges',
      'x: &c { oidc_redirect_path: /x }\napplication:\n  <<: *c\n  oidc_redirect_path: /own',
      '/own',
    ],
    [
      'the first of several that it merges',
      'x: &c {}\ny: &d { oidc_redirect_path: /y }\nz: &e { oidc_redirect_path: /z }\napplication:\n  <<: [*c, *d, *e]',
      '/y',
    ],
    ['no merge in quotes', 'application:\n  "<<": { oidc_redirect_path: /x }', undefined],
    [
      'its second branch',
      '{{ if .x }}\napplication: {}\n{{ else }}\napplication: { oidc_redirect_path: /y }\n{{ end }}',
      '/y',
    ],
    ['no manifest at all', '\u0000\u0001 :::', undefined],
  ])('reads %s', (_, text, expected) => {
    expect(path(text)).toBe(expected)
  })

  it('knows where a key and a value stand, behind templates too', () => {
    const text = 'a: {{ .x }}\n\nb:\n  - one\n  - "two"\n'
    const { root } = parseManifest(text)
    expect(findEntry(root, 'b')?.at).toMatchObject({ line: 3, column: 1 })
    const [one, two] = itemsOf(find(root, 'b'))
    expect(one?.at).toMatchObject({ line: 4, column: 5 })
    expect(two?.at).toMatchObject({ line: 5, column: 5 })
    expect(text.slice(two?.at.start, two?.at.end)).toBe('"two"')
  })

  it('takes an exception of a public path as text, though it is a tag to YAML', () => {
    const { root } = parseManifest('p:\n  - !/admin\n  - "!/other"\n')
    expect(itemsOf(find(root, 'p')).map(textOf)).toEqual(['!/admin', '!/other'])
  })

  it('keeps numbers as they were written', () => {
    expect(textOf(find(parseManifest('version: 1.10').root, 'version'))).toBe('1.10')
  })

  it.each([
    ['{{ if .x }}\na: 1\n{{ end }}\nb: 2\nc: {{ if .y }}1{{ end }}', ['a']],
    ['#@build if profile=dev\na: 1\n#@build else\nb: 2\n#@build end\nc: 3', ['a', 'b']],
    ['a: 1\n{{ with .x }}{{ if .y }}\nb: 2\n{{ end }}\nc: 3\n{{ end }}', ['b', 'c']],
    ['a: 1', []],
  ])('of %j knows what may be left out: %j', (text, expected) => {
    const { root, isOptional } = parseManifest(text)
    const optional = entriesOf(root).filter(({ at }) => isOptional(at.start))
    expect(optional.map(({ key }) => key)).toEqual(expected)
  })

  it('follows a hundred aliases, since each may stand for much', () => {
    const { root } = parseManifest(`a: &a v\nb: [ ${'*a, '.repeat(150)} ]`)
    expect(itemsOf(find(root, 'b')).filter((item) => textOf(item) === 'v')).toHaveLength(100)
  })

  it.each([
    ['a: 1\nb: "x\u0007"\n', 'U+0007', 2, 6],
    ['a: 1 # \u007f\n', 'U+007F', 1, 8],
    ['\u0000', 'U+0000', 1, 1],
    ['a: \uffff', 'U+FFFF', 1, 4],
  ])(
    'refuses in %j the character %s, as every parser of a manifest does',
    (text, name, line, column) => {
      const [fault] = parseManifest(text).syntax
      expect(fault?.detail).toContain(name)
      expect(fault?.at).toMatchObject({ line, column })
    },
  )

  it('takes tabs, line ends of all kinds and what is beyond ASCII', () => {
    expect(parseManifest('\ufeffa: "\t\u0085\u2028é懒\u{1f63a}"\r\n').syntax).toEqual([])
  })

  it('refuses what is longer than any manifest', () => {
    const { syntax, root } = parseManifest(`a: ${'b'.repeat(1024 ** 2)}`)
    expect(syntax[0]?.detail).toContain('more than')
    expect(root).toBeUndefined()
  })

  it.each([
    ['deep brackets', '['.repeat(100_000)],
    ['deep lists', '- '.repeat(100_000)],
    ['deep questions', '? '.repeat(50_000)],
    ['a text without end', 'a'.repeat(1_000_000)],
    ['a circle of aliases', 'a: &a [*a]\nb: &b { c: *b }\n'],
    [
      'a laughing mapping',
      Array.from(
        { length: 30 },
        (_, i) => `a${i}: &a${i} [${i === 0 ? 1 : `*a${i - 1},*a${i - 1}`}]`,
      ).join('\n'),
    ],
    [
      'a merge of many keys',
      `a: { <<: { ${Array.from({ length: 150_000 }, (_, i) => i.toString(36)).join(',')} } }`,
    ],
    ['many aliases', `a: &a 1\n${'b: *a\n'.repeat(20_000)}`],
    ['many keys', Array.from({ length: 25_000 }, (_, i) => `k${i}: 1`).join('\n')],
    ['many open actions', '{{ '.repeat(50_000)],
    ['many comments without end', '{{/* '.repeat(50_000)],
  ])('reads %s in a time that grows with its length, without failing', (_, text) => {
    // Processor time, in microseconds: the clock also counts what else the machine does.
    const before = process.cpuUsage()
    expect(parseManifest(text)).toHaveProperty('syntax')
    expect(process.cpuUsage(before).user).toBeLessThan(10_000_000)
  })
})
