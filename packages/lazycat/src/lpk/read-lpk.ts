/** Reads LPK packages of both versions, from anywhere: nothing in them is trusted. */
import { gunzipSync } from 'node:zlib'
import { LPK_FILES } from '../facts/lpk.ts'
import { MANIFEST_BYTES } from '../text/limits.ts'
import type { Entry } from './entry.ts'
import { LpkError } from './errors.ts'
import { type Budget, createBudget, type LpkLimits } from './limits.ts'
import { readTar } from './tar.ts'
import { readZip } from './zip.ts'

/** What is in an LPK. */
export interface Lpk {
  /** 1: a zip, for every lzcos. 2: a tar, since lzcos 1.5.0. */
  readonly version: 1 | 2
  /** Text of manifest.yml. */
  readonly manifest: string
  /** Text of package.yml, which version 2 has. */
  readonly packageYml?: string
  /** Text of deploy_params.yml. */
  readonly deployParams?: string
  /** Bytes of icon.png. */
  readonly icon?: Uint8Array
  /** What becomes /lzcapp/pkg/content. */
  readonly content: readonly Entry[]
}

const WANTED: ReadonlySet<string> = new Set([
  LPK_FILES.manifest,
  LPK_FILES.packageYml,
  LPK_FILES.deployParams,
  LPK_FILES.icon,
  LPK_FILES.content,
  LPK_FILES.packedContent,
])
const isWanted = (path: string): boolean => WANTED.has(path)
const isLayer = (path: string): boolean =>
  path === LPK_FILES.content || path === LPK_FILES.packedContent

/**
 * Reads an LPK whole.
 *
 * @param limits - bounds of what it unpacks to; the defaults fit an app with images
 * @throws {@link LpkError} with any code but those of unpacking
 */
export async function readLpk(bytes: Uint8Array, limits?: Partial<LpkLimits>): Promise<Lpk> {
  const budget = createBudget(limits)
  const version = versionOf(bytes)
  // A Buffer's own methods share memory where those of a plain array copy.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const files =
    version === 1 ? readZip(plain, budget, isWanted, isLayer) : await readOuterTar(plain, budget)
  const manifest = textOf(files, LPK_FILES.manifest)
  if (manifest === undefined) {
    const seen = [...files.keys()].join(', ') || 'no file of an LPK'
    throw new LpkError('LPK_MANIFEST_MISSING', { expected: LPK_FILES.manifest, seen })
  }
  const packageYml = textOf(files, LPK_FILES.packageYml)
  const deployParams = textOf(files, LPK_FILES.deployParams)
  const icon = files.get(LPK_FILES.icon)
  return {
    version,
    manifest,
    ...(packageYml !== undefined && { packageYml }),
    ...(deployParams !== undefined && { deployParams }),
    ...(icon && { icon }),
    content: await contentOf(files, budget),
  }
}

function versionOf(bytes: Uint8Array): 1 | 2 {
  const begins = (at: number, ...wanted: readonly number[]): boolean =>
    wanted.every((byte, i) => bytes[at + i] === byte)
  // Of a file, or of the end of a zip without any.
  if (begins(0, 0x50, 0x4b, 3, 4) || begins(0, 0x50, 0x4b, 5, 6)) return 1
  if (begins(257, 0x75, 0x73, 0x74, 0x61, 0x72)) return 2
  const seen = `${bytes.length} bytes beginning with ${Buffer.from(bytes.subarray(0, 4)).toString('hex')}`
  throw new LpkError('LPK_NOT_AN_ARCHIVE', { expected: 'a zip or a tar', seen })
}

async function readOuterTar(
  bytes: Uint8Array,
  budget: Budget,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const entries = await readTar(bytes, budget, isWanted, isLayer)
  return new Map(entries.flatMap((one) => (one.kind === 'file' ? [[one.path, one.bytes]] : [])))
}

async function contentOf(
  files: ReadonlyMap<string, Uint8Array>,
  budget: Budget,
): Promise<readonly Entry[]> {
  const tar = files.get(LPK_FILES.content)
  const packed = files.get(LPK_FILES.packedContent)
  if (tar !== undefined && packed !== undefined) {
    const seen = `${LPK_FILES.content} and ${LPK_FILES.packedContent}`
    throw new LpkError('LPK_DUPLICATE', { expected: 'the content once', seen })
  }
  if (packed !== undefined) return readTar(unzip(packed, budget), budget)
  return tar === undefined ? [] : readTar(tar, budget)
}

function unzip(packed: Uint8Array, budget: Budget): Uint8Array {
  const path = LPK_FILES.packedContent
  const left = budget.left()
  try {
    const tar = gunzipSync(packed, { maxOutputLength: Math.max(left, 1) })
    budget.layer(path, tar.length)
    return tar
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') {
      const expected = `at most ${left} bytes more`
      throw new LpkError('LPK_TOO_LARGE', { path, expected, seen: 'more', cause })
    }
    if (cause instanceof LpkError) throw cause
    throw new LpkError('LPK_DAMAGED', {
      path,
      expected: 'a whole gzip',
      seen: 'other bytes',
      cause,
    })
  }
}

function textOf(files: ReadonlyMap<string, Uint8Array>, path: string): string | undefined {
  const bytes = files.get(path)
  if (bytes === undefined) return undefined
  if (bytes.length > MANIFEST_BYTES) {
    const expected = `at most ${MANIFEST_BYTES} bytes of text`
    throw new LpkError('LPK_TOO_LARGE', { path, expected, seen: `${bytes.length} bytes` })
  }
  return decode(bytes, path)
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new LpkError('LPK_NOT_UTF8', { path, expected: 'UTF-8', seen: 'other bytes', cause })
  }
}
