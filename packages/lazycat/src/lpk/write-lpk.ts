/** Writes LPK packages: the same input gives the same bytes, on every machine. */
import { gzipSync, zipSync } from 'fflate'
import { LPK_FILES } from '../facts/lpk.ts'
import { checkPath, checkTree, type Entry } from './entry.ts'
import { LpkError } from './errors.ts'
import { writeTar } from './tar.ts'

/** What to put into an LPK. */
export interface LpkSource {
  /** Text of lzc-manifest.yml. */
  readonly manifest: string
  /** A PNG. */
  readonly icon: Uint8Array
  /** Text of lzc-deploy-params.yml. */
  readonly deployParams?: string
  readonly content: readonly Entry[]
}

/** Version 1, which every lzcos installs; or version 2, which needs a package.yml and lzcos 1.5.0. */
export type LpkVersion =
  | { readonly version?: 1 }
  | { readonly version: 2; readonly packageYml: string }

/** A regular file's mode, where a zip made on Unix has it. */
const FILE_ATTRIBUTES = (0o100644 << 16) >>> 0

/**
 * Writes an LPK.
 *
 * @throws {@link LpkError} `LPK_PATH_UNSAFE`, `LPK_NOT_UTF8`, `LPK_DUPLICATE` or `LPK_LINK_UNSAFE`
 * for content that {@link readLpk} would refuse
 */
export async function writeLpk(source: LpkSource & LpkVersion): Promise<Uint8Array> {
  checkContent(source.content)
  const content = await writeTar(source.content)
  const common = {
    [LPK_FILES.manifest]: encode(source.manifest),
    [LPK_FILES.icon]: source.icon,
    ...(source.deployParams !== undefined && {
      [LPK_FILES.deployParams]: encode(source.deployParams),
    }),
  }
  if (source.version === 2) {
    // The time in a gzip's header, which is 0 for "none".
    const packedContent = gzipSync(content, { level: 9, mtime: 0 })
    return writeTar(
      Object.entries({
        ...common,
        [LPK_FILES.packageYml]: encode(source.packageYml),
        [LPK_FILES.packedContent]: packedContent,
      }).map(([path, bytes]) => ({ kind: 'file', path, mode: 0o644, bytes })),
    )
  }
  const files = Object.entries({ ...common, [LPK_FILES.content]: content }).sort()
  // A zip has local times, so this one is the same in every zone.
  const mtime = new Date(1980, 0, 1)
  const options = { level: 9, mtime, os: 3, attrs: FILE_ATTRIBUTES } as const
  return zipSync(Object.fromEntries(files), options)
}

function checkContent(content: readonly Entry[]): void {
  for (const { path } of content) {
    if (path === checkPath(path) && path !== '') continue
    throw new LpkError('LPK_PATH_UNSAFE', { path, expected: 'a plain path', seen: 'another form' })
  }
  checkTree(content)
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
