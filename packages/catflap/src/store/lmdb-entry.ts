/**
 * How an entry lies in the embedded store: a marker of its layout, its revision, its expiry, and the
 * value. Little endian.
 */

/** Offsets, in bytes. */
export const LAYOUT = { marker: 0, revision: 4, expiresAt: 8, value: 16 } as const
const MARKER = 0x31_30_66_63

/** False of bytes that no entry of ours consists of. */
export const isEntry = (bytes: Buffer): boolean =>
  bytes.length >= LAYOUT.value && bytes.readUInt32LE(LAYOUT.marker) === MARKER

/** The bytes of an entry. */
export function pack(value: Uint8Array, revision: number, expiresAt: number): Buffer {
  const entry = Buffer.allocUnsafe(LAYOUT.value + value.byteLength)
  entry.writeUInt32LE(MARKER, LAYOUT.marker)
  entry.writeUInt32LE(revision, LAYOUT.revision)
  entry.writeDoubleLE(expiresAt, LAYOUT.expiresAt)
  entry.set(value, LAYOUT.value)
  return entry
}

/** The value alone, copied: the reader's buffer is used again by the next read. */
export function copyValue(bytes: Buffer): Uint8Array {
  return Uint8Array.prototype.slice.call(bytes, LAYOUT.value, bytes.length)
}
