// Writes docs/errors.md and docs/errors.zh-CN.md out of the tables in the code.
import { writeFileSync } from 'node:fs'
import { ERROR_TEXTS, ERRORS, STORE_TEXTS, textElsewhere } from 'catflap'
import { FAULTS } from 'catflap-devbox'
import { OUTCOMES } from '../test/integration/outcomes.mjs'
import { errorDocs } from './error-docs.mjs'

const docs = new URL('../docs/', import.meta.url)
const tables = {
  errors: ERRORS,
  texts: ERROR_TEXTS,
  elsewhere: textElsewhere,
  reasons: STORE_TEXTS,
  faults: FAULTS,
  outcomes: OUTCOMES,
}
writeFileSync(new URL('errors.md', docs), errorDocs(tables, 'en'))
writeFileSync(new URL('errors.zh-CN.md', docs), errorDocs(tables, 'zh'))
