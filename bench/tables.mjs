/**
 * The tables of docs/operations.md and its Chinese twin, made of the figures that the benches have
 * handed on. The figures lie in figures.json, so that a test can tell whether the pages show them.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { authTable, memoryTable, proxyTable } from './gates/tables.mjs'
import { APPS, MUST, PEERS } from './support/rows.mjs'
import { shown, table, wanted } from './support/table.mjs'
import { WORDS } from './support/words.mjs'

/** @typedef {import('./support/record.mjs').Entry} Entry */
/** @typedef {ReadonlyMap<string, Entry>} Figures */
/** @typedef {import('./support/record.mjs').Taken} Taken */

const FIGURES = new URL('figures.json', import.meta.url)
export const PAGES = /** @type {const} */ ({
  en: new URL('../docs/operations.md', import.meta.url),
  zh: new URL('../docs/operations.zh-CN.md', import.meta.url),
})
const [BEGIN, END] = ['<!-- written by npm run bench -- --write -->', '<!-- until here -->']

/** @param {Figures} figures @param {import('./support/words.mjs').Words} words */
function pathTable(figures, words) {
  const names = /** @type {const} */ (['signed-in', 'anonymous', 'others-cookies', 'forged'])
  return table(
    words.path,
    names.flatMap((name) => {
      const id = /** @type {const} */ (`path/${name}`)
      const entry = figures.get(id)
      return entry === undefined ? [] : [[words[id], shown(entry), wanted(id, entry, words)]]
    }),
  )
}

/** @param {Figures} figures @param {import('./support/words.mjs').Words} words */
function guardTable(figures, words) {
  const pairs = Object.entries(APPS).flatMap(([id, name]) =>
    ['LMDB', 'Redis'].map((store) => ({ id, name, store })),
  )
  return table(
    words.guard,
    pairs.flatMap(({ id, name, store }) => {
      const [ratio, adds] = ['guard', 'adds'].map((what) => figures.get(`${what}/${id}/${store}`))
      if (ratio === undefined) return []
      const { guarded = 0, unguarded = 0, empty = 0, busy = 0, load = 0 } = ratio.beside
      return [
        [
          ...[name, store, guarded.toFixed(1), unguarded.toFixed(1)],
          ...[shown(adds), wanted(`adds/${id}/${store}`, adds, words)],
          id === 'node' ? words.none : empty.toFixed(1),
          ...[shown(ratio), wanted(`guard/${id}/${store}`, ratio, words)],
          ...[`${Math.round(busy * 100)} %`, load.toFixed(1)],
        ],
      ]
    }),
  )
}

const OTHER = /** @type {const} */ ([
  ...['scale/store', 'scale/login', 'scale/writes', 'scale/collected', 'scale/bytes'],
  ...['start/open', 'start/import'],
  ...['start/viewer', 'start/memory', 'start/live'],
  ...['suite/whole', 'suite/quick'],
])

/** @param {Figures} figures @param {import('./support/words.mjs').Words} words */
function otherTable(figures, words) {
  return table(
    words.other,
    OTHER.flatMap((id) => {
      const entry = figures.get(id)
      if (entry === undefined) return []
      const word = words[id]
      const what = typeof word === 'string' ? word : word(entry.beside.count ?? 0)
      return [[what, shown(entry, id.startsWith('scale/') ? 2 : 0), wanted(id, entry, words)]]
    }),
  )
}

/** @param {Figures} figures @param {import('./support/words.mjs').Words} words */
function peersTable(figures, words) {
  return table(
    words.request,
    Object.entries(PEERS).flatMap(([id, name]) => {
      const [request, login] = ['request', 'login'].map((what) => figures.get(`${what}/${id}`))
      if (request === undefined) return []
      const { cost = 0, rate = 0, login: milliseconds = 0 } = request.beside
      const own = id.startsWith('catflap')
      return [
        [
          ...[
            name,
            cost.toFixed(1),
            own ? '1' : shown(request),
            wanted(`request/${id}`, request, words),
          ],
          ...[Math.round(rate).toLocaleString('en'), milliseconds.toFixed(2)],
          ...[own ? '1' : shown(login), wanted(`login/${id}`, login, words)],
        ],
      ]
    }),
  )
}

