/** Text of any characters, for properties. */
import fc from 'fast-check'

/** Surrogates, which are no characters, and where they begin. */
const [FIRST, COUNT] = [0xd800, 0x800]

/** What `unit: 'binary'` stands for; fast-check would list all 1,112,064 of them first, a second of work. */
const character = fc
  .integer({ min: 0, max: 0x10ffff - COUNT })
  .map((at) => String.fromCodePoint(at < FIRST ? at : at + COUNT))

export const anyText = (lengths: { readonly maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.string({ unit: character, ...lengths })
