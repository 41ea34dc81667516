// Writes docs/errors.md and docs/errors.zh-CN.md out of the tables in the code.
import { writeFileSync } from 'node:fs'
import { ERROR_TEXTS, ERRORS } from 'catflap'
import { errorDocs } from './error-docs.mjs'

const docs = new URL('../docs/', import.meta.url)
writeFileSync(new URL('errors.md', docs), errorDocs(ERRORS, ERROR_TEXTS, 'en'))
writeFileSync(new URL('errors.zh-CN.md', docs), errorDocs(ERRORS, ERROR_TEXTS, 'zh'))
