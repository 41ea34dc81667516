/** Written and read again, the same; written twice, the same bytes; of random bytes, nothing worse. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Entry, LpkError, type LpkVersion, readLpk, writeLpk } from '../../src/lpk/index.ts'
import { lpk1, lpk2 } from './archives.ts'

const seed = Number(process.env.FC_SEED ?? Date.now() % 2_147_483_647)
console.info(`lpk: FC_SEED=${seed}`)
fc.configureGlobal({ seed, numRuns: 200 })

const name = fc
  .string({
    unit: fc.constantFrom('a', 'B', '0', '.', '-', ' ', '猫', 'é'),
    minLength: 1,
    maxLength: 30,
  })
  .filter((one) => !/^\.+$/.test(one))
const path = fc.array(name, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('/'))
const bytes = fc.uint8Array({ maxLength: 2000 })
const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({
    kind: fc.constant('file' as const),
    path,
    mode: fc.constantFrom(0o644, 0o755),
    bytes,
  }),
  fc.record({ kind: fc.constant('directory' as const), path, mode: fc.constant(0o755) }),
  fc.record({
    kind: fc.constant('symlink' as const),
    path,
    mode: fc.constant(0o777),
    target: name,
  }),
)
/** Entries that can be in one folder: no path twice, none below another that is no directory. */
const content = fc.array(entry, { maxLength: 12 }).map((entries) => {
  const kept = new Map<string, Entry>()
  const inWay = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`)
  for (const one of entries) {
    const clash = [...kept.keys()].some((key) => inWay(key, one.path) || inWay(one.path, key))
    if (!clash) kept.set(one.path, one)
  }
  return [...kept.values()]
})
const version: fc.Arbitrary<LpkVersion> = fc.oneof(
  fc.constant({}),
  fc.record({ version: fc.constant(2 as const), packageYml: fc.string({ unit: 'grapheme' }) }),
)
const source = fc
  .tuple(
    fc.record(
      {
        manifest: fc.string({ unit: 'grapheme' }),
        icon: bytes,
        deployParams: fc.string({ unit: 'grapheme' }),
        content,
      },
      { requiredKeys: ['manifest', 'icon', 'content'] },
    ),
    version,
  )
  .map(([parts, more]) => ({ ...parts, ...more }))
const sorted = (entries: readonly Entry[]) =>
  [...entries].sort((a, b) => (a.path < b.path ? -1 : 1))

describe('an LPK', () => {
  it('is read as it was written, in either version', async () => {
    await fc.assert(
      fc.asyncProperty(source, async (given) => {
        const lpk = await readLpk(await writeLpk(given))
        expect(lpk).toEqual({ version: 1, ...given, content: sorted(given.content) })
      }),
    )
  })

  it('is the same bytes whatever the order, the modes and the time zone', async () => {
    const zone = process.env.TZ
    await fc.assert(
      fc.asyncProperty(source, async (given) => {
        const reversed = [...given.content].reverse()
        const other = reversed.map((one) => ({ ...one, mode: one.mode & 0o711 }))
        process.env.TZ = 'Asia/Shanghai'
        const first = await writeLpk(given)
        process.env.TZ = 'America/New_York'
        expect(Buffer.compare(first, await writeLpk({ ...given, content: other }))).toBe(0)
      }),
    )
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })

  it('holds no time but 1980-01-01, and none in its gzip', async () => {
    const given = { manifest: 'x', icon: new Uint8Array(), content: [] }
    const zip = Buffer.from(await writeLpk(given))
    expect(zip.readUInt32LE(10)).toBe(0x0021_0000)
    const tar = Buffer.from(await writeLpk({ ...given, version: 2, packageYml: '' }))
    expect(Number.parseInt(tar.toString('latin1', 136, 147), 8)).toBe(Date.UTC(1980, 0, 1) / 1000)
    const gzip = tar.indexOf('1f8b08', 0, 'hex')
    expect(tar.readUInt32LE(gzip + 4)).toBe(0)
  })

  it.each<readonly [string, Entry]>([
    ['LPK_PATH_UNSAFE', { kind: 'directory', path: '../x', mode: 0o755 }],
    ['LPK_PATH_UNSAFE', { kind: 'directory', path: './x', mode: 0o755 }],
    ['LPK_PATH_UNSAFE', { kind: 'directory', path: '.', mode: 0o755 }],
    ['LPK_LINK_UNSAFE', { kind: 'symlink', path: 'x', mode: 0o777, target: '/etc' }],
  ])('that would be refused, %s, is not written', async (code, one) => {
    const writing = writeLpk({ manifest: '', icon: new Uint8Array(), content: [one] })
    await expect(writing).rejects.toMatchObject({ code })
  })
})

describe('of any bytes', () => {
  const files = [
    lpk1([
      { name: 'a/main.js', data: 'x'.repeat(900) },
      { name: 'b', type: '2', link: 'a' },
    ]),
    lpk2([
      { name: 'icon.png', data: 'x' },
      { name: 'content.tar', data: new Uint8Array(1024) },
    ]),
  ]
  const limits = { entryBytes: 5000, totalBytes: 50_000, entries: 100 }
  /** What an archive unpacks to within the limits, or the refusal; anything else fails the test. */
  async function survive(given: Uint8Array): Promise<void> {
    try {
      const lpk = await readLpk(given, limits)
      const sizes = lpk.content.map((one) => (one.kind === 'file' ? one.bytes.length : 0))
      expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(limits.entryBytes)
      expect(lpk.content.length).toBeLessThanOrEqual(limits.entries)
    } catch (error) {
      if (!(error instanceof LpkError)) throw error
    }
  }

  it('reading gives an LPK or an LpkError', async () => {
    const begins = fc.constantFrom('', 'PK\x03\x04', 'PK\x05\x06')
    await fc.assert(
      fc.asyncProperty(begins, fc.uint8Array({ maxLength: 3000 }), (begin, rest) =>
        survive(Buffer.concat([Buffer.from(begin, 'latin1'), rest])),
      ),
    )
  })

  it('reading an LPK with changed, missing and added bytes gives an LPK or an LpkError', async () => {
    const change = fc.record({
      at: fc.nat(),
      remove: fc.constantFrom(0, 1, 1, 2, 512),
      insert: fc.oneof(fc.uint8Array({ maxLength: 3 }), fc.constant(new Uint8Array([0xff]))),
    })
    const changes = fc.array(change, { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), changes, async (file, list) => {
        let bytes = Buffer.from(file)
        for (const { at, remove, insert } of list) {
          const from = at % bytes.length
          bytes = Buffer.concat([bytes.subarray(0, from), insert, bytes.subarray(from + remove)])
        }
        await survive(bytes)
      }),
      { numRuns: 2000 },
    )
  })
})
