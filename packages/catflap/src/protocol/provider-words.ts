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
 * @param sent - secrets that the request carried, none of which may come back, encoded or not
 * @returns `undefined` when it says nothing
 */
export function providerWords(value: unknown, sent: readonly string[] = []): string | undefined {
  if (!isText(value) || !/[^ \t\r\n]/.test(value)) return undefined
  return shown(withoutSent(value, sent).replace(LIKE_A_SECRET, '…'))
}

/**
 * A text of an answer without the secrets that its request carried, encoded or not.
 *
 * @param text - from whoever answered, untrusted
 */
export function withoutSent(text: string, sent: readonly string[]): string {
  // None is in a text of fewer characters: an error's name is told without a pattern for each.
  const mayBeIn = ({ length }: string) => length >= 4 && length <= text.length
  // The longest first: what is left of one that another is a part of would tell the rest.
  const known = sent.filter(mayBeIn).toSorted((a, b) => b.length - a.length)
  return known.reduce((clean, secret) => clean.replace(likenesses(secret), '…'), text)
}

/** A text in small letters or capitals, each character as it is or as forms and addresses have it. */
function likenesses(text: string): RegExp {
  const characters = Array.from(text, (character) => {
    const octets = Array.from(Buffer.from(character), (octet) =>
      octet.toString(16).padStart(2, '0'),
    )
    const plain = `\\u{${character.codePointAt(0)?.toString(16)}}`
    return `(?:${plain}|%${octets.join('%')}${character === ' ' ? '|\\+' : ''})`
  })
  return new RegExp(characters.join(''), 'giu')
}
