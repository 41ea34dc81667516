// Writes the tables of docs/gate.md and docs/gate.zh-CN.md out of the code of the gate.
import { readFileSync, writeFileSync } from 'node:fs'
import { GATE_TEXTS } from '../packages/gate/dist/answers/texts.js'
import { CHECK_TEXTS } from '../packages/gate/dist/doctor/words.js'
import { GATE_ERRORS } from '../packages/gate/dist/errors.js'
import { withGateTables } from './gate-docs.mjs'

const tables = { errors: GATE_ERRORS, texts: GATE_TEXTS, checks: CHECK_TEXTS }
for (const [language, name] of /** @type {const} */ ([
  ['en', 'gate.md'],
  ['zh', 'gate.zh-CN.md'],
])) {
  const file = new URL(`../docs/${name}`, import.meta.url)
  writeFileSync(file, withGateTables(readFileSync(file, 'utf8'), tables, language))
}
