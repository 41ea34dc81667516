/** The template language of manifests: rendered, or refused with a place; and soon. */
import {
  readFields,
  renderTemplate,
  substituteVariables,
  TemplateError,
} from 'catflap-lazycat/template'
import { FUNCTIONS } from '../../../packages/lazycat/src/template/functions.ts'
import { INPUT } from '../../../packages/lazycat/test/template/fixture.ts'
import type { Choice } from '../engine/choice.ts'
import { must, type Target } from '../engine/target.ts'

const WORDS = [
  ...Object.keys(FUNCTIONS),
  ...[
    'if',
    'else',
    'else if',
    'end',
    'range',
    'with',
    'break',
    'continue',
    'and',
    'or',
    'nil',
    'true',
    'define',
    'block',
  ],
  ...[
    '.',
    '.U',
    '.U.target',
    '.S.BoxName',
    '$',
    '$x',
    '$x :=',
    '$x =',
    '$i, $x :=',
    '|',
    '(',
    ')',
    'list 1 2',
    'dict "a" 1',
  ],
  ...[
    '"a"',
    '`b`',
    "'c'",
    '0',
    '7',
    '-1',
    '1.5',
    '0x1p4',
    '1_000',
    '1e308',
    '99999',
    '.U.missing',
    '{{',
    '}}',
    '{{- ',
    ' -}}',
    '{{/*',
    '*/}}',
    '%999d',
    '%v',
    '\\',
  ],
]
/** Longest text that a manifest of this size may become; characters. */
const LONGEST = 4 * 1024 ** 2

export const target: Target = {
  words: WORDS,
  mostBytes: 2048,
  // Loops and repetitions have limits of their own, which do not depend on the text.
  work: { base: 20_000_000, perByte: 0 },
  slow: 400,
  change: (input, choice) => withAction(input, choice),
  run(input) {
    const source = input.toString()
    for (const act of [() => renderTemplate(source, INPUT), () => void readFields(source)]) {
      try {
        const text = act()
        if (text === undefined) continue
        must(typeof text === 'string' && text.length <= LONGEST, 'a text comes out that has an end')
        const { text: rest, unset } = substituteVariables(text, {})
        must(text.includes('${') || rest === text, 'what has no variable stays as it is')
        must(
          unset.every((name) => text.includes(`\${${name}}`)),
          'a variable stood in the text',
        )
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error
        must(error.line >= 1 && error.column >= 1, 'a refusal has a place')
        must(error.text.en !== '' && error.text.zh !== '', 'it has its words')
      }
    }
  },
}

/** Puts an action of some words somewhere. */
function withAction(input: Buffer, choice: Choice): Buffer {
  const words = Array.from({ length: 1 + choice.below(5) }, () => choice.of(WORDS))
  const at = choice.below(input.length + 1)
  const action = choice.oneIn(3) ? words.join(' ') : `{{ ${words.join(' ')} }}`
  return Buffer.concat([input.subarray(0, at), Buffer.from(action), input.subarray(at)])
}
