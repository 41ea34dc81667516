// What was measured last of each file, and the tables of docs/operations.md made of it.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesIn } from './measure.mjs'
import { PARTS, WANTED } from './parts.mjs'
import { percentOf, sumOf } from './score.mjs'

/** @typedef {import('./score.mjs').Score} Score */
/** @typedef {Score & { readonly hash: string, readonly date: string }} Entry */
/** @typedef {Readonly<Record<string, Entry>>} Entries */

export const ROOT = new URL('../../', import.meta.url).pathname
const SCORES = new URL('scores.json', import.meta.url)
const EQUIVALENT = new URL('equivalent.json', import.meta.url)
export const PAGES = /** @type {const} */ ({
  en: new URL('../../docs/operations.md', import.meta.url),
  zh: new URL('../../docs/operations.zh-CN.md', import.meta.url),
})
const [BEGIN, END] = ['<!-- written by npm run mutation -->', '<!-- mutants until here -->']
const HEADS = /** @type {const} */ ({
  en: [
    'part',
    'noticed, %',
    'mutants',
    'survived',
    'equivalent',
    'tables left out',
    'files',
    'measured',
  ],
  zh: ['部分', '被发现（%）', '变异数', '存活', '等价', '未问的表', '文件', '测量日期'],
})
const SINCE = /** @type {const} */ ({
  en: (/** @type {number} */ count) =>
    ` (${count} ${count === 1 ? 'file' : 'files'} changed since)`,
  zh: (/** @type {number} */ count) => `（此后 ${count} 个文件有改动）`,
})

const OF = /** @type {const} */ ({
  en: (/** @type {number} */ some, /** @type {number} */ all) => `${some} of ${all}`,
  zh: (/** @type {number} */ some, /** @type {number} */ all) => `${all} 个中的 ${some} 个`,
})

/** @returns {Entries} by the file's path */
export const readScores = () => JSON.parse(readFileSync(SCORES, 'utf8'))
/** Reasons by file and by the mutant's name. @returns {Readonly<Record<string, Readonly<Record<string, import('./score.mjs').Reason>>>>} */
export const readEquivalent = () => JSON.parse(readFileSync(EQUIVALENT, 'utf8'))

/** @param {Entries} entries */
export const writeScores = (entries) =>
  writeFileSync(
    SCORES,
    `${JSON.stringify(Object.fromEntries(Object.entries(entries).sort()), null, 2)}\n`,
  )

/** Of a source as it is now. @param {string} file @param {string} [root] */
export const hashOf = (file, root = ROOT) => hashOfText(readFileSync(join(root, file)))

/** @param {string | Uint8Array} text */
export const hashOfText = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** The source files of a part; declarations have nothing to change. @param {string} name */
export const sourcesOf = (name) => filesIn(ROOT, PARTS[name]?.sources ?? [], /(?<!\.d)\.ts$/)

/** What a part has come to. @param {string} name @param {Entries} entries */
export function partOf(name, entries) {
  const all = sourcesOf(name)
  const measured = all.flatMap((file) => entries[file] ?? [])
  const sum = sumOf(measured)
  return {
    ...sum,
    percent: percentOf(sum),
    wanted: PARTS[name]?.wanted ?? WANTED,
    changed: all.filter((file) => file in entries && entries[file]?.hash !== hashOf(file)),
    never: all.filter((file) => !(file in entries)),
    date: measured.map(({ date }) => date).sort()[0],
  }
}

/** @param {keyof typeof PAGES} language @param {Entries} entries */
export function tableOf(language, entries) {
  const rows = Object.keys(PARTS).map((name) => {
    const part = partOf(name, entries)
    if (part.date === undefined) return [name, ...Array(7).fill('–')]
    const { killed, timeout, survived, uncovered, equivalent, tables, changed, never } = part
    const left = survived + uncovered
    const counts = [killed + timeout + left, left, equivalent, tables].map(String)
    const since = changed.length === 0 ? '' : SINCE[language](changed.length)
    const all = sourcesOf(name).length
    const files = never.length === 0 ? String(all) : OF[language](all - never.length, all)
    return [name, part.percent.toFixed(1), ...counts, files, part.date + since]
  })
  const head = HEADS[language]
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** A page with the table in it. @param {keyof typeof PAGES} language */
export function pageOf(language) {
  const page = readFileSync(PAGES[language], 'utf8')
  const [begin, end] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)]
  if (begin < BEGIN.length || end < begin) throw new Error('a page has no place for the table')
  return `${page.slice(0, begin)}\n\n${tableOf(language, readScores())}\n\n${page.slice(end)}`
}

export function writePages() {
  for (const language of /** @type {const} */ (['en', 'zh'])) {
    writeFileSync(PAGES[language], pageOf(language))
  }
}
