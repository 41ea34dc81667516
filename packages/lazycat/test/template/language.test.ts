import { describe, expect, it } from 'vitest'
import { refusal, render } from './fixture.ts'

describe('a manifest template', () => {
  it.each([
    ['plain text, { braces } and ${NAME} stay', 'plain text, { braces } and ${NAME} stay'],
    ['{{ .S.BoxName }} {{ .S.BoxDomain }}', 'mybox mybox.heiyu.space'],
    ['{{.SysParams.OSVersion}} {{ .S.AppDomain }}', 'v1.5.0 env.mybox.heiyu.space'],
    ['{{ .S.IsMultiInstance }} {{ .S.DeployUID }}', 'true alice'],
    ['{{ .S.DeployID }}', 'dev.example.app.alice'],
    ['{{ .U.target }} {{ .UserParams.target }}', '10.0.0.1 10.0.0.1'],
    ['{{ index .U "listen.port" }}', '33'],
    ['{{ .U.missing }}', '<no value>'],
    ['{{ index .U "missing" }}', '<no value>'],
    ['{{ stable_secret "seed" }}', 'secret-of-seed'],
    ['{{ stable_secret "seed" | substr 0 6 }}', 'secret'],
    ['{{ .U }}', 'map[blank: debug:true listen.port:33 off:false target:10.0.0.1]'],
  ])('%s renders what the platform hands to it: %s', (source, text) => {
    expect(render(source)).toBe(text)
  })

  it.each([
    ['{{ if .U.debug }}a{{ end }}', 'a'],
    ['{{ if .U.off }}a{{ else }}b{{ end }}', 'b'],
    ['{{ if .U.off }}a{{ else if .U.debug }}b{{ else }}c{{ end }}', 'b'],
    ['{{ if .U.off }}a{{ else if .U.blank }}b{{ else }}c{{ end }}', 'c'],
    ['{{ if .U.missing }}a{{ end }}', ''],
    ['{{ if 0 }}a{{ else }}b{{ end }}{{ if "x" }}c{{ end }}', 'bc'],
    ['{{ with .U.target }}<{{ . }}>{{ end }}', '<10.0.0.1>'],
    ['{{ with .U.blank }}a{{ else }}{{ .S.BoxName }}{{ end }}', 'mybox'],
    ['{{ with .U.blank }}a{{ else with .U.target }}{{ . }}{{ end }}', '10.0.0.1'],
    ['{{ with $t := .U.target }}{{ $t }}{{ end }}', '10.0.0.1'],
    ['{{ with .S }}{{ .BoxName }}{{ $.S.BoxName }}{{ end }}', 'myboxmybox'],
    ['{{ range list 1 2 3 }}[{{ . }}]{{ end }}', '[1][2][3]'],
    ['{{ range $i, $v := list "a" "b" }}{{ $i }}{{ $v }}{{ end }}', '0a1b'],
    ['{{ range $v := list "a" "b" }}{{ $v }}{{ end }}', 'ab'],
    ['{{ range $k, $v := dict "b" 2 "a" 1 }}{{ $k }}{{ $v }}{{ end }}', 'a1b2'],
    ['{{ range list }}a{{ else }}none{{ end }}', 'none'],
    ['{{ range 3 }}{{ . }}{{ end }}', '012'],
    ['{{ range list 1 2 3 }}{{ if eq . 2 }}{{ continue }}{{ end }}{{ . }}{{ end }}', '13'],
    ['{{ range list 1 2 3 }}{{ if eq . 2 }}{{ break }}{{ end }}{{ . }}{{ end }}', '1'],
    ['{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}', '2'],
    ['{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ end }}{{ $x }}', '1'],
    ['{{ $x := "a" | upper }}{{ $x }}{{ $x | lower }}', 'Aa'],
    ['{{ $m := dict "a" (dict "b" 7) }}{{ $m.a.b }} {{ (index $m "a").b }}', '7 7'],
  ])('%s has blocks and variables: %s', (source, text) => {
    expect(render(source)).toBe(text)
  })

  it.each([
    ['a {{- "b" -}} c', 'abc'],
    ['a {{- 3 }} c', 'a3 c'],
    ['a {{-3}} c', 'a -3 c'],
    ['a\n{{- /* why */ -}}\nb', 'ab'],
    ['{{/* a comment }} with braces */}}x', 'x'],
    ['{{/*/ a comment }} still */}}x', 'x'],
    ['{{ `a\r\nb` | quote }}', '"a\\nb"'],
    ['{{ .U.missing.deeper }}', '<no value>'],
    ['{{ "a\\tb\\"\\u4e2d" }}', 'a\tb"中'],
    ['{{ `raw \\n "x"` }}', 'raw \\n "x"'],
    ["{{ 'a' }}", '97'],
    ['{{ 0x1F }} {{ 1_000 }} {{ 1.5 }} {{ -2 }} {{ 1e3 }} {{ 010 }}', '31 1000 1.5 -2 1000 8'],
    ['{{ true }}{{ false }}', 'truefalse'],
    ['{{ "}}" }}', '}}'],
    ['{{\n"a"\n|\nupper\n}}', 'A'],
    ['{{ list 1 "a" nil true }}', '[1 a <nil> true]'],
    ['{{ 0.00001 }} {{ 1234567.5 }} {{ 0.0001 }}', '1e-05 1.2345675e+06 0.0001'],
  ])('%j is read as Go reads it: %j', (source, text) => {
    expect(render(source)).toBe(text)
  })

  it.each([
    ['TEMPLATE_SYNTAX', '{{ .U.x', 1, 1],
    ['TEMPLATE_SYNTAX', 'a\nbb {{ "x }}', 2, 7],
    ['TEMPLATE_SYNTAX', '{{ "\\q" }}', 1, 4],
    ['TEMPLATE_SYNTAX', '{{ "\\U00110000" }}', 1, 4],
    ['TEMPLATE_SYNTAX', "{{ 'ab' }}", 1, 4],
    ['TEMPLATE_SYNTAX', '{{ }}', 1, 1],
    ['TEMPLATE_SYNTAX', '{{ if true }}a', 1, 1],
    ['TEMPLATE_SYNTAX', '{{ if true }}a{{ else }}', 1, 15],
    ['TEMPLATE_SYNTAX', '{{ if true }}{{ else range list }}{{ end }}', 1, 14],
    ['TEMPLATE_SYNTAX', '{{ end }}', 1, 1],
    ['TEMPLATE_SYNTAX', '{{ else }}', 1, 1],
    ['TEMPLATE_SYNTAX', '{{ break }}', 1, 1],
    ['TEMPLATE_SYNTAX', '{{ (1 }}', 1, 4],
    ['TEMPLATE_SYNTAX', '{{ 1) }}', 1, 5],
    ['TEMPLATE_SYNTAX', '{{ 1 | }}', 1, 1],
    ['TEMPLATE_SYNTAX', '{{ 1 2 }}', 1, 6],
    ['TEMPLATE_SYNTAX', '{{ 1 | 2 }}', 1, 8],
    ['TEMPLATE_SYNTAX', '{{ $x }}', 1, 4],
    ['TEMPLATE_SYNTAX', '{{ if true }}{{ $x := 1 }}{{ end }}{{ $x }}', 1, 39],
    ['TEMPLATE_SYNTAX', '{{ (print ($x := 1)) }}', 1, 11],
    ['TEMPLATE_SYNTAX', '{{ # }}', 1, 4],
    ['TEMPLATE_SYNTAX', '{{/* open', 1, 1],
    ['TEMPLATE_SYNTAX', '{{/* a */ 1 }}', 1, 10],
    ['TEMPLATE_SYNTAX', '{{/* a */ }}', 1, 10],
    ['TEMPLATE_SYNTAX', '{{/* a */-}}', 1, 10],
    ['TEMPLATE_SYNTAX', '{{ /* a */}}', 1, 4],
    ['TEMPLATE_SYNTAX', '{{-  /* a */}}', 1, 6],
    ['TEMPLATE_SYNTAX', '{{ not(true) }}', 1, 7],
    ['TEMPLATE_SYNTAX', '{{ eq (1)(1) }}', 1, 10],
    ['TEMPLATE_SYNTAX', '{{ print "a""b" }}', 1, 13],
    ['TEMPLATE_SYNTAX', '{{ ..U }}', 1, 5],
    ['TEMPLATE_SYNTAX', `{{ "it\\'s" }}`, 1, 4],
    ['TEMPLATE_SYNTAX', '{{ "\\ud800" }}', 1, 4],
    ['TEMPLATE_NOT_SUPPORTED', '{{ printf "%[1]s" "a" }}', 1, 4],
    ['TEMPLATE_NOT_SUPPORTED', '{{ printf "%T" 1 }}', 1, 4],
    ['TEMPLATE_UNKNOWN_FUNCTION', '{{ required "x" .U.target }}', 1, 4],
    ['TEMPLATE_SYNTAX', '{{ 1.2.3 }}', 1, 4],
    ['TEMPLATE_NOT_SUPPORTED', 'a\n{{ define "x" }}{{ end }}', 2, 1],
    ['TEMPLATE_NOT_SUPPORTED', '{{ template "x" . }}', 1, 1],
    ['TEMPLATE_NOT_SUPPORTED', '{{ block "x" . }}{{ end }}', 1, 1],
    ['TEMPLATE_UNKNOWN_FUNCTION', '{{ nonsense 1 }}', 1, 4],
    ['TEMPLATE_UNKNOWN_FUNCTION', '{{ "a" | constructor }}', 1, 10],
    ['TEMPLATE_UNKNOWN_FUNCTION', '{{ env "HOME" }}', 1, 4],
    ['TEMPLATE_NOT_SUPPORTED', '{{ uuidv4 }}', 1, 4],
    ['TEMPLATE_NOT_SUPPORTED', '{{ randAlphaNum 8 }}', 1, 4],
    ['TEMPLATE_UNKNOWN_FUNCTION', '{{ stable_secrt "x" }}', 1, 4],
    ['TEMPLATE_UNKNOWN_FIELD', '{{ .X }}', 1, 4],
    ['TEMPLATE_UNKNOWN_FIELD', '{{ .S.BoxNam }}', 1, 4],
    ['TEMPLATE_UNKNOWN_FIELD', '{{ with .S }}{{ .__proto__ }}{{ end }}', 1, 17],
    ['TEMPLATE_WRONG_VALUE', '{{ .U.target.length }}', 1, 4],
    ['TEMPLATE_WRONG_VALUE', '{{ range "abc" }}{{ end }}', 1, 1],
    ['TEMPLATE_WRONG_VALUE', '{{ .U.missing | upper }}', 1, 17],
    ['TEMPLATE_WRONG_VALUE', '{{ and }}', 1, 4],
    ['TEMPLATE_FAILED', '{{ fail "set target" }}', 1, 4],
    ['TEMPLATE_FAILED', '{{ fail "" }}', 1, 4],
  ])('that is wrong is told with %s at its place: %j', (code, source, line, column) => {
    const error = refusal(source)
    expect([error.code, error.line, error.column]).toEqual([code, line, column])
    expect(error.message).toBe(`line ${line}, column ${column}: ${error.text.en}`)
    expect(error.text.zh).not.toBe('')
  })

  it('names what to use in place of what is not stable or is misspelt', () => {
    expect(refusal('{{ randAlphaNum 8 }}').text.en).toContain('use stable_secret')
    expect(refusal('{{ stable_secrt "x" }}').text).toEqual({
      en: 'there is no function "stable_secrt"; the name is stable_secret',
      zh: '没有函数“stable_secrt”；正确的名称是 stable_secret',
    })
    expect(refusal('{{ stable_secrets "x" }}').text.en).toContain('the nearest is stable_secret')
    expect(refusal('{{ .S.BoxNam }}').text.en).toContain('the nearest is .BoxName')
    expect(refusal('{{ .S.Nope }}').text.en).toContain('.BoxName .BoxDomain')
  })

  it('never quotes a value in its errors', () => {
    for (const source of ['{{ stable_secret "s" | until }}', '{{ eq (stable_secret "s") 1 }}']) {
      expect(refusal(source).message).not.toContain('secret-of-s')
    }
  })
})

