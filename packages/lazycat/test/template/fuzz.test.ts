import { renderTemplate, TemplateError } from 'catflap-lazycat/template'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyText } from '../../../../test/support/any-text.ts'
import { FUNCTIONS } from '../../src/template/functions.ts'
import { INPUT } from './fixture.ts'

const seed = Number(process.env.FC_SEED ?? Date.now() % 2_147_483_647)
console.info(`template: FC_SEED=${seed}`)

const WORDS = [
  ...Object.keys(FUNCTIONS),
  ...['if', 'else', 'end', 'range', 'with', 'break', 'continue', 'and', 'or', 'nil', 'true'],
  ...['.', '.U', '.U.target', '.S.BoxName', '$', '$x', '$x :=', '$x =', '$i, $x :=', '|', '(', ')'],
  ...['"a"', '`b`', "'c'", '0', '7', '-1', '1.5', '99999', 'list 1 2', 'dict "a" 1', '.U.missing'],
  ...['{{', '}}', '{{-', '-}}', '{{/*', '*/}}', '"', '`', '\\', '\n', '%999d', '%v'],
]

/** Renders a text that may be anything. @returns what came out: a text, or a TemplateError. */
function outcome(source: string): unknown {
  // Processor time, in microseconds: the clock also counts what else the machine does.
  const before = process.cpuUsage()
  try {
    return renderTemplate(source, INPUT)
  } catch (error) {
    return error
  } finally {
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000)
  }
}

const word = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: anyText({ maxLength: 4 }) },
)
const action = fc.array(word, { maxLength: 6 }).map((words) => `{{ ${words.join(' ')} }}`)

it.each([
  ['words in any order', fc.array(word, { maxLength: 20 }).map((words) => words.join(' '))],
  ['actions in any order', fc.array(action, { maxLength: 8 }).map((actions) => actions.join(''))],
  ['any text', anyText({ maxLength: 200 }).map((text) => `{{${text}`)],
])('a template of %s is rendered or refused with a place, and soon', (_, arbitrary) => {
  const seen = { rendered: 0, refused: 0 }
  fc.assert(
    fc.property(arbitrary, (source) => {
      const result = outcome(source)
      if (typeof result === 'string') seen.rendered++
      else {
        seen.refused++
        expect(result).toBeInstanceOf(TemplateError)
        const { line, column, text } = result as TemplateError
        expect(line >= 1 && column >= 1 && text.zh !== '').toBe(true)
      }
    }),
    { seed, numRuns: 3000 },
  )
  expect(seen.refused).toBeGreaterThan(100)
})
