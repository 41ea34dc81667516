/** One hostile archive for each thing that a reader refuses. */
import { constants, deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type LpkErrorCode, type LpkLimits, readLpk } from '../../src/lpk/index.ts'
import { lpk1, lpk2, MANIFEST, tarOf, zipOf } from './archives.ts'

const manifest = { name: 'manifest.yml', data: MANIFEST }
const whole = lpk1([{ name: 'main.js', data: 'x' }])
const latin1 = Buffer.from('caf\xe9', 'latin1')
const zeros = Buffer.alloc(3_000_000)
type Row = readonly [string, LpkErrorCode, Uint8Array]

const refused = async (bytes: Uint8Array, limits?: Partial<LpkLimits>): Promise<string> => {
  try {
    await readLpk(bytes, limits)
    return 'accepted'
  } catch (error) {
    return (error as { code: string }).code ?? String(error)
  }
}

describe('the archive', () => {
  it.each<Row>([
    ['that is empty', 'LPK_NOT_AN_ARCHIVE', new Uint8Array()],
    ['that is a gzip', 'LPK_NOT_AN_ARCHIVE', gzipSync(tarOf([manifest]))],
    ['that is a text', 'LPK_NOT_AN_ARCHIVE', Buffer.from(MANIFEST)],
    ['without a manifest, as a zip', 'LPK_MANIFEST_MISSING', zipOf([{ name: 'icon.png' }])],
    ['without any file', 'LPK_MANIFEST_MISSING', zipOf([])],
    ['without a manifest, as a tar', 'LPK_MANIFEST_MISSING', tarOf([{ name: 'icon.png' }])],
    ['whose manifest is a directory', 'LPK_MANIFEST_MISSING', zipOf([{ name: 'manifest.yml/' }])],
    ['that is a zip cut off', 'LPK_DAMAGED', whole.subarray(0, -1)],
    ['with bytes after the zip', 'LPK_DAMAGED', Buffer.concat([whole, Buffer.from('x')])],
    ['with another zip before it', 'LPK_DAMAGED', Buffer.concat([whole, whole])],
    ['with a directory that is short', 'LPK_DAMAGED', zipOf([manifest], { directorySize: 1 })],
    ['with fewer files than it states', 'LPK_DAMAGED', zipOf([manifest], { count: 2 })],
    ['with more files than it states', 'LPK_DAMAGED', zipOf([manifest, manifest], { count: 1 })],
    ['that is one disk of several', 'LPK_MULTI_DISK', zipOf([manifest], { disk: 1 })],
    ['that is a zip64', 'LPK_UNSUPPORTED', zipOf([manifest], { count: 0xffff })],
    ['that is a tar cut off', 'LPK_DAMAGED', lpk2([]).subarray(0, 700)],
    ['that is a tar without its end', 'LPK_DAMAGED', lpk2([]).subarray(0, -1024)],
    ['with a wrong tar checksum', 'LPK_DAMAGED', lpk2([{ name: 'a', checksum: 1 }])],
    ['with two contents', 'LPK_DUPLICATE', lpk2(twoContents())],
    ['with a gzip that is none', 'LPK_DAMAGED', lpk2([{ name: 'content.tar.gz', data: 'no' }])],
    ['with a gzip cut off', 'LPK_DAMAGED', lpk2([packed(gzipSync(zeros).subarray(0, 500))])],
    ['with a manifest in Latin-1', 'LPK_NOT_UTF8', zipOf([{ ...manifest, data: latin1 }])],
  ])('%s is refused: %s', async (_, code, bytes) => {
    expect(await refused(bytes)).toBe(code)
  })
})

describe('a file of the zip', () => {
  it.each<Row>([
    ['that is encrypted', 'LPK_ENCRYPTED', zipOf([{ ...manifest, flags: 1 }])],
    ['that is strongly encrypted', 'LPK_ENCRYPTED', zipOf([{ ...manifest, flags: 0x41 }])],
    ['with masked headers', 'LPK_ENCRYPTED', zipOf([{ ...manifest, flags: 0x2000 }])],
    ['packed by another method', 'LPK_UNSUPPORTED', zipOf([{ ...manifest, method: 12 }])],
    ['of a size elsewhere', 'LPK_UNSUPPORTED', zipOf([{ ...manifest, size: 0xffffffff }])],
    ['that is a symbolic link', 'LPK_KIND_REFUSED', zipOf([{ ...manifest, mode: 0o120777 }])],
    ['that is a device', 'LPK_KIND_REFUSED', zipOf([{ ...manifest, mode: 0o060644 }])],
    ['with another checksum', 'LPK_DAMAGED', zipOf([{ ...manifest, checksum: 7 }])],
    ['that is longer than stated', 'LPK_DAMAGED', zipOf([{ ...manifest, size: 3 }])],
    ['that is shorter than stated', 'LPK_DAMAGED', zipOf([{ ...manifest, size: 3000 }])],
    ['with two names', 'LPK_DAMAGED', zipOf([{ ...manifest, localName: 'manifest.yaml' }])],
    ['that is there twice', 'LPK_DUPLICATE', zipOf([manifest, manifest])],
    ['that is there twice, nearly', 'LPK_DUPLICATE', zipOf([manifest, { name: './manifest.yml' }])],
    ['named in Latin-1', 'LPK_NOT_UTF8', zipOf([manifest, { name: latin1 }])],
    ['that leads up', 'LPK_PATH_UNSAFE', zipOf([manifest, { name: '../x' }])],
  ])('%s is refused: %s', async (_, code, bytes) => {
    expect(await refused(bytes)).toBe(code)
  })
})

