/**
 * Reads a text in its disguises: what it says under one decoding, and where each byte came from.
 *
 * Texts are strings of bytes here (UTF-8, one character per byte), so that any decoding is one from
 * bytes to bytes. What is found in a reading can be hidden in the text that a person sees.
 */

/** What a text reads as. Byte `i` stands for the bytes `from[i]` to `to[i]` (exclusive) of the source. */
export interface Reading {
  readonly text: string
  readonly from: Uint32Array
  readonly to: Uint32Array
}

/** A part of the source, in bytes; `to` is exclusive. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A text as it stands. */
export function plainReading(text: string): Reading {
  const from = new Uint32Array(text.length).map((_, at) => at)
  return { text, from, to: from.map((at) => at + 1) }
}

/** The part of the source that a part of a reading stands for. */
export function sourceOf({ from, to }: Reading, start: number, end: number): Span {
  return { from: from[start] ?? 0, to: to[end - 1] ?? 0 }
}

/** Collects the bytes of a reading, each with the bytes that it was made of. */
export interface ReadingWriter {
  /** The byte `value` was made of the bytes `start` to `end` (exclusive). */
  put(value: number, start: number, end: number): void
  /** Separates what does not belong together. */
  separate(at: number): void
  done(): Reading
}

/**
 * Makes a writer.
 *
 * @param of - what is being read
 * @param capacity - bytes that will be put, at most
 */
export function createWriter(of: Reading, capacity: number): ReadingWriter {
  const bytes = Buffer.allocUnsafe(capacity)
  const from = new Uint32Array(capacity)
  const to = new Uint32Array(capacity)
  let length = 0
  const put = (value: number, start: number, end: number): void => {
    bytes[length] = value
    from[length] = of.from[start] ?? 0
    to[length] = of.to[end - 1] ?? 0
    length += 1
  }
  return {
    put,
    separate: (at) => put(0x0a, at, at + 1),
    done() {
      const text = bytes.toString('latin1', 0, length)
      return { text, from: from.subarray(0, length), to: to.subarray(0, length) }
    },
  }
}
