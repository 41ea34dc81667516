/** What a manifest costs grows with its length and no faster. */
import { describe, expect, it } from 'vitest'
import { many, READERS } from './readers.ts'

/** Texts that were, or could be, read in quadratic time; each takes a count. */
const FAMILIES: Readonly<Record<string, (count: number) => string>> = {
  anchors: (n) => many(n, (i) => `k${i}: &a${i} v\n`),
  'anchors with an alias each': (n) =>
    many(n / 2, (i) => `k${i}: &a${i} v\n`) + many(n / 2, (i) => `l${i}: *a${i}\n`),
  'aliases of one anchor': (n) => `x: &x 1\n${many(n, (i) => `l${i}: *x\n`)}`,
  'aliases of no anchor': (n) => many(n, (i) => `l${i}: *x\n`),
  keys: (n) => many(n, (i) => `k${i}: v\n`),
  'keys in a flow': (n) => `a: {${many(n, (i) => `k${i}: 1, `)}}`,
  merges: (n) => `x: &x {a: 1}\n${many(n / 2, (i) => `k${i}: {<<: *x}\n`)}`,
  tags: (n) => many(n, (i) => `a${i}: !x v\n`),
  'open actions': (n) => '{{'.repeat(n * 4),
  'open actions on lines': (n) => '{{\n'.repeat(n * 2),
  'actions on one line': (n) => '{{.S}}'.repeat(n),
  'actions after spaces': (n) => ' '.repeat(n * 6) + '{{.S}}'.repeat(n / 2),
  'conditions on one line': (n) => '{{if 1}}'.repeat(n),
  'ends on one line': (n) => '{{end}}'.repeat(n),
  'comments without end': (n) => '{{/*'.repeat(n * 2),
  'comments without end on lines': (n) => '{{/*\n'.repeat(n * 2),
  'comments without braces': (n) => `${'{{/*\n'.repeat(n * 2)}*/`,
  'quotes without end': (n) => '{{ "a\n'.repeat(n),
  'backticks without end': (n) => '{{ `\n'.repeat(n),
  'trimmed actions': (n) => '{{.S -}}   {{- .S}}'.repeat(n / 2),
  'carriage returns': (n) => '\r'.repeat(n * 8),
  'lines of spaces': (n) => '          \n'.repeat(n),
}

/** Processor time of this process, in milliseconds; not what a clock says on a busy machine. */
function cost(work: () => unknown): number {
  const before = process.cpuUsage()
  try {
    work()
  } catch {
    // A refusal has its price too.
  }
  const { user, system: kernel } = process.cpuUsage(before)
  return (user + kernel) / 1000
}

const SMALL = 3000
const TIMES = 4
/** Milliseconds that say nothing, whatever their ratio. */
const NOTHING = 60

describe.each(Object.entries(READERS))('the %s', (_, read) => {
  it.each(Object.entries(FAMILIES))(
    'takes four times as long for four times as many %s',
    (__, make) => {
      const [small, large] = [make(SMALL), make(SMALL * TIMES)]
      let ratio = Number.POSITIVE_INFINITY
      // Linear is 4, quadratic 16. A collection of garbage may fall on either side, seldom always on one.
      for (let tries = 0; tries < 5 && ratio > 9; tries++) {
        const least = cost(() => read(small))
        const most = cost(() => read(large))
        ratio = Math.min(ratio, most < NOTHING ? 0 : most / Math.max(least, 1))
      }
      expect(ratio).toBeLessThanOrEqual(9)
    },
    120_000,
  )
})
