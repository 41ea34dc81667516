/**
 * Hides the secrets of an environment: by the names of variables, by what values give away, and
 * wherever one that is known turns up again, in whatever disguise (`decodings.ts`).
 */
import { credentialsIn } from './credentials.ts'
import { DEPTH, decodingsOf } from './decodings.ts'
import { bytesOf, createSecretFinder, SEARCHED_LENGTH, type SecretFinder } from './known-secrets.ts'
import { namedSecretsIn } from './pairs.ts'
import { plainReading, type Reading, type Span, sourceOf } from './reading.ts'
import { isSecretName } from './secret-name.ts'
import { tokensIn } from './tokens.ts'
import { isEmptyValue } from './value-end.ts'

/** One variable. `shown` is its value with every secret in it replaced by {@link MASK}. */
export interface Variable {
  readonly name: string
  readonly value: string
  readonly shown: string
  /** True when `shown` differs from `value`. */
  readonly masked: boolean
}

/** Stands for a secret, whatever its length. */
export const MASK = '••••••••'

/** Shorter parts of a secret, and shorter secrets inside a value, are too common to be searched for. */
const DISTINCT_LENGTH = 8

/** Bytes that may be decoded for each byte of a text; one that asks for more is hidden whole. */
const DECODED_PER_BYTE = 12

type Environment = Readonly<Record<string, string | undefined>>

/** Hides secrets in a text. */
export type Hide = (text: string) => string

/**
 * The variables in the order of their names, with their secrets masked.
 *
 * @param environment - as in `process.env`
 */
export function maskEnvironment(environment: Environment): readonly Variable[] {
  const hide = createMask(environment)
  return Object.keys(environment)
    .sort((a, b) => (a < b ? -1 : 1))
    .flatMap((name) => {
      const value = environment[name]
      if (value === undefined) return []
      // An empty or unexpanded secret is what a person looks for here, and gives nothing away.
      const whole = isSecretName(name) && !isEmptyValue(value)
      const shown = whole ? MASK : hide(value)
      return [{ name, value, shown, masked: shown !== value }]
    })
}

/** Makes what hides, in a value, the secrets of an environment and all that looks like a secret. */
export function createMask(environment: Environment): Hide {
  const find = createSecretFinder(secretsOf(environment))
  return (text) => hideSpans(text, (reading) => [...find(reading), ...shapesIn(reading)])
}

/** Makes what hides, in a text that is not from the environment, the secrets of the environment. */
export function createSecretMask(environment: Environment): Hide {
  const find = createSecretFinder(secretsOf(environment))
  return (text) => (text.length < SEARCHED_LENGTH ? text : hideSpans(text, find))
}

/** Every secret of an environment that is long enough to be searched for in other texts. */
function secretsOf(environment: Environment): readonly string[] {
  const secrets = Object.entries(environment).flatMap(([name, value = '']) => {
    const inside = isSecretName(name) ? partsOf(value) : []
    const bytes = Buffer.from(value)
    const found = spansIn(plainReading(bytes.toString('latin1')), shapesIn)
    const shaped = found.map(({ from, to }) => bytes.toString('utf8', from, to))
    return [...inside, ...shaped.flatMap((one) => [one, unquoted(one)]).filter(isDistinct)]
  })
  return secrets.filter((one) => one.length >= SEARCHED_LENGTH && !isEmptyValue(one))
}

/** A secret, and what of it may stand elsewhere: one of a list, a line of a key. */
function partsOf(value: string): readonly string[] {
  const parts = value.split(/[\s,]/).filter((part) => isDistinct(part) && !part.includes('-----'))
  // Base64 is written with and without its end.
  return [value, unquoted(value), ...parts].flatMap((one) => [one, one.replace(/=+$/, '')])
}

const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/s, '$2')

/** Long enough, and not a mere word. */
function isDistinct(text: string): boolean {
  return text.length >= DISTINCT_LENGTH && !/^(\p{Ll}+|\p{Lu}+|\p{Lu}\p{Ll}+)$/u.test(text)
}

function shapesIn(reading: Reading): readonly Span[] {
  const { text } = reading
  return [...credentialsIn(text), ...namedSecretsIn(text), ...tokensIn(text)].map(({ from, to }) =>
    sourceOf(reading, from, to),
  )
}

/** Everything that `find` finds in a text or in what it can be decoded to. */
function spansIn(whole: Reading, find: SecretFinder): readonly Span[] {
  let left = DECODED_PER_BYTE * (whole.text.length + 100)
  const spans: Span[] = []
  let level: readonly Reading[] = [whole]
  for (let depth = 0; ; depth++) {
    for (const reading of level) {
      left -= reading.text.length
      if (left < 0) return [{ from: 0, to: whole.text.length }]
      for (const span of find(reading)) spans.push(span)
    }
    if (depth === DEPTH) return spans
    level = level.flatMap(decodingsOf)
  }
}

function hideSpans(text: string, find: SecretFinder): string {
  const bytes = bytesOf(text)
  const spans = [...spansIn(plainReading(bytes), find)].sort((a, b) => a.from - b.from)
  if (spans.length === 0) return text
  let [shown, at] = ['', 0]
  for (const span of spans) {
    const [from, to] = [characterStart(bytes, span.from), characterEnd(bytes, span.to)]
    // What touches the one before it is one secret with it.
    if (from > at || shown === '') shown += bytes.slice(at, from) + bytesOf(MASK)
    at = Math.max(at, to)
  }
  return Buffer.from(shown + bytes.slice(at), 'latin1').toString()
}

/** No character is cut: its later bytes have the bits 10 in front; outside a text there are none. */
const isInside = (bytes: string, at: number): boolean => (bytes.charCodeAt(at) & 0xc0) === 0x80

function characterStart(bytes: string, from: number): number {
  let at = from
  while (isInside(bytes, at)) at -= 1
  return at
}

function characterEnd(bytes: string, to: number): number {
  let at = to
  while (isInside(bytes, at)) at += 1
  return at
}
