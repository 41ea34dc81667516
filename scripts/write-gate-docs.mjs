// Writes the tables of docs/gate.md and docs/gate.zh-CN.md out of the code of the gate.
import { readFileSync, writeFileSync } from 'node:fs'
import { withGateTables } from './gate-docs.mjs'

/** A built file of the gate, which has no public names. The types are checked before anything is built. @param {string} file */
const built = (file) => import(new URL(`../packages/gate/dist/${file}`, import.meta.url).href)
const { GATE_TEXTS } = await built('answers/texts.js')
const { CHECK_TEXTS } = await built('doctor/words.js')
const { GATE_ERRORS } = await built('errors.js')

const tables = { errors: GATE_ERRORS, texts: GATE_TEXTS, checks: CHECK_TEXTS }
for (const [language, name] of /** @type {const} */ ([
  ['en', 'gate.md'],
  ['zh', 'gate.zh-CN.md'],
])) {
  const file = new URL(`../docs/${name}`, import.meta.url)
  writeFileSync(file, withGateTables(readFileSync(file, 'utf8'), tables, language))
}
