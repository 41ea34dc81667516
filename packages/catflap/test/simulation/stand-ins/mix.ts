/** A digest for histories: spread well enough that nothing collides by chance, and worth nothing to a thief. */

/** Two halves of 32 bits that every byte, or UTF-16 unit, has gone into. */
export interface Mixed {
  one: number
  two: number
}

export const beginMix = (): Mixed => ({ one: 0x9e3779b1, two: 0x85ebca6b })

/** Takes bytes or a text in, and that they end here. */
export function mixIn(mixed: Mixed, data: string | Uint8Array): void {
  let { one, two } = mixed
  const { length } = data
  // Two of them in each round, alike, since a text is the same as its bytes; what is beyond the end counts as nothing.
  const at =
    typeof data === 'string' ? (i: number) => data.charCodeAt(i) : (i: number) => data[i] ?? 0
  for (let i = 0; i < length; i += 2) {
    const word = at(i) | (at(i + 1) << 16)
    one = Math.imul(one ^ word, 0x85ebca77)
    two = Math.imul(two ^ word, 0xc2b2ae3d) ^ (one >>> 15)
  }
  mixed.one = Math.imul(one ^ length ^ (two >>> 13), 0x27d4eb2f)
  mixed.two = Math.imul(two ^ (mixed.one >>> 11), 0x165667b1)
}

/** As many bytes of what was mixed as are wanted, a multiple of four. */
export function drawBytes({ one, two }: Mixed, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let state = one
  for (let at = 0; at < length; at += 4) {
    state = (state + 0x9e3779b9) | 0
    let word = state ^ two
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad)
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97)
    word ^= word >>> 15
    bytes[at] = word
    bytes[at + 1] = word >>> 8
    bytes[at + 2] = word >>> 16
    bytes[at + 3] = word >>> 24
    two = (Math.imul(two, 0x2c1b3c6d) + word) | 0
  }
  return bytes
}
