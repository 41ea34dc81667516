/** Secrets for the target `masking`: what makes each one known, and the disguises in which an input may have it. */

/** Names that are secret, whatever the rules of the viewer are. */
export const PLAINLY_SECRET = /(?:^|_)(?:PASSWORD|SECRET|TOKEN)$/

/** Bytes as text, one character per byte. */
type Disguise = (bytes: Buffer) => string

const each = (bytes: Buffer, write: (hex: string, byte: number) => string): string =>
  [...bytes].map((byte) => write(byte.toString(16).padStart(2, '0'), byte)).join('')

/** By a letter. */
const DISGUISES: Readonly<Record<string, Disguise>> = {
  b: (bytes) => bytes.toString('base64'),
  u: (bytes) => bytes.toString('base64url'),
  x: (bytes) => bytes.toString('hex'),
  p: (bytes) => each(bytes, (hex) => `%${hex}`),
  j: (bytes) => JSON.stringify(bytes.toString('latin1')),
  s: (bytes) => `'${bytes.toString('latin1').replaceAll("'", "'\\''")}'`,
  h: (bytes) => each(bytes, (_, byte) => `&#${byte};`),
  c: (bytes) => each(bytes, (hex) => `\\x${hex}`),
}

/** A secret, and how it is said to be one. */
interface Secret {
  readonly text: string
  /** Where it stands in an environment that has it: this variable makes it known. */
  readonly at: { readonly name: string; readonly value: string }
}

const NAMED = 'aZ7"\'%41+x y&lt;Q9'
const IN_URL = 'kV2!pL5$zT8'
const IN_PAIR = 'mW4-rN6_jH3'
const KEY =
  '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg9v\nkqhkiG9w0BAQ8s\n-----END PRIVATE KEY-----'
const JWT = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1LTEifQ.c2lnbmF0dXJl'

/** Known of every environment of an input, by their digits. */
export const SECRETS: readonly Secret[] = [
  { text: NAMED, at: { name: 'APP_PASSWORD', value: NAMED } },
  { text: IN_URL, at: { name: 'DATABASE', value: `postgres://app:${IN_URL}@db:5432/app` } },
  { text: IN_PAIR, at: { name: 'OPTIONS', value: `host=db;password=${IN_PAIR};ssl=1` } },
  { text: KEY, at: { name: 'CERT', value: KEY } },
  { text: JWT, at: { name: 'LAST', value: JWT } },
]

const FRESH = 'uB8yC3wE6tG1'
/** What makes a secret known where it stands, by further digits: nothing else does. */
const FRAMES: readonly string[] = [
  `https://app:${FRESH}@host/path`,
  `client_secret=${FRESH}`,
  `{"client_secret": "${FRESH}"}`,
  `Authorization: Bearer ${FRESH}`,
  `run --password ${FRESH}`,
]

/** Blanks between a name and its value, or letters of a value, by a digit: on both sides of what a bound might be. */
const GAPS: readonly string[] = [1, 2, 7, 20, 21, 64, 101, 150, 201, 301].map((many) =>
  ' '.repeat(many),
)
const lettersOf = (gap: string): string => gap.replaceAll(' ', 'q')
/** A secret of its own for each frame, since one that is known is hidden wherever it stands. */
const freshOf = (letter: string): string => `wK5${letter}vR9zD4xF7`
/** What makes a secret known over a gap, or as one end of something long, by a letter: nothing else does. */
const GAPPED: Readonly<Record<string, (gap: string, secret: string) => string>> = {
  A: (gap, secret) => `app:${secret}${lettersOf(gap)}@tcp(db:3306)/app`,
  D: (gap, secret) => `app:a/@x,${lettersOf(gap)}${secret}@proxy:8080`,
  E: (gap, secret) => `<password id="a"${gap}>${secret}</password>`,
  F: (gap, secret) => `run --password${gap}${secret}`,
  R: (gap, secret) => `name: DB_PASSWORD\n${gap}value: ${secret}`,
  S: (gap, secret) => `password=true${gap}${secret}`,
  U: (gap, secret) => `curl -u${gap}tom:${secret}`,
  W: (gap, secret) => `password${gap}${secret}`,
}

/** All texts that may never be seen. */
export const HIDDEN: readonly string[] = [
  ...SECRETS.map(({ text }) => text),
  FRESH,
  ...Object.keys(GAPPED).map(freshOf),
]

const PIECE = /\$([A-Z]?)(\d)([a-z]{0,3})/g
/** Characters that the disguises of a value may take: each may make a text five times as long. */
const MOST_WRITTEN = 4000

/** A value of an input with its secrets in it, each on lines of its own, and what was written for each. */
export function disguised(text: string): { readonly value: string; readonly written: string[] } {
  const written: string[] = []
  let left = MOST_WRITTEN
  const value = text.replace(PIECE, (all, frame: string, digit: string, letters: string) => {
    const plain = frame
      ? GAPPED[frame]?.(GAPS[Number(digit)]!, freshOf(frame))
      : [...SECRETS.map((one) => one.text), ...FRAMES][Number(digit)]
    if (plain === undefined || [...letters].some((one) => !Object.hasOwn(DISGUISES, one)))
      return all
    const bytes = [...letters].reduce(
      (inner, letter) => Buffer.from(DISGUISES[letter]!(inner), 'latin1'),
      Buffer.from(plain),
    )
    const disguise = bytes.toString('latin1')
    left -= disguise.length
    if (left < 0) return all
    written.push(disguise)
    // An empty line, since a decoder goes on over the end of one.
    return `\n\n${disguise}\n\n`
  })
  return { value, written }
}

/** Letters of the disguises, and what stands before them for a secret. */
export const LETTERS = Object.keys(DISGUISES)
export const MARKS: readonly string[] = [
  ...[...SECRETS, ...FRAMES].map((_, digit) => `$${digit}`),
  ...Object.keys(GAPPED).flatMap((letter) => GAPS.map((_, digit) => `$${letter}${digit}`)),
]
