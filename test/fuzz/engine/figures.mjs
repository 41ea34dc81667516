/** What the last look with each target has shown, kept in `figures.json` and written into docs/operations.md. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {{ executions: number, minutes: number, rate: number, arms: number, covered: number, inputs: number, findings: number, date: string }} Row */

const ROOT = join(import.meta.dirname, '..', '..', '..')
const FIGURES = join(ROOT, 'test', 'fuzz', 'figures.json')
const [BEGIN, END] = ['<!-- written by npm run fuzz -->', '<!-- fuzzing until here -->']

/** @type {Readonly<Record<string, readonly string[]>>} */
const HEADS = {
  'docs/operations.md': [
    ...['target', 'executions', 'minutes', 'a second', 'arms run', 'arms'],
    ...['inputs kept', 'findings', 'date'],
  ],
  'docs/operations.zh-CN.md': [
    ...['目标', '执行次数', '分钟', '每秒', '执行过的分支', '分支'],
    ...['保留的输入', '发现', '日期'],
  ],
}

/** @returns {Record<string, Row>} */
const readFigures = () => JSON.parse(readFileSync(FIGURES, 'utf8'))

/**
 * Keeps the figures of one target, and writes the tables anew.
 *
 * @param {string} name
 * @param {Row} row
 */
export function record(name, row) {
  const figures = { ...readFigures(), [name]: row }
  const sorted = Object.fromEntries(Object.entries(figures).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(FIGURES, `${JSON.stringify(sorted, null, 2)}\n`)
  for (const file of Object.keys(HEADS)) {
    const text = readFileSync(join(ROOT, file), 'utf8')
    writeFileSync(join(ROOT, file), written(text, file, sorted))
  }
}

/**
 * A page with the table of these figures.
 *
 * @param {string} text
 * @param {string} file - of {@link HEADS}
 * @param {Readonly<Record<string, Row>>} [figures]
 */
export function written(text, file, figures = readFigures()) {
  const rows = Object.entries(figures).map(([name, row]) => [
    name,
    row.executions.toLocaleString('en'),
    row.minutes,
    row.rate.toLocaleString('en'),
    ...[row.covered, row.arms, row.inputs, row.findings, row.date],
  ])
  const head = HEADS[file] ?? []
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from === -1 || to === -1) throw new Error(`${file} has no place for the figures`)
  return `${text.slice(0, from)}${BEGIN}\n\n${lines.join('\n')}\n\n${text.slice(to)}`
}
