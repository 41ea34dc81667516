/**
 * What a provider says of a failure in its own words (RFC 6749, sections 4.1.2.1 and 5.2).
 */
import { shown } from '../errors.ts'
import { isText } from './claims.ts'

/** Runs of letters as tokens, codes and secrets have them; no word of any language is so long. */
const LIKE_A_SECRET = /[\w+=~-]{24,}/g

/**
 * Makes an `error_description` fit to be shown: one line, at most 200 characters, without what looks like
 * a token. It stays what somebody else says: whoever shows it says who.
 *
 * @param value - from the provider, untrusted
 * @param sent - what the request carried, none of which may come back
 * @returns `undefined` when it says nothing
 */
export function providerWords(value: unknown, sent: readonly string[] = []): string | undefined {
  if (!isText(value) || value.trim() === '') return undefined
  const known = sent.filter((text) => text.length >= 4)
  const clean = known.reduce((text, secret) => text.replaceAll(secret, '…'), value)
  return shown(clean.replace(LIKE_A_SECRET, '…'))
}
