/** What stands for `node:zlib` in histories: nothing gets shorter, and what was packed is what is unpacked. */
export * from 'node:zlib'

/** What packed bytes begin with: others are refused, as zlib does. */
const MARK = 0xd5

export function deflateRawSync(data: string | Uint8Array): Buffer {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data
  return Buffer.concat([Buffer.of(MARK), bytes])
}

export function inflateRawSync(packed: Uint8Array): Buffer {
  if (packed[0] !== MARK) throw new Error('invalid stored block lengths')
  return Buffer.from(packed.subarray(1))
}