describe('a template that asks for too much', () => {
  const doubled = Array.from({ length: 60 }, () => '{{ $x = list $x $x }}').join('')
  it.each([
    ['a long loop', '{{ range 200000 }}{{ range 200000 }}{{ end }}{{ end }}'],
    ['a loop without end', '{{ range until 9999 }}{{ range until 9999 }}x{{ end }}{{ end }}'],
    ['a long text', '{{ repeat 999999999 "x" }}'],
    ['a text that doubles', `{{ $x := "abcdefgh" }}${'{{ $x = print $x $x }}'.repeat(60)}{{ $x }}`],
    ['a list that doubles', `{{ $x := list 1 }}${'{{ $x = concat $x $x }}'.repeat(60)}`],
    ['a list within itself', `{{ $x := list 1 2 }}${doubled}{{ $x }}`],
    ['a list within itself, as JSON', `{{ $x := list 1 2 }}${doubled}{{ toJson $x }}`],
    ['a deep list', '{{ $x := 1 }}{{ range 9999 }}{{ $x = list $x }}{{ end }}{{ $x }}'],
    ['a wide format', '{{ printf "%999999999d" 1 }}'],
    ['a wide indent', '{{ indent 999999 "x" }}'],
    ['a text that grows by replacing', `{{ replace "" (repeat 200000 "y") (repeat 200000 "x") }}`],
    ['a join with a long separator', '{{ join (repeat 200000 "x") (until 9999) }}'],
    ['much output', `{{ $x := repeat 200000 "x" }}${'{{ $x }}'.repeat(20)}`],
    ['deep parentheses', `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`],
    ['deep blocks', '{{ if 1 }}'.repeat(5000) + '{{ end }}'.repeat(5000)],
    ['a chain of else', `{{ if 0 }}${'{{ else if 0 }}'.repeat(5000)}{{ end }}`],
    ['a large number', '{{ mul 9007199254740991 9007199254740991 }}'],
    ['a long source', ' '.repeat(1_100_000)],
    ['a list longer than a list may be', '{{ $x := until 10001 }}'],
    ['two halves of one', '{{ $x := until 5001 }}{{ $y := concat $x $x }}'],
  ])('is stopped: %s', (_, source) => {
    expect(refusal(source).code).toBe('TEMPLATE_TOO_LARGE')
  })
})
