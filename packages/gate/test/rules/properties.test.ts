/** What holds of any rules and any path: a way to read it more, or to write it otherwise, opens nothing. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '../../../../test/support/any-text.ts'
import { decide, judge, stricter } from '../../src/rules/decide.ts'
import { explain } from '../../src/rules/explain.ts'
import { checkTarget, hasOneReading, isPlain, readingsOf } from '../../src/rules/readings.ts'
import type { Judgement, Rules } from '../../src/rules/rule.ts'
import { rulesOf } from './corpus.ts'
import { isAsStrict } from './strictness.ts'

const RUNS = { numRuns: Number(process.env.CATFLAP_FUZZ_RUNS ?? 500) }
const LONG = 60_000 + RUNS.numRuns * 10

const NAMES = ['a', 'b', 'admin', 'Admin', 'x.y', 'ß', 'ΑΣ', 'i']
/** What a path is made of: names, and all that somebody cuts, merges, decodes or resolves. */
const PIECES = [
  ...[
    'a',
    'b',
    'admin',
    'ADMIN',
    'x.y',
    'y',
    'i',
    '/',
    '/',
    '/',
    '.',
    '..',
    '...',
    ';',
    ';b',
    ':80',
    ',',
    '+',
  ],
  ...[
    '\\',
    '#',
    '%2f',
    '%5C',
    '%2e',
    '%2E%2e',
    '%252f',
    '%252e',
    '%3b',
    '%3f',
    '%23',
    '%20',
    '%25',
    '%61',
  ],
  ...[
    '%2561',
    '%EF%BC%8F',
    '%E2%80%A5',
    '%EF%BD%81',
    '%C4%B1',
    '%C3%9F',
    '%CE%91%CE%A3',
    '%CF%82',
    '%EF%BC%85',
  ],
]

const path = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 9 })
  .map((pieces) => `/${pieces.join('')}`)

const pattern = fc
  .tuple(fc.boolean(), fc.array(fc.constantFrom(...NAMES, '*'), { minLength: 1, maxLength: 3 }))
  .map(([exact, names]) => `${exact ? '=' : ''}/${names.join('/')}`)

const rule = fc.record({
  path: pattern,
  kind: fc.constantFrom('public', 'signed-in', 'deny', 'one', 'two', 'both'),
  methods: fc.constantFrom(undefined, ['GET'], ['POST'], ['GET', 'HEAD']),
})

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  one: ['1'],
  two: ['2'],
  both: ['1', '2'],
}

/** Sets of rules; those that a configuration would be refused for are left out. */
const rules = (kinds: readonly string[]): fc.Arbitrary<Rules> =>
  fc
    .tuple(
      fc.array(
        rule.filter(({ kind }) => kinds.includes(kind)),
        { maxLength: 5 },
      ),
      fc.constantFrom('signed-in', 'deny', { groups: ['1', '2'] }),
    )
    .map(([list, otherwise]) => {
      try {
        const written = list.map(({ kind, methods, ...rest }) => ({
          ...rest,
          ...(methods && { methods }),
          ...(GROUPS[kind] ? { groups: GROUPS[kind] } : { [kind]: true }),
        }))
        return rulesOf(written, otherwise)
      } catch {
        return undefined
      }
    })
    .filter((parsed): parsed is Rules => parsed !== undefined)

const BARS = ['signed-in', 'deny', 'one', 'two', 'both']
const ALL = ['public', ...BARS]
const method = fc.constantFrom('GET', 'HEAD', 'POST')

/** Every byte of a path that may be written as an escape, so written. */
const escaped = (text: string, place: number, lower: boolean): string => {
  const code = text.charCodeAt(place).toString(16).padStart(2, '0')
  return `${text.slice(0, place)}%${lower ? code : code.toUpperCase()}${text.slice(place + 1)}`
}

describe('any rules, any path', () => {
  it(
    'another reading never loosens what is decided',
    () => {
      fc.assert(
        fc.property(rules(ALL), method, path, (set, verb, text) => {
          const readings = readingsOf(text)
          if (typeof readings === 'string') return
          const verdict = decide(set, verb, text)
          if (verdict.kind === 'invalid') return
          let sofar: Judgement | undefined
          for (const { text: reading } of readings) {
            const one = judge(set, verb, reading, isPlain(text))
            const next: Judgement = sofar === undefined ? one : stricter(sofar, one)
            if (sofar !== undefined) expect(isAsStrict(next, sofar)).toBe(true)
            expect(isAsStrict(next, one)).toBe(true)
            expect(isAsStrict(verdict, one)).toBe(true)
            sofar = next
          }
        }),
        RUNS,
      )
    },
    LONG,
  )

  it(
    'an escape in place of any byte never loosens it, nor one in place of an escape',
    () => {
      const written = fc.tuple(path, fc.nat(), fc.boolean(), fc.nat(2))
      fc.assert(
        fc.property(rules(ALL), method, written, (set, verb, [text, at, lower, again]) => {
          let other = escaped(text, 1 + (at % Math.max(1, text.length - 1)), lower)
          if (text.length === 1) return
          for (let i = 0; i < again; i++) other = other.replace('%', '%25')
          const before = decide(set, verb, text)
          // What is refused as it stands may be the name of something when it is escaped.
          if (before.kind === 'invalid') return
          expect([text, other, isAsStrict(decide(set, verb, other), before)]).toEqual([
            text,
            other,
            true,
          ])
        }),
        RUNS,
      )
    },
    LONG,
  )

  it(
    'another case of letters gets past no rule that denies',
    () => {
      fc.assert(
        fc.property(rules(BARS), method, path, (set, verb, text) => {
          const denying = { ...set, list: set.list.filter(({ access }) => access === 'deny') }
          for (const other of [text.toUpperCase(), text.toLowerCase()]) {
            const barred = decide(denying, verb, text)
            expect(isAsStrict(decide(denying, verb, other), barred)).toBe(true)
          }
        }),
        RUNS,
      )
    },
    LONG,
  )

  it(
    'a path that is said to have one reading has one, and is plain',
    () => {
      fc.assert(
        fc.property(path, (text) => {
          if (!hasOneReading(text) || checkTarget(text, text) !== undefined) return
          expect(readingsOf(text)).toHaveLength(1)
          expect(isPlain(text)).toBe(true)
        }),
        RUNS,
      )
    },
    LONG,
  )

  it(
    'the explanation is the decision, and names a reading that the rule covers',
    () => {
      fc.assert(
        fc.property(rules(ALL), method, path, (set, verb, text) => {
          const { verdict, decisive } = explain(set, verb, text)
          expect(verdict).toEqual(decide(set, verb, text))
          expect(decisive === undefined).toBe(verdict.kind === 'invalid')
        }),
        RUNS,
      )
    },
    LONG,
  )

  it(
    'no target whatever throws, and what is public begins with a path that a rule opens',
    () => {
      const set = rulesOf([{ path: '/public', public: true }])
      const target = fc.oneof(anyText(), path, fc.string())
      fc.assert(
        fc.property(target, (text) => {
          if (decide(set, 'GET', text).kind === 'public')
            expect(text).toMatch(/^\/public(?:$|[/?])/)
        }),
        RUNS,
      )
    },
    LONG,
  )
})
