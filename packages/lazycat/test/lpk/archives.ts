/** Zips and tars made byte by byte, so that they can be wrong in any one way. */
import { crc32, deflateRawSync } from 'node:zlib'

const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const bytesOf = (value: string | Uint8Array): Uint8Array =>
  typeof value === 'string' ? text(value) : value

/** A file of a zip; what is left out is as it should be. */
export interface ZipFile {
  readonly name: string | Uint8Array
  readonly data?: string | Uint8Array
  /** Deflated bytes in place of the data's. */
  readonly packed?: Uint8Array
  readonly flags?: number
  readonly method?: number
  /** The size that the directory states. */
  readonly size?: number
  readonly checksum?: number
  /** A Unix mode with its type bits. */
  readonly mode?: number
  readonly localName?: string
}

/** What the end record states. */
export interface ZipEnd {
  readonly disk?: number
  readonly count?: number
  readonly directorySize?: number
}

export function zipOf(files: readonly ZipFile[], end: ZipEnd = {}): Uint8Array {
  const locals: Buffer[] = []
  const records: Buffer[] = []
  let offset = 0
  for (const file of files) {
    const { data = '', flags = 0, method = 8, mode = 0o100644 } = file
    const plain = bytesOf(data)
    const packed = Buffer.from(file.packed ?? (method === 8 ? deflateRawSync(plain) : plain))
    const name = Buffer.from(bytesOf(file.name))
    const localName = Buffer.from(bytesOf(file.localName ?? file.name))
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(method, 4)
    fields.writeUInt32LE(file.checksum ?? crc32(plain), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(file.size ?? plain.length, 18)
    fields.writeUInt16LE(localName.length, 22)
    locals.push(Buffer.from('PK\x03\x04', 'latin1'), Buffer.from(fields), localName, packed)
    fields.writeUInt16LE(name.length, 22)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((mode << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    // Made by: Unix.
    records.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), fields, rest, name)
    offset += 30 + localName.length + packed.length
  }
  const directory = Buffer.concat(records)
  const { disk = 0, count = files.length, directorySize = directory.length } = end
  const tail = Buffer.alloc(18)
  tail.writeUInt16LE(disk, 0)
  tail.writeUInt16LE(count, 4)
  tail.writeUInt16LE(count, 6)
  tail.writeUInt32LE(directorySize, 8)
  tail.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06', 'latin1'), tail])
}

/** A member of a tar; what is left out is as it should be. */
export interface TarMember {
  readonly name: string | Uint8Array
  readonly data?: string | Uint8Array
  /** The type flag; '0' is a file. */
  readonly type?: string
  readonly link?: string
  readonly mode?: number
  readonly checksum?: number
}

export function tarOf(members: readonly TarMember[]): Uint8Array {
  const blocks = members.flatMap((member) => {
    const data = Buffer.from(bytesOf(member.data ?? ''))
    const header = Buffer.alloc(512)
    Buffer.from(bytesOf(member.name)).copy(header, 0)
    const octal = (value: number, at: number, size: number): unknown =>
      header.write(`${value.toString(8).padStart(size - 1, '0')}\0`, at, 'latin1')
    octal(member.mode ?? 0o644, 100, 8)
    octal(0, 108, 8)
    octal(0, 116, 8)
    octal(data.length, 124, 12)
    octal(0, 136, 12)
    header.write('        ', 148, 'latin1')
    header.write(member.type ?? '0', 156, 'latin1')
    header.write(member.link ?? '', 157, 'utf8')
    header.write('ustar\x0000', 257, 'latin1')
    octal(member.checksum ?? header.reduce((sum, byte) => sum + byte, 0), 148, 8)
    return [header, data, Buffer.alloc(-data.length & 511)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

export const MANIFEST = 'package: dev.example.app\nversion: 0.1.0\n'

/** A version 1 LPK with this content. */
export const lpk1 = (content: readonly TarMember[], more: readonly ZipFile[] = []): Uint8Array =>
  zipOf([
    { name: 'manifest.yml', data: MANIFEST },
    { name: 'content.tar', data: tarOf(content) },
    ...more,
  ])

/** A version 2 LPK with these members besides its manifest. */
export const lpk2 = (members: readonly TarMember[]): Uint8Array =>
  tarOf([{ name: 'manifest.yml', data: MANIFEST }, ...members])
