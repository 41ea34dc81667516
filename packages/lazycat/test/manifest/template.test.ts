import { describe, expect, it } from 'vitest'
import { MASK, maskTemplate } from '../../src/manifest/template.ts'

const masked = (text: string) => maskTemplate(text).text.replaceAll(MASK, '·')
const kinds = (text: string) => maskTemplate(text).faults.map(({ kind, offset }) => [kind, offset])

describe('a template action', () => {
  it.each([
    ['inside a value', 'a: x{{ .U.x }}y', 'a: x··········y'],
    ['that is a value', 'a: {{ .U.x }}', 'a: ··········'],
    ['alone on its line', 'a: 1\n{{ .U.x }}\nb: 2', 'a: 1\n          \nb: 2'],
    ['over several lines', '{{/* one\ntwo */}}\na: 1', '        \n        \na: 1'],
    ['with braces in a text', 'a: {{ "}}" }}b', 'a: ··········b'],
    ['with a quote in a text', 'a: {{ "\\"}}" }}b', 'a: ············b'],
    [
      'of control inside a value',
      'a: x{{ if .y }}1{{ else }}2{{ end }}z',
      `a: x${'·'.repeat(32)}z`,
    ],
    [
      'of control around entries on one line',
      '{{ if .x }}a: 1{{ else }}a: 2{{ end }}',
      'a: 1                                  ',
    ],
    ['of control before spaces', '{{ if .x }}  - a{{ end }}', '  - a                    '],
    [
      'that trims the spaces behind it',
      '  {{ if .x -}}  - a{{ end }}',
      '  - a                       ',
    ],
    ['that goes on with a loop', '  {{ continue }}- a', '  - a              '],
    ['of control before an item', '  {{ if .x }}- a{{ end }}', '  - a                    '],
    [
      'before a key with a value',
      '{{ with .x }}k: {{ . }}{{ end }}',
      'k: ·······                      ',
    ],
    ['with trim markers', 'a: {{- .x -}} b', 'a: ·········· b'],
  ])('%s is masked', (_, text, expected) => {
    expect(masked(text)).toBe(expected)
    expect(masked(text)).toHaveLength(text.length)
    expect(kinds(text)).toEqual([])
  })

  it.each([
    ['a: {{ .x', [['action-open', 3]]],
    ['a: {{ .x\nb: {{ .y }}', [['action-open', 3]]],
    ['a: {{ "x }}', [['action-open', 3]]],
    ['# {{ in a comment', [['action-open', 2]]],
    ['{{/* never', [['action-open', 0]]],
    ['{{ if .x }}\na: 1', [['block-open', 0]]],
    ['{{ range .x }}{{ if .y }}{{ end }}', [['block-open', 0]]],
    ['a: 1\n{{ end }}', [['end-without-block', 5]]],
    ['{{ if .x }}{{ else }}{{ end }}', []],
    ['a: {b: {c: d}}', []],
  ])('%j has the faults %j', (text, expected) => {
    expect(kinds(text)).toEqual(expected)
  })

  it.each([
    ['{{ if .x }}a{{ end }}', true],
    ['#@build if profile=dev\n', true],
    ['a: {{ .x }}', false],
    ['# build if', false],
  ])('%j leaves parts out: %j', (text, conditional) => {
    expect(maskTemplate(text).conditional).toBe(conditional)
  })
})