/** @param {Figures} figures @param {import('./support/words.mjs').Words} words */
function processesTable(figures, words) {
  const entries = [...figures].filter(([id]) => id.startsWith('processes/'))
  return table(
    words.processes,
    entries.map(([id, entry]) => {
      const { count = 0, cost = 0, rate = 0, busy = 0, load = 0 } = entry.beside
      return [
        ...[id.split('/')[1] ?? '', String(count), cost.toFixed(1), shown(entry)],
        ...[Math.round(rate).toLocaleString('en'), `${Math.round(busy * 100)} %`, load.toFixed(1)],
      ]
    }),
  )
}

/** @param {Figures} figures @param {keyof typeof WORDS} language */
function mustTable(figures, language) {
  const words = WORDS[language]
  const rows = Object.entries(MUST).flatMap(([id, label]) => {
    const entries = ['LMDB', 'Redis'].map((store) => figures.get(`${id}/${store}`))
    const some = entries.find((entry) => entry !== undefined)
    if (some === undefined) return []
    const { wanted: bound = 0, times = 0 } = some.beside
    const cells = entries.map((entry) => {
      const { of = 0 } = entry?.beside ?? {}
      return entry === undefined
        ? words.none
        : `${entry.figure.median} / ${of.toLocaleString('en')}`
    })
    const holds = entries.every((entry) => entry === undefined || entry.verdict === 'met')
    return [[label[language](times), ...cells, `${bound}: ${words[holds ? 'met' : 'missed']}`]]
  })
  return table(words.must, rows)
}

/** @param {Figures} figures @param {Taken} taken @param {keyof typeof WORDS} language */
function tables(figures, taken, language) {
  const words = WORDS[language]
  const gates = [authTable, proxyTable, memoryTable]
  const makers = [pathTable, guardTable, peersTable, ...gates, processesTable, otherTable]
  const parts = makers.map((make) => make(figures, words))
  const loads = [...figures.values()].map(({ load }) => load)
  const said = words.taken({ ...taken, least: Math.min(...loads), most: Math.max(...loads) })
  return [said, ...parts, mustTable(figures, language)].filter((part) => part !== '').join('\n\n')
}

/** A page with the tables of some figures in it. @param {string} page @param {string} text */
function withTables(page, text) {
  const [begin, end] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)]
  if (begin < BEGIN.length || end < begin) throw new Error('a page has no place for the tables')
  return `${page.slice(0, begin)}\n\n${text}\n\n${page.slice(end)}`
}

/** What was kept last. @returns {{ readonly taken: Taken, readonly figures: Record<string, Entry> }} */
const kept = () => JSON.parse(readFileSync(FIGURES, 'utf8'))

/** What a page should be, with the figures that are kept. @param {keyof typeof PAGES} language */
export function expectedPage(language) {
  const { taken, figures } = kept()
  const text = tables(new Map(Object.entries(figures)), taken, language)
  return withTables(readFileSync(PAGES[language], 'utf8'), text)
}

/** Keeps figures, beside those of other benches, and writes the pages. @param {Figures} figures @param {Taken} taken */
export function keepFigures(figures, taken) {
  const all = { ...kept().figures, ...Object.fromEntries(figures) }
  writeFileSync(FIGURES, `${JSON.stringify({ taken, figures: all }, roundedValue, 2)}\n`)
  for (const language of /** @type {const} */ (['en', 'zh'])) {
    writeFileSync(PAGES[language], expectedPage(language))
  }
}

/** @param {string} _ @param {unknown} value */
const roundedValue = (_, value) =>
  typeof value === 'number' ? Number(value.toPrecision(5)) : value

/** @param {Figures} figures @param {Taken} taken */
export function printTables(figures, taken) {
  for (const language of /** @type {const} */ (['en', 'zh'])) {
    console.log(`\n${tables(figures, taken, language)}`)
  }
}
