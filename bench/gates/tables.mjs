/** The gates' tables of docs/operations.md. */
import { GATES } from '../support/rows.mjs'
import { shown, table, wanted } from '../support/table.mjs'

/** @typedef {ReadonlyMap<string, import('../support/record.mjs').Entry>} Figures */
/** @typedef {import('../support/words.mjs').Words} Words */

const whole = (/** @type {number} */ value) => Math.round(value).toLocaleString('en')

/** How fast, how busy and beside what load. @param {import('../support/record.mjs').Entry} entry */
const rates = ({ beside: { rate = 0, busy = 0 }, load }) => [
  ...[whole(rate), `${Math.round(busy * 100)} %`, load.toFixed(1)],
]

/** @param {Figures} figures @param {Words} words */
export function authTable(figures, words) {
  return table(
    words['gate-auth'],
    Object.entries(GATES).flatMap(([gate, [name, store]]) => {
      const id = `gate-auth/${gate}`
      const entry = figures.get(id)
      if (entry === undefined) return []
      const { cost = 0 } = entry.beside
      const times = gate.startsWith('catflap') ? '1' : shown(entry)
      return [
        [
          name,
          words.stores[store],
          cost.toFixed(1),
          times,
          wanted(id, entry, words),
          ...rates(entry),
        ],
      ]
    }),
  )
}

/** @param {Figures} figures @param {Words} words */
export function proxyTable(figures, words) {
  const sides = Object.entries({ plain: /** @type {const} */ ([words.plain, 'none']), ...GATES })
  return table(
    words['gate-proxy'],
    sides.flatMap(([gate, [name, store]]) => {
      const id = `gate-proxy/${gate}`
      const entry = figures.get(id)
      if (entry === undefined) return []
      const [half, most] = ['gate-p50', 'gate-p99'].map((what) => figures.get(`${what}/${gate}`))
      const { cost = 0 } = entry.beside
      return [
        [
          ...[name, words.stores[store], cost.toFixed(1)],
          ...[gate === 'plain' ? '1' : shown(entry), wanted(id, entry, words)],
          ...[shown(half), shown(most), ...rates(entry)],
        ],
      ]
    }),
  )
}

/** @param {Figures} figures @param {Words} words */
export function memoryTable(figures, words) {
  return table(
    words['gate-memory'],
    Object.entries(GATES).flatMap(([gate, [name, store]]) => {
      const entry = figures.get(`gate-memory/${gate}`)
      if (entry === undefined) return []
      const { idle = 0 } = entry.beside
      return [[name, words.stores[store], idle.toFixed(0), entry.figure.median.toFixed(0)]]
    }),
  )
}
