/** LPK packages of both versions: read within their limits, and nothing in them leads outside. */

import { crc32 } from 'node:zlib'
import { LpkError, readLpk, writeLpk } from 'catflap-lazycat/lpk'
import type { Choice } from '../engine/choice.ts'
import { must, type Target } from '../engine/target.ts'

const LIMITS = { entryBytes: 65_536, totalBytes: 262_144, entries: 64 }
const NAMES = [
  'manifest.yml',
  'package.yml',
  'content.tar',
  'content.tar.gz',
  'icon.png',
  '../a',
  '/etc/passwd',
  'a/b',
  './',
  'C:',
  '\\',
  'ustar',
  'PK\x01\x02',
  'PK\x03\x04',
  'PK\x05\x06',
]

export const target: Target = {
  mostBytes: 16_384,
  words: NAMES,
  change: repaired,
  async run(input) {
    const lpk = await readLpk(input, LIMITS).catch((error: unknown) => {
      if (!(error instanceof LpkError)) throw error
      must(!/[^\n\P{Cc}]/u.test(error.message), 'what is told can be shown')
    })
    if (lpk === undefined) return
    let bytes = 0
    const kinds = new Map(lpk.content.map(({ path, kind }) => [path, kind]))
    must(kinds.size === lpk.content.length, 'each path is there once')
    must(lpk.content.length <= LIMITS.entries, 'there are not more entries than allowed')
    for (const entry of lpk.content) {
      const parts = entry.path.split('/')
      must(!parts.some((part) => ['', '.', '..'].includes(part)), 'a path stays inside')
      must(!/[\\\p{Cc}]/u.test(entry.path) && !/^[a-z]:/i.test(entry.path), 'it is a plain one')
      for (let end = 1; end < parts.length; end++) {
        must(
          (kinds.get(parts.slice(0, end).join('/')) ?? 'directory') === 'directory',
          'it is below folders alone',
        )
      }
      if (entry.kind === 'file') bytes += entry.bytes.length
      if (entry.kind === 'symlink') must(staysInside(parts, entry.target), 'a link stays inside')
    }
    must(bytes <= LIMITS.totalBytes, 'it is not larger than allowed')
    // What was read can be written, and read again as the same.
    const again = await readLpk(await writeLpk({ icon: new Uint8Array(0), ...lpk } as never))
    must(again.manifest === lpk.manifest, 'the manifest stays what it is')
    must(listOf(again.content) === listOf(lpk.content), 'so does the content')
  },
}

type Content = Awaited<ReturnType<typeof readLpk>>['content']

const listOf = (content: Content): string =>
  content
    .map((one) =>
      [
        one.path,
        one.kind,
        one.kind === 'file' ? one.bytes.length : 0,
        one.kind === 'symlink' ? one.target : '',
      ].join('\n'),
    )
    .sort()
    .join('\n\n')

/** Where a link leads, step by step: no step may leave the folder. */
function staysInside(path: readonly string[], link: string): boolean {
  if (link.startsWith('/')) return false
  let depth = path.length - 1
  for (const part of link.split('/')) {
    if (part === '..') depth--
    else if (part !== '.' && part !== '') depth++
    if (depth < 0) return false
  }
  return true
}

/** The same archive with checksums that are right again, or with one of its numbers changed. */
function repaired(input: Buffer, choice: Choice): Buffer {
  const bytes = Buffer.from(input)
  const random = choice.below(bytes.length)
  if (bytes.length > 0 && choice.oneIn(2))
    bytes[random] = choice.of([0, 1, 0x2e, 0x2f, 0x30, 0x35, 0x7f, 0xff])
  for (let at = 0; at + 512 <= bytes.length; at += choice.oneIn(200) ? 1 : 512) sumTar(bytes, at)
  for (
    let at = bytes.indexOf('PK\x01\x02', 0, 'latin1');
    at !== -1 && at + 46 <= bytes.length;
    at = bytes.indexOf('PK\x01\x02', at + 1, 'latin1')
  ) {
    sumZip(bytes, at)
  }
  return bytes
}

function sumTar(bytes: Buffer, at: number): void {
  if (bytes.toString('latin1', at + 257, at + 262) !== 'ustar') return
  bytes.fill(0x20, at + 148, at + 156)
  const sum = bytes.subarray(at, at + 512).reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1')
}

/** Of a file that is stored as it is, as the directory says. */
function sumZip(bytes: Buffer, at: number): void {
  const [size, local] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)]
  if (bytes.readUInt16LE(at + 10) !== 0 || local + 30 > bytes.length) return
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  bytes.writeUInt32LE(crc32(bytes.subarray(from, from + size)), at + 16)
}
