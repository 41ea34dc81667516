/**
 * The devbox beside a real Dex, request by request. Runs with CATFLAP_DEX=1, since it builds Dex with Go;
 * CATFLAP_DEX=write writes down what was seen: read what changes before you commit it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compare, type Difference, type Shape } from './dex/compare.ts'
import { KNOWN } from './dex/known.ts'
import { buildDex, type DexProgram } from './dex/processes.ts'
import {
  buildLists,
  expectedOf,
  linesOf,
  type Recorded,
  readRecord,
  sortOut,
  writeRecord,
} from './dex/record.ts'
import { TABLE } from './dex/table/index.ts'

const SHAPES: readonly Shape[] = ['2.45', 'next']
let program: DexProgram
const answers = { '2.45': 0, next: 0 }
const seen: Record<string, Recorded[string]> = {}
const unexplained: Difference[] = []
beforeAll(async () => {
  program = buildDex()
  for (const shape of SHAPES) {
    const outcome = await compare(program, shape)
    const sorted = sortOut(shape, outcome.differences)
    answers[shape] = outcome.answers
    unexplained.push(...sorted.unexplained)
    Object.assign(seen, sorted.seen)
  }
  if (process.env.CATFLAP_DEX === 'write') writeRecord(seen, buildLists(answers))
}, 900_000)
afterAll(() => program?.remove())

describe('the table', () => {
  it('has a title of its own for each row', () => {
    const titles = TABLE.map(({ title }) => title)
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([])
  })

  it('names each reason once', () => {
    const names = KNOWN.map(({ id }) => id)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('the devbox beside the real Dex', () => {
  it('differs nowhere without a reason', () => {
    expect(unexplained.slice(0, 20)).toEqual([])
  })

  it('differs for each reason that is known', () => {
    expect(Object.keys(seen).sort()).toEqual(SHAPES.flatMap(expectedOf).sort())
  })

  it('differs where it was seen to differ, and nowhere else', () => {
    expect(linesOf(seen)).toBe(readRecord().seen)
  })

  it('is told in both READMEs as it was seen', () => {
    expect(readRecord().lists).toEqual(buildLists(answers))
  })
})
