/** Makes two answers comparable: what is random, made of the address or of the time becomes a word. */
import type { Answer, Peer } from './peer.ts'

/** One thing that a client can see of an answer. */
export type Aspects = Readonly<Record<string, string>>

/** Said of a connection or a length, by every server in its own way. */
const UNSEEN: readonly string[] = [
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
]

/** Takes an answer apart: `status`, `header …` for each header, `body`. */
export function aspectsOf(answer: Answer, peer: Peer): Aspects {
  const headers = Object.entries(answer.headers).filter(([name]) => !UNSEEN.includes(name))
  const type = answer.headers['content-type']?.[0] ?? ''
  return {
    status: `${answer.status}`,
    ...Object.fromEntries(
      headers.map(([name, lines]) => [`header ${name}`, neutral(lines.join(' | '), peer)]),
    ),
    body: type.startsWith('text/html') ? pageOf(answer.body, peer) : neutral(answer.body, peer),
  }
}

/** In their order; a word never looks like what a later rule is about. */
const WORDS: readonly (readonly [pattern: RegExp, word: string])[] = [
  [/("expires_in": ?)863(?:99|98|97)\b/g, '$1{a day}'],
  [/("kid": ?")[0-9a-f]{40}"/g, '$1{kid}"'],
  [/("n": ?")[\w-]{342}"/g, '$1{modulus}"'],
  [/((?:at|c)_hash": ?")[\w-]{22}"/g, '$1{hash}"'],
  [/("jti": ?")[\w-]{16,}"/g, '$1{jti}"'],
  [/("sid": ?")[\w-]{16,}"/g, '$1{sid}"'],
  [/\b[A-Z]{4}-[A-Z]{4}\b/g, '{user code}'],
  [/\b[a-z][a-z2-7]{50}\b/g, '{device code of 51}'],
  [/\b[a-z2-7]{52}\b/g, '{device code of 52}'],
  [/\b[a-z][a-z2-7]{24}\b/g, '{id}'],
  [/(hmac(?:=|\\u003d))[\w-]{43}/g, '$1{hmac}'],
  [/\bChl[\w-]{69}\b/g, '{refresh token}'],
  [/; expires=[^;|]*/gi, '; Expires={date}'],
  [/(dex_session=)[^;"]+/g, '$1{cookie}'],
]

function neutral(text: string, peer: Peer): string {
  const { origin, host } = new URL(peer.issuer)
  const decoded = text.replace(
    /\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g,
    (token) => `{${partsOf(token).join(' ')}}`,
  )
  const placed = decoded
    .replaceAll(origin, '{box}')
    .replaceAll(encodeURIComponent(origin), '{box}')
    .replaceAll(host, '{host}')
    .replaceAll(Buffer.from(`${host}`).toString('base64url'), '{host}')
    .replaceAll(subject(host), '{alice}')
  const worded = WORDS.reduce((said, [pattern, word]) => said.replace(pattern, word), placed)
  return worded.replace(/\b1[789]\d{8}\b/g, (second) => when(Number(second)))
}

/** The subject of alice: her account and the connector, each behind a protobuf tag. */
function subject(host: string): string {
  const parts = [`alice@${host}`, 'hportal'].map((part, i) => [
    Buffer.from([(i + 1) * 8 + 2, part.length]),
    Buffer.from(part),
  ])
  return Buffer.concat(parts.flat()).toString('base64url')
}

function partsOf(token: string): readonly string[] {
  return token
    .split('.')
    .slice(0, 2)
    .map((part) => Buffer.from(part, 'base64url').toString())
}

/** Minutes from now count, seconds are the machine's. */
function when(second: number): string {
  const minutes = Math.round((second - Date.now() / 1000) / 60)
  return Math.abs(minutes) <= 1 ? '{now}' : `{now + ${Math.round(minutes / 5) * 5} min}`
}

/** Of a page its message and its forms: what it looks like is not compared. */
function pageOf(body: string, peer: Peer): string {
  if (body.startsWith('<a href="')) return neutral(body, peer)
  const [, message = ''] =
    /class="theme-heading">[^<]*<\/h2>\s*<p>([^<]*)<\/p>\s*<\/div>\s*<\/div>/.exec(body) ??
    /class="said">([^<]*)</.exec(body) ??
    []
  const forms = [...body.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(
    ([, head = '', inside = '']) =>
      `form ${attribute(head, 'method')} ${attribute(head, 'action')} ${fieldsOf(inside)}`,
  )
  // Beside a form it is the page's own words.
  const said = [forms.length === 0 ? readEntities(message) : '', ...forms]
    .filter((part) => part !== '')
    .join('; ')
  return neutral(`page: ${said}`, peer)
}

function fieldsOf(markup: string): string {
  return [...markup.matchAll(/<(?:input|button)([^>]*)>/g)]
    .map(([, inside = '']) => [attribute(inside, 'name'), attribute(inside, 'value')])
    .filter(([name]) => name !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function attribute(markup: string, name: string): string {
  return readEntities(new RegExp(`\\b${name}="([^"]*)"`).exec(markup)?.[1] ?? '')
}

function readEntities(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replace(/&#(?:34|x22);/g, '"')
    .replace(/&#(?:39|x27);/g, "'")
    .replace(/&#43;/g, '+')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
