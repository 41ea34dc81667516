/** Bad answers that any endpoint can give. */
import { gzipSync } from 'node:zlib'
import { json, type Reply } from '../http/reply.ts'
import type { Members } from './fault.ts'

const PAGE = '<!doctype html><title>devbox</title><p>This is a page, not an answer.'

/** A JSON error with a status of 500 or more. */
export function failure(status: 500 | 503): () => Reply {
  const error = status === 503 ? 'temporarily_unavailable' : 'server_error'
  return () => json(status, { error })
}

/** No answer at all: the connection stays open. */
export function hang(): Reply {
  return { status: 0, headers: {}, body: '', manner: 'hang' }
}

/** Headers at once, then white space, one byte at a time, without end. */
export function drip(): Reply {
  return { ...json(200, {}), body: '', manner: 'drip' }
}

/** The connection is cut before a byte is sent. */
export function reset(): Reply {
  return { status: 0, headers: {}, body: '', manner: 'reset' }
}

/** Status 200, but a page. */
export function html(): Reply {
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: PAGE }
}

/** A redirect to a place where the request would succeed. */
export function elsewhere(status: 302 | 307, location: string): () => Reply {
  return () => ({ status, headers: { location }, body: '' })
}

/** Two mebibytes of padding in an otherwise good answer. */
export function oversized(value: Members): Members {
  return { ...value, padding: 'x'.repeat(2 * 1024 * 1024) }
}

/** A few hundred kilobytes that inflate to 320 MiB of white space. */
export function gzipBomb(): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: bomb(),
  }
}

/** Leaves members out of an answer. */
export function without(...names: readonly string[]): (value: Members) => Record<string, unknown> {
  return (value) =>
    Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
}

// Gzip members may follow one another: one that holds 16 MiB is made once and repeated.
const bomb = once(() => {
  const member = gzipSync(Buffer.alloc(16 * 1024 * 1024, ' '), { level: 9 })
  return Buffer.concat(Array.from({ length: 20 }, () => member))
})

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
