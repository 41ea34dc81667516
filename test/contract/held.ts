/** held.json: which rows each test file was seen to hold. */
import { readFileSync, writeFileSync } from 'node:fs'
import { FRAMEWORKS, type Framework, NOT_APPLICABLE, ROWS, type Row } from './table.ts'

/** Rows by framework, by test file. */
export type Held = Readonly<Record<string, Readonly<Partial<Record<Framework, readonly Row[]>>>>>

const file = new URL('held.json', import.meta.url)

export const readHeld = (): Held => JSON.parse(readFileSync(file, 'utf8')) as Held

export const rowNumbers: readonly Row[] = Object.keys(ROWS).map(Number) as Row[]
export const frameworks = Object.keys(FRAMEWORKS) as readonly Framework[]

/** Files in order, one line per framework, so that changes can be read. Files that hold nothing go. */
export function writeHeld(held: Held): void {
  const files = Object.keys(held).filter((name) => Object.keys(held[name] ?? {}).length > 0)
  const lines = files.toSorted().map((name) => {
    const columns = Object.entries(held[name] ?? {}).map(
      ([framework, rows]) => `    ${JSON.stringify(framework)}: [${rows.join(', ')}]`,
    )
    return `  ${JSON.stringify(name)}: {\n${columns.join(',\n')}\n  }`
  })
  writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`)
}

/** Tests that are heavy, and run with a switch only. */
export const isOptIn = (name: string): boolean => name.startsWith('test/opt-in/')

/** What the table says of one row of one framework. */
export type Cell = 'held' | 'held, opt-in' | 'by its adapter' | 'not applicable' | 'nobody tests it'

export function cellOf(held: Held, framework: Framework, row: Row): Cell {
  const files = Object.keys(held).filter((name) => held[name]?.[framework]?.includes(row))
  if (files.some((name) => !isOptIn(name))) return 'held'
  if (files.length > 0) return 'held, opt-in'
  if (NOT_APPLICABLE[framework]?.[row] !== undefined) return 'not applicable'
  const { by }: { readonly by?: Framework } = FRAMEWORKS[framework]
  if (by !== undefined && cellOf(held, by, row) === 'held') return 'by its adapter'
  return 'nobody tests it'
}
