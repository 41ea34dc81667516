/** The LazyCat files that a folder has already. */
import { find, type Manifest, parseManifest, textOf } from 'catflap-lazycat/manifest'
import { readOwnText } from '../files.ts'
import { InitError } from '../init-error.ts'
import { TROUBLE } from '../words.ts'

/** A file with its text and what the text says. */
export interface Present {
  readonly name: string
  readonly text: string
  readonly parsed: Manifest
}

/** What there is; nothing of it is ever replaced. */
export interface Existing {
  readonly manifest: Present | undefined
  /** LPK v2 keeps id, version and texts here. */
  readonly packageFile: Present | undefined
  readonly buildFile: Present | undefined
  /** The package id that these name. */
  readonly id: string | undefined
  /** The icon that lzc-build.yml names. */
  readonly icon: string | undefined
}

export const MANIFEST = 'lzc-manifest.yml'
export const BUILD_FILE = 'lzc-build.yml'
export const PACKAGE_FILE = 'package.yml'

/** Reads them. @throws InitError when one cannot be read as what it is */
export function readExisting(folder: string): Existing {
  const buildFile = readPresent(folder, BUILD_FILE)
  const setting = (key: string): string | undefined => {
    const value = textOf(find(buildFile?.parsed.root, key))
    return value?.replace(/^\.\//, '')
  }
  const named = setting('manifest') ?? MANIFEST
  // A path that leads out of the folder is not followed.
  const manifest = readPresent(folder, isInside(named) ? named : MANIFEST)
  const packageFile = readPresent(folder, PACKAGE_FILE)
  const idOf = (file: Present | undefined) => textOf(find(file?.parsed.root, 'package'))
  return {
    manifest,
    packageFile,
    buildFile,
    id: idOf(packageFile) ?? idOf(manifest),
    icon: setting('icon'),
  }
}

function readPresent(folder: string, name: string): Present | undefined {
  const text = readOwnText(folder, name)
  if (text === undefined) return undefined
  const parsed = parseManifest(text)
  const [fault] = parsed.syntax
  if (fault !== undefined) throw new InitError(TROUBLE.notYaml(name, fault.at.line))
  if (parsed.root !== undefined && parsed.root.kind !== 'map') {
    throw new InitError(TROUBLE.notYaml(name, parsed.root.at.line))
  }
  return { name, text, parsed }
}

const isInside = (path: string): boolean => !path.startsWith('/') && !path.split('/').includes('..')
