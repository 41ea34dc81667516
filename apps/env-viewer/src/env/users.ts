/**
 * Users and their passwords before an `@` and without a scheme, as for a proxy or in a DSN of Go.
 * Takes the bytes of a text and tells where the passwords are.
 *
 * A password is as long as it likes and may hold all but blanks: it ends at the last `@` before one.
 * What may be a path, an address or a package is a password only where the `@` leaves no doubt.
 * What is looked for comes in the order of the text, so that nothing is looked for twice.
 */
import type { Span } from './reading.ts'

/**
 * One may be an address of mail; with digits behind it, that is a host of a list and its port. For JDBC
 * the drivers come first.
 */
const USER =
  /(?<![\w.%+~@:/-])(?:jdbc:(?:\w+:)*|[\w.%+~-]+(?:@[\w.-]+:(?!\d{1,5}[,;?#])|:))(?!\/\/)/gi
/** What is no user: schemes of addresses that have no password. */
const NO_USER = /(?:mailto|sips?|xmpp|acct|arn):/iy
/** What may be none, too: with a package behind it, git's repository, restic's folder; a drive, a time, IPv6. */
const NAMES: readonly string[] = [
  '(?:npm|jsr|pkg|workspace|patch|file|link|portal|uses|git|gh|github|gitlab|bitbucket):[\\w.@-]+/',
  'git@[\\w.-]+:[\\w.@-]+/',
  'sftp:[\\w.-]+@[\\w.-]+:/',
  '[a-z]:\\\\',
  '(?:[\\d-]+t)?\\d\\d:\\d\\d[:,]',
  '[\\da-f]{1,4}:[\\da-f:.]*\\]',
]
const NAME = new RegExp(NAMES.join('|'), 'iy')
const PATH = /\.{0,2}\//y
/** An address, or a port. */
const ADDRESS = /[a-z][a-z\d+.:-]*:\/\/|\d{1,5}\//iy

/** What is no host: a digest, a version, the scope of a package in a path. */
const VERSION = String.raw`v?\d+(?:\.\d+){0,2}(?:-(?:alpha|beta|rc)[\w.-]*)?|aar|latest`
const NO_HOST = String.raw`sha\d{3}:|npm:|(?:${VERSION})(?![\w.:([-])|(?<=/@)[\w.-]+/`
/** The end of a password: before a host, a DSN of Go, or the name of a database. */
const END = new RegExp(String.raw`@(?=[\w[(/\x80-\xff]|\$\{|\{\{|<)(?!${NO_HOST})`, 'g')
/** One that ends nothing else: before a host and a port, or as only Go writes it. */
const SURE_END = /@(?=\w*[(]|(?:[\w.\x80-\xff-]+|\[[\da-f:.]+\]):\d)|(?<!\/)@(?=\/)/gi
const GO_END = /@(?=\w*[(])/g

/** Every password of a user. */
export function usersIn(text: string): readonly Span[] {
  const [lastEnd, lastSure, lastGo] = [
    lastOf(text, END),
    lastOf(text, SURE_END),
    lastOf(text, GO_END),
  ]
  const blank = nextOf(text, /[ \t\r\n]/g)
  const quotes = new Map(
    ['"', "'", '`'].map((quote) => [
      quote,
      // Escaped, or before anything but the marks of JSON and shells, it closes nothing.
      nextOf(text, new RegExp(`(?<!\\\\)${quote}(?=[,:;}\\])\\s]|$)`, 'g')),
    ]),
  )
  const spans: Span[] = []
  for (const { 0: user, index } of text.matchAll(USER)) {
    if (isAt(text, index, NO_USER)) continue
    const from = index + user.length
    const closing = quotes.get(text[index - 1] ?? '') ?? blank
    const isDoubtful = isAt(text, from, PATH) || isAt(text, index, NAME)
    const last = isAt(text, from, ADDRESS) ? lastGo : isDoubtful ? lastSure : lastEnd
    const to = last(from, Math.min(blank(from), closing(from)))
    if (to !== undefined) spans.push({ from, to })
  }
  return spans
}

/** Whether a sticky pattern matches at a place. */
function isAt(text: string, place: number, pattern: RegExp): boolean {
  pattern.lastIndex = place
  return pattern.test(text)
}

/**
 * Where a pattern matches last between two places; for places that come in the order of the text. What
 * it has told it does not tell again.
 */
function lastOf(text: string, pattern: RegExp): (from: number, to: number) => number | undefined {
  const found = [...text.matchAll(pattern)].map(({ index }) => index)
  let next = 0
  return (from, to) => {
    while (found[next]! <= from) next += 1
    const first = next
    while (found[next]! < to) next += 1
    return next > first ? found[next - 1] : undefined
  }
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
