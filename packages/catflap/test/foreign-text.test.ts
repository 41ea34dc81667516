/** What came over the wire goes into a detail, a step or a check only through the one function for it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const SOURCE = join(import.meta.dirname, '..', 'src')
const FOLDERS = ['doctor', 'protocol', 'provider', 'routes', 'session']

/** Where foreign text lies: members of messages, headers of answers, headers of tokens. */
const FOREIGN =
  /\b(claims|header|document|userInfo|body|query|parameters)(\.\w+|\[)|\bheaders\.get\(|(?<=\$\{|[:=?(] |^)(alg|kid|typ|type|label|location)\b(?!:)/
/** What makes it fit, or tells only its kind. */
const FIT =
  /\b(shown|fitLine|plain|addressOf|kindOfText|shapeOf|misshapen|time|unknownKey|list)\([^()]*(\([^()]*\)[^()]*)*\)/g
/** Conditions, which are not told. */
const UNTOLD = /\b(kid|alg|claims\.\w+) === (undefined|'none')( \?)?/g

const lines = FOLDERS.flatMap((folder) =>
  readdirSync(join(SOURCE, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) =>
      readFileSync(join(SOURCE, folder, name), 'utf8')
        .split('\n')
        .map((text, index) => ({ place: `${folder}/${name}:${index + 1}`, text: text.trim() })),
    ),
)

const isRaw = (text: string): boolean => {
  const told = /\b(seen|expected|message)(:| =)(.*)/.exec(text)?.[3]
  return (
    told !== undefined &&
    FOREIGN.test(
      told
        .replace(/\(\{[^}]*\}\) =>/, '')
        .replaceAll(FIT, '')
        .replaceAll(UNTOLD, ''),
    )
  )
}

describe('foreign text', () => {
  it.each([
    'seen: claims.azp,',
    'seen: `kid ${kid}`,',
    "const seen = headers.get('content-type')",
    'seen: `JSON labelled ${label}`',
    'expected: String(document.issuer),',
    'message: `no ${location}`',
  ])('would be found here: %s', (text) => {
    expect(isRaw(text)).toBe(true)
  })

  it('goes through the function that makes it fit for a line', () => {
    expect(lines.length).toBeGreaterThan(1000)
    expect(lines.filter(({ text }) => isRaw(text))).toEqual([])
  })
})
