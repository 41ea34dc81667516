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

  describe('excuses', () => {
    const name = 'age → 0'
    const survived = (line: number, column: number) => ({
      status: 'Survived',
      replacement: '0',
      location: at(line, column, column + 3),
    })
    const [first, second] = [survived(1, 13), survived(2, 15)]
    const counts = (mutants: readonly (typeof first & { static?: boolean })[], reasons: object) => {
      const score = scoreOf({ source, mutants }, { ...reasons })
      return [score.survivors.map(({ line }) => line), score.equivalent, score.stale]
    }

    it('as many mutants as a reason says, and tells when they are fewer', () => {
      const reason = 'nobody is seven'
      expect(counts([first, second], { [name]: { reason, mutants: 2 } })).toEqual([[], 2, []])
      expect(counts([first, second], { [name]: { reason, mutants: 3 } })).toEqual([[], 2, [name]])
    })

    it('none where another has its name, noticed or not, until a reason says on which line', () => {
      const reasons = { [name]: 'nobody is seven' }
      expect(counts([first, second], reasons)).toEqual([[1, 2], 0, [name]])
      expect(counts([{ ...first, status: 'Killed' }, second], reasons)).toEqual([[2], 0, [name]])
      const left = { ...first, status: 'Ignored', static: true }
      expect(counts([left, second], reasons)).toEqual([[2], 0, [name]])
      const prose = { ...first, status: 'Ignored' }
      expect(counts([prose, second], reasons)).toEqual([[], 1, []])

      const placed = `${name} in const young = age <= 7`
      expect(counts([first, second], { [placed]: 'nobody is young' })).toEqual([[1], 1, []])
      expect(counts([second], { [placed]: 'nobody is young' })).toEqual([[], 1, []])
      expect(counts([first], { [placed]: 'nobody is young' })).toEqual([[1], 0, [placed]])
      expect(counts([second, second], { [placed]: 'nobody is young' })).toEqual([[2], 1, []])
    })

    it('what was left out this time, without a count', () => {
      const left = { ...first, status: 'Ignored', static: true }
      expect(counts([left], { [name]: 'nobody is seven' })).toEqual([[], 0, []])
    })
  })

  it('names a change of several lines on one', () => {
    const location = { start: { line: 1, column: 7 }, end: { line: 2, column: 12 } }
    expect(nameOf(source, { location, replacement: '{\n}' })).toBe(
      'old = age > 7 const young → { }',
    )
  })
})
