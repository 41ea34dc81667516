/**
 * The zip of a version 1 LPK, read by its central directory.
 *
 * Not by a zip library: those that exist take names, sizes and checksums on trust, and hide the
 * flags that must be refused. The decompression is Node's.
 */
import { crc32, inflateRawSync } from 'node:zlib'
import { checkPath } from './entry.ts'
import { LpkError } from './errors.ts'
import type { Budget } from './limits.ts'

const END = { signature: 0x06054b50, size: 22, maxComment: 0xffff }
const CENTRAL = { signature: 0x02014b50, size: 46 }
const LOCAL = { signature: 0x04034b50, size: 30 }
/** Flags of traditional encryption, strong encryption, and an encrypted directory. */
const ENCRYPTED = 0x0001 | 0x0040 | 0x2000
const STORED = 0
const DEFLATED = 8
const UNIX = 3
const TYPE = { mask: 0o170000, file: 0o100000, directory: 0o040000 }
/** What a 32-bit field holds when the value is elsewhere, in the way of zip64. */
const ELSEWHERE = 0xffffffff

/**
 * Reads the wanted files of a zip; of all others only names and sizes are checked.
 *
 * @param isLayer - says which files are archives themselves, bounded by the total alone
 * @throws {@link LpkError} when anything about the zip is not as it must be
 */
export function readZip(
  bytes: Uint8Array,
  budget: Budget,
  isWanted: (path: string) => boolean,
  isLayer: (path: string) => boolean,
): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const seen = new Set<string>()
  const files = new Map<string, Uint8Array>()
  for (const record of readDirectory(bytes, view)) {
    const path = checkPath(record.name)
    if (seen.has(path)) {
      throw new LpkError('LPK_DUPLICATE', { path, expected: 'each path once', seen: 'twice' })
    }
    seen.add(path)
    checkRecord(record, path)
    if (isLayer(path)) budget.layer(path, record.size)
    else budget.file(path, record.size)
    if (isWanted(path) && !record.name.endsWith('/')) {
      files.set(path, unpackRecord(bytes, view, record))
    }
  }
  return files
}

interface ZipRecord {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly checksum: number
  readonly packedSize: number
  readonly size: number
  readonly offset: number
  /** Type bits of a Unix mode; 0 when there are none. */
  readonly type: number
}

function* readDirectory(bytes: Uint8Array, view: DataView): Generator<ZipRecord> {
  const end = findEnd(view)
  const [disk, startDisk, here, count] = [4, 6, 8, 10].map((at) => view.getUint16(end + at, true))
  if (disk !== 0 || startDisk !== 0 || here !== count) {
    throw new LpkError('LPK_MULTI_DISK', { expected: 'one file', seen: `part ${disk}` })
  }
  const size = view.getUint32(end + 12, true)
  let at = view.getUint32(end + 16, true)
  if (size === ELSEWHERE || at === ELSEWHERE || count === 0xffff) {
    throw new LpkError('LPK_UNSUPPORTED', { expected: 'a zip below 4 GiB', seen: 'zip64' })
  }
  if (at + size !== end) throw damaged('the directory before the end record', 'other bytes')
  for (let i = 0; i < count!; i++) {
    if (at + CENTRAL.size > end || view.getUint32(at, true) !== CENTRAL.signature) {
      throw damaged(`${count} directory records`, `${i}`)
    }
    const lengths = [28, 30, 32].map((field) => view.getUint16(at + field, true))
    const next = at + CENTRAL.size + lengths.reduce((sum, length) => sum + length, 0)
    const name = bytes.subarray(at + CENTRAL.size, at + CENTRAL.size + lengths[0]!)
    yield readRecord(view, at, decode(name))
    at = next
  }
  if (at !== end) throw damaged(`${count} directory records`, 'more')
}

/** The end record, which must be the last thing in the file. */
function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - END.size - END.maxComment)
  for (let at = view.byteLength - END.size; at >= first; at--) {
    if (view.getUint32(at, true) !== END.signature) continue
    if (at + END.size + view.getUint16(at + 20, true) === view.byteLength) return at
  }
  throw damaged('an end record', 'none')
}

function readRecord(view: DataView, at: number, name: string): ZipRecord {
  const unix = view.getUint8(at + 5) === UNIX
  return {
    name,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    checksum: view.getUint32(at + 16, true),
    packedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
    type: unix ? view.getUint16(at + 40, true) & TYPE.mask : 0,
  }
}

function checkRecord({ flags, method, size, packedSize, type }: ZipRecord, path: string): void {
  if ((flags & ENCRYPTED) !== 0) {
    throw new LpkError('LPK_ENCRYPTED', { path, expected: 'plain', seen: 'encrypted' })
  }
  if (type !== 0 && type !== TYPE.file && type !== TYPE.directory) {
    const seen = `type ${type.toString(8)}`
    throw new LpkError('LPK_KIND_REFUSED', { path, expected: 'a file or directory', seen })
  }
  if (method !== STORED && method !== DEFLATED) {
    const expected = 'method 0 or 8'
    throw new LpkError('LPK_UNSUPPORTED', { path, expected, seen: `method ${method}` })
  }
  if (size === ELSEWHERE || packedSize === ELSEWHERE) {
    throw new LpkError('LPK_UNSUPPORTED', { path, expected: 'below 4 GiB', seen: 'zip64' })
  }
}

function unpackRecord(bytes: Uint8Array, view: DataView, record: ZipRecord): Uint8Array {
  const { name, offset, method, packedSize, size, checksum } = record
  if (offset + LOCAL.size > bytes.length || view.getUint32(offset, true) !== LOCAL.signature) {
    throw damaged('a file where the directory says', 'none', name)
  }
  const nameAt = offset + LOCAL.size
  const dataAt = nameAt + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  const localName = bytes.subarray(nameAt, nameAt + view.getUint16(offset + 26, true))
  if (decode(localName) !== name) throw damaged(`the name ${name}`, 'another', name)
  if (dataAt + packedSize > bytes.length) throw damaged('the whole file', 'its beginning', name)
  const packed = bytes.subarray(dataAt, dataAt + packedSize)
  const unpacked = method === STORED ? packed.slice() : inflate(packed, size, name)
  if (unpacked.length !== size) throw damaged(`${size} bytes`, `${unpacked.length}`, name)
  if (crc32(unpacked) !== checksum) throw damaged('its checksum', 'another', name)
  return unpacked
}

/** Stops as soon as there is more than the directory says. */
function inflate(packed: Uint8Array, size: number, path: string): Uint8Array {
  try {
    return new Uint8Array(inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) }))
  } catch (cause) {
    throw damaged(`${size} bytes`, 'more, or not decompressible', path, cause)
  }
}

function decode(name: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(name)
  } catch (cause) {
    const path = Buffer.from(name).toString('latin1')
    throw new LpkError('LPK_NOT_UTF8', { path, expected: 'UTF-8', seen: 'other bytes', cause })
  }
}

const damaged = (expected: string, seen: string, path?: string, cause?: unknown): LpkError =>
  new LpkError('LPK_DAMAGED', {
    expected,
    seen,
    ...(path && { path }),
    ...(cause ? { cause } : {}),
  })
