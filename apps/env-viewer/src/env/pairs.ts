/**
 * Secrets that a name before them gives away: `password=…`, `password: …`, members of JSON and XML,
 * headers, flags. Takes the bytes of a text and tells where the values are.
 */
import type { Span } from './reading.ts'
import { isPlainlySecret, isSecretMember } from './secret-name.ts'
import { isEmptyValue, type PairStart, valueEnd } from './value-end.ts'

// Nothing between a name and its value is bounded, nor a name: a secret may stand as far behind as it
// likes. So that a search takes time in proportion to the text, no two begin at one run of characters.

const QUOTE = '["\'`]'
/** A name, with letters of other scripts. */
const NAME = '[\\w.\\x80-\\xff-]'
const FULLWIDTH_COLON = '\\xef\\xbc\\x9a'

/** A name, and what stands between it and its value. */
const PAIR = new RegExp(
  `(?<!${NAME})(${QUOTE}?)(${NAME}+?)\\1[ \\t]*(=>|:=|==?|:|${FULLWIDTH_COLON})([ \\t]*)`,
  'g',
)

/** Every value of a text whose name promises a secret. */
export function namedSecretsIn(text: string): readonly Span[] {
  return [pairsIn, recordsIn, flagsIn, elementsIn, wordsIn].flatMap((find) => find(text))
}

function pairsIn(text: string): readonly Span[] {
  const pairs = new RegExp(PAIR)
  const isKey = /"kty"/.test(text)
  const spans: Span[] = []
  for (let match = pairs.exec(text); match !== null; match = pairs.exec(text)) {
    const [, quote = '', name = '', operator = '', space = ''] = match
    const start: PairStart = {
      from: pairs.lastIndex,
      before: text[match.index - 1] ?? '',
      name: Buffer.from(name, 'latin1').toString(),
      nameAt: match.index,
      operator: operator.endsWith('=') || operator === '=>' ? '=' : ':',
      quoted: quote !== '',
    }
    const tight = operator === ':' && space === '' && quote === ''
    if (!isSecretPair(text, start, tight) && !(isKey && quote && PRIVATE_MEMBER.test(name)))
      continue
    const to = valueEnd(text, start)
    if (!isEmptyValue(text.slice(start.from, to))) {
      spans.push({ from: start.from, to })
    }
    // A quote that seems to close the value may open the next name.
    pairs.lastIndex = to - 1
  }
  return spans
}

/** The members of a JSON Web Key that are private (RFC 7518, section 6). */
const PRIVATE_MEMBER = /^(d|p|q|dp|dq|qi|k|oth)$/

/** A colon with nothing behind it also parts an image from its tag, and the parts of a URN. */
function isSecretPair(text: string, { from, before, name }: PairStart, tight: boolean): boolean {
  if (!tight) return isSecretMember(name)
  const next = text[from] ?? '\n'
  if (/[\r\n"'{[]/.test(next)) return isSecretMember(name)
  return !/[:/@]/.test(before) && next !== '/' && isPlainlySecret(name)
}

/** `name: DB_PASSWORD, value: …`, as in manifests, JSON and XML. */
const RECORD = new RegExp(
  `(?:name|key)${QUOTE}?[ \\t]*[:=][ \\t]*${QUOTE}?([\\w.-]+)${QUOTE}?[,\\s]+` +
    `${QUOTE}?value${QUOTE}?[ \\t]*[:=][ \\t]*`,
  'gi',
)

function recordsIn(text: string): readonly Span[] {
  const spans: Span[] = []
  for (const { 0: all, 1: name = '', index } of text.matchAll(RECORD)) {
    const from = index + all.length
    const start: PairStart = { from, before: '', name, nameAt: index, operator: ':', quoted: true }
    const hidden = (spans.at(-1)?.to ?? 0) > from
    if (!hidden && isSecretMember(name)) spans.push({ from, to: valueEnd(text, start) })
  }
  return spans
}

/** The end of a line that goes on with the next: for a shell, PowerShell, cmd. */
const GOES_ON = '[\\\\`^]\\r?\\n'

/** `--password …`, and a user with a password for curl and its like. */
const FLAG = new RegExp(
  `(?<![\\w.-])--?(\\w[\\w.-]+)(?:[ \\t]|${GOES_ON})+` +
    `(?=("[^"]*"?|'[^']*'?|(?!-|${GOES_ON})[^ \\t\\r\\n"'][^ \\t\\r\\n]*))`,
  'g',
)
const USER = `(?<![\\w-])(?:-u|-U|--user|--proxy-user)(?:[ \\t=]|${GOES_ON})`
const USER_FLAG = new RegExp(
  `${USER}(?:[ \\t=]|${GOES_ON})*(?!=)["']?((?:(?!${USER})[^\\s:"'])*):([^\\s"']+)`,
  'g',
)

function flagsIn(text: string): readonly Span[] {
  const flags = [...text.matchAll(FLAG)].flatMap(
    ({ 0: head, 1: name = '', 2: value = '', index }) => {
      const from = index + head.length
      return isSecretMember(name) && !isEmptyValue(value) ? [{ from, to: from + value.length }] : []
    },
  )
  const users = [...text.matchAll(USER_FLAG)].flatMap(
    ({ 0: all, 1: user, 2: value = '', index }) => {
      // A user and a group, for containers.
      if (user === value || /^\d+$/.test(value)) return []
      const to = index + all.length
      return [{ from: to - value.length, to }]
    },
  )
  return [...flags, ...users]
}

/** `password …`, as in files of settings, where it does not look like a sentence. */
const WORD = new RegExp(
  `(?<![\\w.-])(\\w{4,})(?:(?:[ \\t]|${GOES_ON})+["']?|["']?[ \\t]*,[ \\t]*["']?)` +
    `(?=([^ \\t\\r\\n"',;:=]{8,}))`,
  'g',
)

function wordsIn(text: string): readonly Span[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: head, 1: name = '', 2: value = '', index }) => {
    const from = index + head.length
    const random = /\d/.test(value) && /[a-z]/i.test(value)
    return random && isPlainlySecret(name) ? [{ from, to: from + value.length }] : []
  })
}

const ELEMENT = /<([\w.:-]+)(?:[ \t\r\n][^<>]*)?>((?:<!\[CDATA\[)?[^<]+)(?=<\/)/g

function elementsIn(text: string): readonly Span[] {
  return [...text.matchAll(ELEMENT)].flatMap(({ 0: all, 1: name = '', 2: value = '', index }) => {
    const to = index + all.length
    return isSecretMember(name) && !isEmptyValue(value) ? [{ from: to - value.length, to }] : []
  })
}
