// Writes docs/errors.md and docs/errors.zh-CN.md out of the tables in the code.
import { writeFileSync } from 'node:fs'
import { ERROR_TEXTS, ERRORS } from 'catflap'
import { errorDocs } from './error-docs.mjs'

for (const [language, file] of [
  ['en', 'docs/errors.md'],
  ['zh', 'docs/errors.zh-CN.md'],
]) {
  writeFileSync(new URL(`../${file}`, import.meta.url), errorDocs(ERRORS, ERROR_TEXTS, language))
}