describe('an entry of the content', () => {
  const deep = 'a/b/link'
  it.each<[string, LpkErrorCode, Parameters<typeof lpk1>[0]]>([
    ['that leads up', 'LPK_PATH_UNSAFE', [{ name: '../x' }]],
    ['that leads up from within', 'LPK_PATH_UNSAFE', [{ name: 'a/../../x' }]],
    ['that goes up and stays inside', 'LPK_PATH_UNSAFE', [{ name: 'a/../x' }]],
    ['that is absolute', 'LPK_PATH_UNSAFE', [{ name: '/etc/passwd' }]],
    ['that is absolute after a dot', 'LPK_PATH_UNSAFE', [{ name: './/etc/passwd' }]],
    ['with a backslash', 'LPK_PATH_UNSAFE', [{ name: '..\\x' }]],
    ['with a drive letter', 'LPK_PATH_UNSAFE', [{ name: 'C:x' }]],
    ['with a line break', 'LPK_PATH_UNSAFE', [{ name: 'a\nb' }]],
    ['with a NUL', 'LPK_PATH_UNSAFE', [pax('path', 'a\0b'), { name: 'x' }]],
    ['with an empty part', 'LPK_PATH_UNSAFE', [{ name: 'a//b' }]],
    ['without a name', 'LPK_PATH_UNSAFE', [{ name: '' }]],
    ['named in Latin-1', 'LPK_NOT_UTF8', [{ name: latin1 }]],
    ['that leads up by its extended name', 'LPK_PATH_UNSAFE', [pax('path', '../x'), { name: 'x' }]],
    ['that is a hard link', 'LPK_KIND_REFUSED', [{ name: 'a', type: '1', link: 'b' }]],
    ['that is a character device', 'LPK_KIND_REFUSED', [{ name: 'a', type: '3' }]],
    ['that is a block device', 'LPK_KIND_REFUSED', [{ name: 'a', type: '4' }]],
    ['that is a fifo', 'LPK_KIND_REFUSED', [{ name: 'a', type: '6' }]],
    ['that is there twice', 'LPK_DUPLICATE', [{ name: 'a' }, { name: './a' }]],
    ['that is file and directory', 'LPK_DUPLICATE', [{ name: 'a' }, { name: 'a/', type: '5' }]],
    ['below a file', 'LPK_PATH_UNSAFE', [{ name: 'a' }, { name: 'a/b' }]],
    ['below a link', 'LPK_PATH_UNSAFE', [link('a', 'b'), { name: 'a/c' }]],
    ['below a link that comes later', 'LPK_PATH_UNSAFE', [{ name: 'a/b/c' }, link('a', 'd')]],
    ['linking to an absolute path', 'LPK_LINK_UNSAFE', [link('a', '/etc')]],
    ['linking up', 'LPK_LINK_UNSAFE', [link('a', '../x')]],
    ['linking further up than it is deep', 'LPK_LINK_UNSAFE', [link(deep, '../../../x')]],
    ['linking up by way of a link', 'LPK_LINK_UNSAFE', [link(deep, 'up/../../x')]],
    ['linking with a backslash', 'LPK_LINK_UNSAFE', [link('a', '..\\x')]],
    ['linking to a drive', 'LPK_LINK_UNSAFE', [link('a', 'C:x')]],
    ['linking to nothing', 'LPK_LINK_UNSAFE', [link('a', '')]],
    ['linking to a NUL', 'LPK_LINK_UNSAFE', [pax('linkpath', 'a\0b'), link('a', 'x')]],
  ])('%s is refused: %s', async (_, code, content) => {
    expect(await refused(lpk1(content))).toBe(code)
  })

  it('may be a link that stays inside', async () => {
    const content = [link('a/b/one', '../../c'), link('two', './a/b'), link('a/three', '..')]
    const lpk = await readLpk(lpk1(content))
    expect(lpk.content.map((one) => one.kind === 'symlink' && one.target)).toEqual([
      '../../c',
      './a/b',
      '..',
    ])
  })
})

