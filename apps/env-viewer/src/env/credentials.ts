/**
 * Credentials by their place: in addresses, before an `@`, after the name of a scheme. Takes the
 * bytes of a text and tells where they are.
 */
import type { Span } from './reading.ts'
import { usersIn } from './users.ts'

// The look-behinds keep a long value from being searched again from each of its characters.
// A raw password may hold any character, and a user be an address of mail; digits and a slash after
// the colon are a port, and with a comma that of a list. An address of IPv6 is no user.
const USER = String.raw`(?!\[[\da-f:.]*\])[^ \t\r\n/?#:@]*(?:@[^ \t\r\n/?#:]*:(?!\d{1,5}[,;])|:)(?!\d{1,5}[/?#])`
const URL_PASSWORD = new RegExp(
  `(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*://${USER})((?:(?!://)[^ \\t\\r\\n])+)@`,
  'gi',
)
const RELATIVE_PASSWORD = new RegExp(`(//${USER})((?:(?!//)[^ \\t\\r\\n])+)@`, 'gi')
// A lone user name in an https address is mostly a token (git hosts, error trackers).
const URL_TOKEN = /(https?:\/\/)([^ \t\r\n/?#:@]+)(?::(?:x-oauth-basic)?)?@/gi

const SCHEME = /(?<![\w-])((basic|bearer)[ \t]+["']?)([\w.~+/=:@!$%^*-]+)/gi

const ALONE = /^[ \t]*bearer[ \t]+[^ \t\r\n]+[ \t]*$/i

/** Every credential of a text that its place gives away. */
export function credentialsIn(text: string): readonly Span[] {
  const last = ({ 1: head = '', 2: secret = '', index }: RegExpExecArray): Span => {
    const from = index + head.length
    return { from, to: from + secret.length }
  }
  const alone = ALONE.test(text)
  const schemes = [...text.matchAll(SCHEME)].filter(([, , scheme = '', secret = '']) =>
    scheme.toLowerCase() === 'basic' ? isBasic(secret) : alone || isBearer(secret),
  )
  const urls = [URL_PASSWORD, RELATIVE_PASSWORD, URL_TOKEN].flatMap((form) => [
    ...text.matchAll(form),
  ])
  return [
    ...urls.map(last),
    ...usersIn(text),
    ...schemes.map(({ 0: all, 3: secret = '', index }) => {
      const to = index + all.length
      return { from: to - secret.length, to }
    }),
  ]
}

/** User and password, encoded or not. */
function isBasic(secret: string): boolean {
  if (secret.includes(':')) return true
  const decoded = Buffer.from(secret, 'base64').toString('latin1')
  return decoded.includes(':') && !/\p{Cc}/u.test(decoded)
}

/** Not a word of a sentence. */
function isBearer(secret: string): boolean {
  return /\d/.test(secret) || secret.length >= 24
}
