/**
 * What the box answers: a plain value, so that a fault can alter it before it is sent.
 *
 * Nothing here touches a socket; `send.ts` does.
 */

import { STATUS_CODES } from 'node:http'
import { escapeHtml, writeJson } from './go.ts'

/** Headers of a reply; several values become several header lines. */
export type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>

/** How the bytes leave: at once, never, one by one, or not at all because the socket is cut. */
export type Manner = 'whole' | 'hang' | 'drip' | 'reset'

/** One HTTP response, before it is sent. */
export interface Reply {
  readonly status: number
  readonly headers: ReplyHeaders
  readonly body: string | Buffer
  /** `whole` when absent. */
  readonly manner?: Manner
}

const NO_STORE: ReplyHeaders = { 'cache-control': 'no-store', pragma: 'no-cache' }

/** Makes a JSON reply. */
export function json(status: number, value: unknown, headers: ReplyHeaders = {}): Reply {
  const body = writeJson(value)
  return { status, headers: { 'content-type': 'application/json', ...headers }, body }
}

/** Makes a JSON reply that no cache may keep: tokens, and what is known about one. */
export function privateJson(status: number, value: unknown): Reply {
  return json(status, value, NO_STORE)
}

/** Makes the error object of RFC 6749, section 5.2; an empty description is left out. */
export function oauthError(
  status: number,
  error: string,
  description = '',
  headers: ReplyHeaders = {},
): Reply {
  const value = description === '' ? { error } : { error, error_description: description }
  return json(status, value, headers)
}

/** Makes a plain text reply. */
export function text(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}

/** Makes the reply to an address that nobody answers. */
export function notFound(): Reply {
  const reply = text(404, '404 page not found\n')
  return { ...reply, headers: { ...reply.headers, 'x-content-type-options': 'nosniff' } }
}

/** Makes a redirect. Between its own pages the provider names only the path, like Dex. */
export function redirect(status: 302 | 303 | 307, location: string, cookie?: string): Reply {
  const headers = cookie === undefined ? { location } : { location, 'set-cookie': cookie }
  return { status, headers, body: '' }
}

/** Gives a redirect the link that `http.Redirect` writes: to GET whole, to HEAD its type alone. */
export function withLink(reply: Reply, method: string): Reply {
  const { location } = reply.headers
  if (typeof location !== 'string' || reply.status < 300 || reply.status > 399) return reply
  if (method !== 'GET' && method !== 'HEAD') return reply
  const headers = { ...reply.headers, 'content-type': 'text/html; charset=utf-8' }
  const link = `<a href="${escapeHtml(location)}">${STATUS_CODES[reply.status]}</a>.\n\n`
  return { ...reply, headers, body: method === 'GET' ? link : '' }
}

/** Makes a JSON reply with the two-space indent of Dex's public documents. */
export function indentedJson(value: unknown, headers: ReplyHeaders = {}): Reply {
  return { ...json(200, value, headers), body: writeJson(value, 2) }
}
