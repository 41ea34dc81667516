/** The whole table. */
import { AUTHORIZATION_ROWS } from './authorization.ts'
import { EXCHANGE_ROWS } from './exchange.ts'
import { LOGIN_ROWS } from './login.ts'
import { METHOD_ROWS } from './methods.ts'
import { READING_ROWS } from './reading.ts'
import { REFRESH_ROWS } from './refresh.ts'
import type { Row } from './row.ts'
import { SESSION_ROWS } from './sessions.ts'
import { TOKEN_ROWS } from './token.ts'

export const TABLE: readonly Row[] = [
  ...METHOD_ROWS,
  ...AUTHORIZATION_ROWS,
  ...LOGIN_ROWS,
  ...TOKEN_ROWS,
  ...EXCHANGE_ROWS,
  ...READING_ROWS,
  ...REFRESH_ROWS,
  ...SESSION_ROWS,
]
