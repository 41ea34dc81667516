/**
 * The headers of every answer. What the library's own pages set themselves is left alone.
 */

import type { LoginEnv } from 'catflap/hono'
import type { MiddlewareHandler } from 'hono'
import { BACK_SOURCE, SCRIPT_SOURCES } from './pages/script.ts'

const WITHOUT_SCRIPT = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** The policy of a page that one of our scripts makes more comfortable. */
export const SCRIPT_POLICY: string = `${WITHOUT_SCRIPT}; script-src ${SCRIPT_SOURCES}`

const POLICY = `${WITHOUT_SCRIPT}; script-src ${BACK_SOURCE}`

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'cross-origin-resource-policy': 'same-origin',
  // Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  vary: 'Accept, Accept-Language, Cookie, Sec-Fetch-Mode',
}

/** Completes the headers of an answer. */
export function secureHeaders(): MiddlewareHandler<LoginEnv> {
  return async function completeHeaders(c, next) {
    await next()
    for (const [name, value] of Object.entries(HEADERS)) {
      if (!c.res.headers.has(name)) c.header(name, value)
    }
  }
}
