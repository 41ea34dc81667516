/**
 * Figures that a bench hands on to bench/all.mjs, which judges them and makes the tables of
 * docs/operations.md of them.
 */
import { TARGETS } from '../targets.mjs'
import { verdictOf } from './statistics.mjs'

/**
 * @typedef {object} Entry
 * @property {import('./statistics.mjs').Figure} figure - what is judged
 * @property {import('./statistics.mjs').Verdict} [verdict] - where there is a target
 * @property {Readonly<Record<string, number>>} beside - what else the table shows
 */

/** What figures were taken on. @typedef {{ readonly cores: number, readonly node: string, readonly load: number }} Taken */

/**
 * Hands a figure on, and says how it stands to its target.
 *
 * @param {string} id - as in bench/targets.mjs
 * @param {import('./statistics.mjs').Figure} figure
 * @param {{ readonly beside?: Readonly<Record<string, number>>, readonly holds?: boolean }} [more] -
 *   `holds` is false of a figure of which nothing can be said
 */
export function record(id, figure, { beside = {}, holds = true } = {}) {
  const target = TARGETS[id]
  const verdict = target && (holds ? verdictOf(figure, target) : 'no verdict')
  /** @type {Entry} */
  const entry = { figure, beside, ...(verdict && { verdict }) }
  process.send?.({ id, entry })
  if (target === undefined) return '–'
  const wanted = 'least' in target ? `≥ ${target.least}` : `≤ ${target.most}`
  return `${wanted}: ${verdict}`
}
