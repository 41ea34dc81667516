/**
 * Figures that a bench hands on to bench/all.mjs, which judges them and makes the tables of
 * docs/operations.md of them.
 */
import { loadavg } from 'node:os'
import { TARGETS } from '../targets.mjs'
import { MUST } from './rows.mjs'
import { verdictOf } from './statistics.mjs'

/**
 * @typedef {object} Entry
 * @property {import('./statistics.mjs').Figure} figure - what is judged
 * @property {import('./statistics.mjs').Verdict} [verdict] - where there is a target
 * @property {Readonly<Record<string, number>>} beside - what else the table shows
 * @property {number} load - the load average when it was taken
 */

/** What figures were taken on. @typedef {{ readonly cores: number, readonly node: string }} Taken */

const load = () => loadavg()[0] ?? 0

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
  const entry = { figure, beside, load: load(), ...(verdict && { verdict }) }
  process.send?.({ id, entry })
  if (target === undefined) return '–'
  const wanted = 'least' in target ? `≥ ${target.least}` : `≤ ${target.most}`
  return `${wanted}: ${verdict}`
}

/**
 * Hands on and prints a count that must be what is wanted; the process will end with 1 where it is not.
 *
 * @param {keyof typeof MUST} id
 * @param {string} store - where the sessions lie
 * @param {{ readonly seen: number, readonly wanted?: number, readonly of: number, readonly times: number }} count -
 *   how many were seen, of how many, in a bench that did its worst so many times
 */
export function must(id, store, { seen, wanted = 0, of, times }) {
  const holds = seen === wanted
  if (!holds) process.exitCode = 1
  const label = `${store}: ${MUST[id].en(times)}`
  console.log(`  ${holds ? 'ok    ' : 'MISSED'}  ${label}: ${seen} of ${of} (must be ${wanted})`)
  const figure = { median: seen, low: seen, high: seen }
  /** @type {Entry} */
  const entry = {
    figure,
    verdict: holds ? 'met' : 'missed',
    beside: { wanted, of, times },
    load: load(),
  }
  process.send?.({ id: `${id}/${store}`, entry })
}
