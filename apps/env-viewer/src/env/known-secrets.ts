/**
 * Finds known secrets in a reading of a text, in time that grows with the text alone.
 */
import { DEPTH, unescaped } from './decodings.ts'
import { plainReading, type Reading, type Span, sourceOf } from './reading.ts'

/** Shorter secrets are too common in other values to be searched for. */
export const SEARCHED_LENGTH = 6

/** Bytes of a secret that are compared at each place; what follows them is compared once. */
const COMPARED_LENGTH = 64

interface Sought {
  readonly begin: string
  readonly secret: string
}

/** Finds every known secret in a reading. */
export type SecretFinder = (reading: Reading) => readonly Span[]

/**
 * Makes a finder.
 *
 * @param secrets - texts of {@link SEARCHED_LENGTH} bytes or more
 */
export function createSecretFinder(secrets: Iterable<string>): SecretFinder {
  const byHead = new Map<string, Sought[]>()
  for (const secret of new Set([...secrets].flatMap(formsOf).map(fold))) {
    const head = secret.slice(0, SEARCHED_LENGTH)
    const sought = { begin: secret.slice(0, COMPARED_LENGTH), secret }
    const others = byHead.get(head)
    if (others === undefined) byHead.set(head, [sought])
    else others.push(sought)
  }
  const heads = new Uint8Array(0x10000)
  for (const head of byHead.keys()) heads[pairAt(head, 0)] = 1

  return function findSecrets(reading) {
    const text = fold(reading.text)
    const found: { from: number; to: number }[] = []
    for (let at = 0; at + SEARCHED_LENGTH <= text.length; at++) {
      if (heads[pairAt(text, at)] === 0) continue
      let length = 0
      for (const sought of byHead.get(text.slice(at, at + SEARCHED_LENGTH)) ?? []) {
        length = Math.max(length, lengthAt(text, at, sought))
      }
      if (length === 0) continue
      const span = sourceOf(reading, at, at + length)
      const last = found.at(-1)
      if (last === undefined || last.to < span.from) found.push({ ...span })
      else last.to = Math.max(last.to, span.to)
      // Another may begin inside this one, but nowhere need a long one be compared again.
      at += Math.max(0, length - COMPARED_LENGTH)
    }
    return found
  }
}

/** UTF-8, one character per byte. */
export function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/**
 * A secret as its bytes in UTF-8; where UTF-16 is more than zeros in between, in that as well. One that
 * has what looks like an escape in it is read by the decodings, too, whenever it stands in a disguise.
 */
function formsOf(secret: string): readonly string[] {
  const bytes = bytesOf(secret)
  const wide =
    bytes.length === secret.length ? [] : [Buffer.from(secret, 'utf16le').toString('latin1')]
  const forms = [bytes]
  for (let depth = 0; depth < DEPTH; depth++) {
    const form = unescaped(plainReading(forms.at(-1) ?? ''))
    if (form === undefined) break
    forms.push(form.text)
  }
  return [...forms, ...wide]
}

/** Letter case tells no secret from another, and a form writes a space as a plus sign. */
function fold(text: string): string {
  return text.replaceAll('+', ' ').toLowerCase()
}

const pairAt = (text: string, at: number): number =>
  ((text.charCodeAt(at) << 8) | text.charCodeAt(at + 1)) & 0xffff

/** How much of a text from one place on is the secret: all of it, or of a long one a long part. */
function lengthAt(text: string, at: number, { begin, secret }: Sought): number {
  if (!text.startsWith(begin, at)) return 0
  let { length } = begin
  while (length < secret.length && text[at + length] === secret[length]) length += 1
  return length
}
