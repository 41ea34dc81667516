/**
 * Users and their passwords before an `@` and without a scheme, as for a proxy or in a DSN of Go.
 * Takes the bytes of a text and tells where the passwords are.
 *
 * A password is as long as it likes and may hold all but blanks: it ends at the last `@` before one.
 * What is looked for comes in the order of the text, so that nothing is looked for twice.
 */
import type { Span } from './reading.ts'

/** One may be an address of mail; with digits behind it, that is a host of a list and its port. */
const USER = /(?<![\w.%+~@:/-])[\w.%+~-]+(?:@[\w.-]+:(?!\d{1,5}[,;?#])|:)(?!\/\/)/g
/** What is no user: schemes of addresses that have no password, and git's of all its hosts. */
const NO_USER =
  /^(?:(?:mailto|sips?|xmpp|acct|npm|jsr|pkg|workspace|patch|file|link|portal|git|gist|github|gitlab|bitbucket):|git@)/i

/** The end of a password: before a host, a DSN of Go, or the name of a database, not before a digest. */
const END = /@(?=[\w[(/\x80-\xff])(?!sha\d{3}:)/g
/** Digits and a slash are a port, unless a host comes as only Go writes it. */
const PORT = /\d{1,5}\//y
const GO = /@\w*[(]/g

/** Every password of a user. */
export function usersIn(text: string): readonly Span[] {
  const ends = [...text.matchAll(END)].map(({ index }) => index)
  const [blank, go] = [nextOf(text, /[ \t\r\n]/g), nextOf(text, GO)]
  const spans: Span[] = []
  let next = 0
  const quotes = new Map(
    ['"', "'", '`'].map((quote) => [
      quote,
      // Escaped, or before anything but the marks of JSON and shells, it closes nothing.
      nextOf(text, new RegExp(`(?<!\\\\)${quote}(?=[,:;}\\])\\s]|$)`, 'g')),
    ]),
  )
  for (const { 0: user, index } of text.matchAll(USER)) {
    if (NO_USER.test(user)) continue
    const from = index + user.length
    const closing = quotes.get(text[index - 1] ?? '') ?? blank
    const limit = Math.min(blank(from), closing(from))
    PORT.lastIndex = from
    if (PORT.test(text) && go(from) >= limit) continue
    while (ends[next]! <= from) next += 1
    const first = next
    while (ends[next]! < limit) next += 1
    if (next > first) spans.push({ from, to: ends[next - 1]! })
  }
  return spans
}

/** Where a pattern matches next, or the end; for places that come in the order of the text. */
function nextOf(text: string, pattern: RegExp): (from: number) => number {
  let found = -1
  return (from) => {
    if (found >= from) return found
    pattern.lastIndex = from
    found = pattern.exec(text)?.index ?? text.length
    return found
  }
}
