/**
 * Inputs with pieces: `$a` stands for bytes that chance would never write, such as what was sealed. `$a{2,9}` is a part
 * of them, `$a{-16}` their end, `$a{3^1}` they with a bit of the byte at 3 turned.
 */
import type { Choice } from './choice.ts'

/** By a name of one character; one character per byte. */
export type Pieces = Readonly<Record<string, string>>

const PIECE = /\$(\w)(?:\{(-?\d{1,4})(?:([,^])(-?\d{1,4}))?\})?/g

/** What an input says, one character per byte. What names no piece stands for itself. */
export function filled(input: Buffer, pieces: Pieces): string {
  return input.toString('latin1').replace(PIECE, (all, name: string, from, sign, to) => {
    if (!Object.hasOwn(pieces, name)) return all
    const piece = pieces[name]!
    if (sign === '^') return turned(piece, Math.abs(Number(from)), Math.abs(Number(to)))
    return piece.slice(Number(from ?? 0), to === undefined ? undefined : Number(to))
  })
}

/** With other bits in one of its bytes, wherever it is that many from the start on. */
function turned(piece: string, from: number, bits: number): string {
  const at = from % (piece.length || 1)
  const other = String.fromCharCode((piece.charCodeAt(at) ^ bits) & 0xff)
  return piece.slice(0, at) + other + piece.slice(at + 1)
}

/**
 * Makes a change of an input with pieces: one more, another in the place of one, or another part of it.
 *
 * @param names - of the pieces
 */
export function pieceChange(names: readonly string[]) {
  return function change(input: Buffer, choice: Choice): Buffer {
    const text = input.toString('latin1')
    const all = [...text.matchAll(PIECE)]
    const place = choice.below(text.length + 1)
    const old = all.length === 0 || choice.oneIn(3) ? undefined : choice.of(all)
    const [from, length] = [old?.index ?? place, old?.[0].length ?? 0]
    const name = old === undefined || choice.oneIn(2) ? choice.of(names) : old[1]
    const written = `$${name}${partOf(choice)}`
    return Buffer.from(text.slice(0, from) + written + text.slice(from + length), 'latin1')
  }
}

function partOf(choice: Choice): string {
  const [one, other] = [0, 0].map(() => choice.below(choice.oneIn(2) ? 24 : 200))
  return choice.of([
    '',
    '',
    '',
    `{${one}}`,
    `{-${one}}`,
    `{0,${one}}`,
    `{0,-${one}}`,
    `{${one},${other}}`,
    `{${one}^${1 << choice.below(8)}}`,
  ])
}
