import { readFields } from 'catflap-lazycat/template'
import { describe, expect, it } from 'vitest'

const paths = (source: string) => readFields(source).map(({ path }) => path.join('.'))

describe('the fields of a template', () => {
  it.each([
    ['plain text', []],
    ['{{ .S.BoxName }}', ['S.BoxName']],
    [
      '{{ if .U.a }}{{ .U.b }}{{ else if .U.c }}{{ else }}{{ .U.d }}{{ end }}',
      ['U.a', 'U.b', 'U.c', 'U.d'],
    ],
    ['{{ .U.a | default .U.b }}', ['U.a', 'U.b']],
    ['{{ index .U "a" }}{{ get .U "b" }}', ['U.a', 'U.b']],
    ['{{ index .U $key }}', ['U']],
    [
      '{{ with .U.a }}{{ .b }}{{ $.S.BoxName }}{{ else }}{{ .U.c }}{{ end }}',
      ['U.a', 'S.BoxName', 'U.c'],
    ],
    ['{{ range .U }}{{ .x }}{{ end }}', ['U']],
    ['{{ $x := .U.a }}{{ $x.b }}', ['U.a']],
    ['{{ print (upper .U.a) }}', ['U.a']],
  ])('of %j are %j', (source, expected) => {
    expect(paths(source)).toEqual(expected)
  })

  it('have the place where they stand', () => {
    expect(readFields('ab {{ .U.a }}').map(({ at }) => at)).toEqual([6])
  })

  it('are not read of a template that cannot be parsed', () => {
    expect(() => readFields('{{ nonsense }}')).toThrow(
      expect.objectContaining({ code: 'TEMPLATE_UNKNOWN_FUNCTION', offset: 3 }),
    )
  })
})
