/**
 * The token that a scraper shows to read the metrics. Where a request comes from tells nothing of
 * who sent it: a proxy of this machine passes strangers on from a loopback address.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { type Environment, unusable } from 'catflap'

/** The variable that opens `/metrics` to whoever has its value. */
export const METRICS_TOKEN = 'CATFLAP_METRICS_TOKEN'

/** The least length of the token, in characters; a shorter one could be guessed. */
const TOKEN_LENGTH = 16

/**
 * Says of an Authorization header whether it holds the token, in a time that tells nothing of it;
 * or of the variable why nobody's does.
 */
export type MetricsToken =
  | { readonly isIn: (authorization: string | undefined) => boolean }
  | { readonly closed: string }

/** Reads the token; without one that can be used the metrics stay closed. */
export function readMetricsToken(environment: Environment): MetricsToken {
  const value = environment[METRICS_TOKEN]?.trim()
  const reason = unusable(value)
  if (value === undefined || reason !== undefined) return { closed: reason ?? 'not set' }
  if (value.length < TOKEN_LENGTH)
    return { closed: `a token of less than ${TOKEN_LENGTH} characters` }
  const wanted = hash(value)
  return {
    isIn(authorization) {
      const [, shown] = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? '') ?? []
      return shown !== undefined && timingSafeEqual(hash(shown), wanted)
    },
  }
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
