/** A table of docs/operations.md, and what stands in its cells. */
import { TARGETS } from '../targets.mjs'

/** The middle, and in brackets the quartiles. @param {import('./record.mjs').Entry | undefined} entry */
export function shown(entry, digits = 2) {
  if (entry === undefined) return '–'
  const [median, low, high] = ['median', 'low', 'high'].map((name) =>
    entry.figure[/** @type {'median'} */ (name)].toFixed(digits),
  )
  return `${median} (${low}–${high})`
}

/** The target and the verdict. @param {string} id @param {import('./record.mjs').Entry | undefined} entry @param {import('./words.mjs').Words} words */
export function wanted(id, entry, words) {
  const target = TARGETS[id]
  if (target === undefined) return words.none
  const bound = 'least' in target ? `≥ ${target.least}` : `≤ ${target.most}`
  return entry?.verdict === undefined ? bound : `${bound}: ${words[entry.verdict]}`
}

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
export const table = (head, rows) =>
  rows.length === 0
    ? ''
    : [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
