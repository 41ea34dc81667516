/** docs/frameworks/contract.md says what the tests hold; a row that nobody tests is never told as held. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { contractDocs, DOCUMENTS } from '../contract/docs.ts'
import { cellOf, frameworks, type Held, readHeld, rowNumbers } from '../contract/held.ts'
import { NOT_APPLICABLE } from '../contract/table.ts'

const root = new URL('../../', import.meta.url)

it.each(DOCUMENTS)(
  'the contract in %s is the one that the tests have written',
  (language, file) => {
    expect(readFileSync(file, 'utf8')).toBe(contractDocs(readHeld(), language))
  },
)

it.each(frameworks)('of %s every row is held, or named as not applicable', (framework) => {
  const open = rowNumbers.filter((row) => cellOf(readHeld(), framework, row) === 'nobody tests it')
  expect(open).toEqual([])
})

it('names nothing as not applicable that a test holds', () => {
  const held = readHeld()
  const both = frameworks.flatMap((framework) =>
    Object.keys(NOT_APPLICABLE[framework] ?? {}).filter(
      (row) => cellOf(held, framework, Number(row) as never) !== 'not applicable',
    ),
  )
  expect(both).toEqual([])
})

it('names no file that is not there', () => {
  const gone = Object.keys(readHeld()).filter((file) => !existsSync(new URL(file, root)))
  expect(gone).toEqual([])
})

it('says of no row that every run holds it where a slow test alone does', () => {
  expect(Object.keys(readHeld()).filter((file) => file.endsWith('.slow.ts'))).toEqual([])
})

it('tells a row without a test as such, and one of another framework never', () => {
  const held: Held = { 'a.test.ts': { 'Koa 3': [1] }, 'test/opt-in/b.ts': { 'Koa 3': [2] } }
  expect(cellOf(held, 'Koa 3', 1)).toBe('held')
  expect(cellOf(held, 'Koa 3', 2)).toBe('held, opt-in')
  expect(cellOf(held, 'Koa 3', 3)).toBe('nobody tests it')
  expect(cellOf(held, 'Hono 4', 1)).toBe('nobody tests it')
  expect(contractDocs(held, 'en')).toContain('✗')
})
