/** The table of SECURITY.md that says what holds each promise names what there is, and all of it; so does the Chinese one. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { RULES } from '../../packages/catflap/test/simulation/rules.ts'
import { CONFIGURATIONS } from '../../spec/configurations.mjs'
import { TARGETS } from '../fuzz/engine/files.mjs'
import { PARTS } from '../mutation/parts.mjs'
import { partOf, readScores } from '../mutation/records.mjs'

const root = new URL('../../', import.meta.url)

/** Names in backticks, by column, of each row below a heading. */
function rowsOf(page: string, heading: string): string[][][] {
  const text = readFileSync(new URL(page, root), 'utf8')
  const section = text.split(`\n${heading}\n`)[1]?.split(/\n##? /)[0] ?? ''
  const lines = section.split('\n').filter((line) => line.startsWith('| '))
  return lines.slice(2).map((line) => {
    const cells = line.slice(2, -2).split(' | ')
    return cells.slice(1).map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!))
  })
}

/** Parts of which every file was measured. */
const measured = Object.keys(PARTS).filter((name) => partOf(name, readScores()).never.length === 0)

const english = rowsOf('SECURITY.md', '### What holds it')

it.each([
  ['rules of histories', Object.keys(RULES)],
  ['configurations of the model', Object.keys(CONFIGURATIONS)],
  ['parts changed', measured],
  ['corpora', [...TARGETS]],
])('the promises name every one of the %s, and no other', (column, names) => {
  const columns = ['rules of histories', 'configurations of the model', 'parts changed', 'corpora']
  const named = new Set(english.flatMap((row) => row[columns.indexOf(column)]))
  expect([...named].filter((name) => !names.includes(name!))).toEqual([])
  expect(names.filter((name) => !named.has(name))).toEqual([])
})

it('each promise is held by something', () => {
  expect(english.length).toBeGreaterThan(10)
  expect(english.filter((row) => row.flat().length === 0)).toEqual([])
})

it('the Chinese table names the same', () => {
  expect(rowsOf('docs/operations.zh-CN.md', '### 什么保证哪项承诺')).toEqual(english)
})