describe('the limits', () => {
  const bomb = lpk1([{ name: 'zeros', data: zeros }])
  const liar = zipOf([manifest, { name: 'content.tar', data: zeros, size: 1024 }])
  it.each<readonly [...Row, Partial<LpkLimits>]>([
    ['one file of the zip', 'LPK_TOO_LARGE', lpk1([], [icon(9000)]), { entryBytes: 8000 }],
    ['one file of the content', 'LPK_TOO_LARGE', bomb, { entryBytes: 2_999_999 }],
    ['the whole', 'LPK_TOO_LARGE', bomb, { totalBytes: 5_999_999 }],
    ['a file larger than stated', 'LPK_DAMAGED', liar, { totalBytes: 10_000 }],
    ['a packed content', 'LPK_TOO_LARGE', lpk2([packed(gzipSync(zeros))]), { totalBytes: 200_000 }],
    [
      'content that was packed',
      'LPK_TOO_LARGE',
      lpk2([packed(gzipSync(tarOf([{ name: 'zeros', data: zeros }])))]),
      { totalBytes: 5_000_000 },
    ],
    ['the number of entries', 'LPK_TOO_MANY', lpk1([{ name: 'a' }, { name: 'b' }]), { entries: 3 }],
  ])('hold for %s: %s', async (_, code, bytes, limits) => {
    expect(await refused(bytes, limits)).toBe(code)
  })

  it('that are just met accept', async () => {
    const tar = tarOf([{ name: 'zeros', data: zeros }])
    const totalBytes = MANIFEST.length + tar.length + zeros.length
    const limits = { entryBytes: zeros.length, totalBytes, entries: 3 }
    expect(await refused(bomb, limits)).toBe('accepted')
    expect(await refused(bomb, { ...limits, totalBytes: totalBytes - 1 })).toBe('LPK_TOO_LARGE')
  })

  const mebibyte = Buffer.alloc(1024 ** 2)
  const times = (count: number, bytes: Uint8Array, end = new Uint8Array()) =>
    Buffer.concat([...Array<Uint8Array>(count).fill(bytes), end])
  const part = deflateRawSync(mebibyte, { finishFlush: constants.Z_FULL_FLUSH })
  const file = { name: 'content.tar', packed: times(400, part, deflateRawSync('')), size: 512 }
  it.each([
    ['a zip', zipOf([manifest, file])],
    ['a gzip', lpk2([packed(times(400, gzipSync(mebibyte)))])],
  ])('hold while %s is decompressed, not afterwards', async (_, huge) => {
    const before = process.resourceUsage().maxRSS
    expect(await refused(huge, { totalBytes: 1_000_000 })).toMatch(/TOO_LARGE|DAMAGED/)
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(50_000)
  })
})

it.each([
  ['/etc/passwd', 'an absolute path'],
  ['C:/x', 'a drive letter'],
  ['a/../x', '..'],
  ['a//x', 'an empty part'],
  ['', 'no name'],
])('of the path %j a refusal says: %s', async (name, seen) => {
  await expect(readLpk(lpk1([{ name }]))).rejects.toMatchObject({ code: 'LPK_PATH_UNSAFE', seen })
})

it('a refusal says what, where, what was expected and what was seen, in both languages', async () => {
  const error = await readLpk(lpk1([{ name: 'a\nb' }])).catch((one: unknown) => one)
  expect(error).toMatchObject({
    name: 'LpkError',
    code: 'LPK_PATH_UNSAFE',
    path: 'a\nb',
    expected: 'a plain path',
    seen: 'a control character',
    message:
      'A path leads outside, or is no plain path. "a\\nb" Expected: a plain path; ' +
      'seen: a control character (LPK_PATH_UNSAFE)\n' +
      '路径指向外部，或不是普通的相对路径。 "a\\nb" 期望：a plain path；' +
      '实际：a control character（LPK_PATH_UNSAFE）',
  })
})

function link(name: string, target: string) {
  return { name, type: '2', link: target }
}

function pax(key: string, value: string) {
  const record = ` ${key}=${value}\n`
  const length = record.length + 2
  return { name: 'pax', type: 'x', data: `${length}${record}` }
}

function icon(size: number) {
  return { name: 'icon.png', data: Buffer.alloc(size) }
}

function packed(data: Uint8Array) {
  return { name: 'content.tar.gz', data }
}

function twoContents() {
  const tar = tarOf([])
  return [{ name: 'content.tar', data: tar }, packed(gzipSync(tar))]
}
