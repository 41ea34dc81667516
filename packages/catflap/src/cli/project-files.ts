/** What stands beside a manifest: lzc-build.yml, package.yml, icon, content. */
import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import {
  type ContentFiles,
  type Files,
  find,
  parseManifest,
  textOf,
} from 'catflap-lazycat/manifest'
import { readHead, readText, type Unreadable } from './files.ts'

/** The files, and where those are that findings may be about. */
export interface Beside {
  readonly files: Files
  readonly buildPath: string
  readonly packagePath: string
  readonly parametersPath: string
  readonly buildDevPath: string
}

/**
 * Reads what is there.
 *
 * @param build - a lzc-build.yml that must be there, since somebody named it
 */
export function readBeside(directory: string, build: string | undefined): Beside | Unreadable {
  const buildPath = build ?? join(directory, 'lzc-build.yml')
  const packagePath = join(directory, 'package.yml')
  const buildText = readOptional(buildPath, build !== undefined)
  if (typeof buildText === 'object') return buildText
  const buildDevPath = buildPath.replace(/(\.ya?ml)$/, '.dev$1')
  const buildDev = buildDevPath === buildPath ? undefined : readOptional(buildDevPath)
  if (typeof buildDev === 'object') return buildDev
  const parametersPath = resolve(dirname(buildPath), parametersName(buildText))
  const packageText = readOptional(packagePath)
  if (typeof packageText === 'object') return packageText
  const parameters = readOptional(parametersPath)
  if (typeof parameters === 'object') return parameters
  return {
    files: {
      ...(buildText !== undefined && { build: buildText, ...readNamed(buildText, buildPath) }),
      ...(packageText !== undefined && { package: packageText }),
      ...(buildDev !== undefined && { buildDev }),
      parameters: parameters ?? null,
      include: (path) => readInclude(resolve(directory, path)),
    },
    buildPath,
    packagePath,
    parametersPath,
    buildDevPath,
  }
}

/** @param mustBeThere - since somebody named it */
function readOptional(path: string, mustBeThere = false): string | undefined | Unreadable {
  return mustBeThere || existsSync(path) ? readText(path) : undefined
}

/** Like everything beside the manifest it belongs to whoever runs this. */
function readInclude(path: string): string | undefined {
  const text = readOptional(path)
  return typeof text === 'string' ? text : undefined
}

const parametersName = (build: string | undefined): string =>
  (build === undefined ? undefined : textOf(find(parseManifest(build).root, 'deploy_params'))) ??
  'lzc-deploy-params.yml'

/** The icon and the content that lzc-build.yml names. */
function readNamed(text: string, path: string): Pick<Files, 'icon' | 'content'> {
  const { root } = parseManifest(text)
  const directory = dirname(path)
  const icon = textOf(find(root, 'icon'))
  const content = textOf(find(root, 'contentdir'))
  return {
    ...(icon !== undefined && { icon: readHead(resolve(directory, icon)) ?? null }),
    ...(content !== undefined && readContent(resolve(directory, content))),
  }
}

/** A content directory that is not there has only not been built yet. */
function readContent(directory: string): { readonly content?: ContentFiles } {
  if (!existsSync(directory)) return {}
  return {
    content: {
      exists: (path) => existsSync(join(directory, path)),
      isExecutable: (path) => (statSync(join(directory, path)).mode & 0o111) !== 0,
    },
  }
}
