/** What docs/operations.md says of mutants, and how they are counted. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PAGES, pageOf, ROOT, readEquivalent, readScores } from '../mutation/records.mjs'
import { mutantsOf, nameOf, percentOf, scoreOf } from '../mutation/score.mjs'

it.each(['en', 'zh'] as const)(
  'the page of operations in %s shows what was measured',
  (language) => {
    const withoutDates = (page: string) =>
      page.replace(/ \(\d+ files? changed since\)|（此后.*?）/g, '')
    const page = readFileSync(PAGES[language], 'utf8')
    expect(withoutDates(page)).toBe(withoutDates(pageOf(language)))
  },
)

it('each file that was measured, or has equivalents, is there', () => {
  const files = [...Object.keys(readScores()), ...Object.keys(readEquivalent())]
  expect(files.filter((file) => !existsSync(ROOT + file))).toEqual([])
})

it('no file has more equivalents than there are reasons', () => {
  const reasons = readEquivalent()
  const excused = (file: string) =>
    Object.values(reasons[file] ?? {}).reduce((sum, reason) => sum + mutantsOf(reason), 0)
  const scores = Object.entries(readScores())
  expect(scores.filter(([file, { equivalent }]) => equivalent > excused(file))).toEqual([])
})

describe('a score', () => {
  const source = 'const old = age > 7\nconst young = age <= 7\n'
  const at = (line: number, start: number, end: number) => ({
    start: { line, column: start },
    end: { line, column: end },
  })
  const mutants = [
    { status: 'Killed', replacement: 'true', location: at(1, 13, 20) },
    { status: 'Timeout', replacement: 'false', location: at(1, 13, 20) },
    { status: 'Survived', replacement: 'age >= 7', location: at(1, 13, 20) },
    { status: 'NoCoverage', replacement: 'true', location: at(2, 15, 23) },
    { status: 'Ignored', replacement: '""', location: at(2, 1, 2) },
    { status: 'RuntimeError', replacement: 'false', location: at(2, 15, 23) },
    { status: 'Ignored', static: true, replacement: 'false', location: at(2, 15, 23) },
    { status: 'Killed', static: true, replacement: 'false', location: at(1, 1, 2) },
  ]

  it('counts whoever was noticed, and names whoever was not', () => {
    const { survivors, late, stale, ...score } = scoreOf({ source, mutants }, {})
    expect(score).toEqual({
      killed: 2,
      timeout: 1,
      survived: 1,
      uncovered: 1,
      unasked: 1,
      equivalent: 0,
      prose: 1,
      tables: 1,
    })
    expect(percentOf(score)).toBe(60)
    expect(survivors).toEqual([
      { name: 'age > 7 → age >= 7', line: 1 },
      { name: 'age <= 7 → true', line: 2 },
    ])
    expect(late).toEqual([{ name: 'age > 7 → false', line: 1 }])
    expect(stale).toEqual([])
  })

  it('counts equivalents apart, and tells of reasons that nothing needs', () => {
    const reasons = { 'age > 7 → age >= 7': 'nobody is seven', 'age > 7 → true': 'noticed' }
    const score = scoreOf({ source, mutants }, reasons)
    expect([score.survived, score.equivalent, score.stale]).toEqual([0, 1, ['age > 7 → true']])
    expect(percentOf(score)).toBe(75)
  })

  it('excuses as many mutants as a reason says, and tells when they are fewer', () => {
    const name = 'age > 7 → age >= 7'
    const [, , survived] = mutants
    const twice = { source, mutants: [survived!, survived!] }
    const one = scoreOf(twice, { [name]: 'nobody is seven' })
    expect([one.survived, one.equivalent, one.stale]).toEqual([1, 1, []])
    expect(one.survivors).toEqual([{ name, line: 1 }])
    const two = scoreOf(twice, { [name]: { reason: 'nobody is seven', mutants: 2 } })
    expect([two.survived, two.equivalent, two.stale]).toEqual([0, 2, []])
    const three = scoreOf(twice, { [name]: { reason: 'nobody is seven', mutants: 3 } })
    expect([three.survived, three.equivalent, three.stale]).toEqual([0, 2, [name]])
  })

  it('names a change of several lines on one', () => {
    const location = { start: { line: 1, column: 7 }, end: { line: 2, column: 12 } }
    expect(nameOf(source, { location, replacement: '{\n}' })).toBe(
      'old = age > 7 const young → { }',
    )
  })
})
