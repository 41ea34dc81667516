/** Finds what there is to run: a manifest, its parameters and its content. */
import { isUtf8 } from 'node:buffer'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import {
  buildVariables,
  type ContentFiles,
  type Files,
  MANIFEST_BYTES,
  overridePackage,
  type Profile,
  preprocessManifest,
} from 'catflap-lazycat/manifest'
import type { AppSource } from './app-source.ts'
import { openLpk } from './open-lpk.ts'
import { RunError } from './run-error.ts'
import { parseYaml, readText } from './yaml.ts'

const BUILD = 'lzc-build.yml'
const BUILD_DEV = 'lzc-build.dev.yml'
const MANIFEST = 'lzc-manifest.yml'

/**
 * Opens a project's folder, a manifest or an LPK.
 *
 * @param profile - whom a project is built for; an LPK has been built.
 * @throws {@link RunError} `RUN_NOT_FOUND`, `RUN_LPK_INVALID`, `RUN_MANIFEST_INVALID`
 */
export async function openSource(path: string, profile: Profile = 'release'): Promise<AppSource> {
  const target = resolve(path)
  if (!existsSync(target)) throw notFound(path)
  if (target.endsWith('.lpk')) return openLpk(target)
  const isFolder = statSync(target).isDirectory()
  const folder = isFolder ? target : dirname(target)
  const buildFile = basename(target) === BUILD ? target : join(folder, BUILD)
  const build = openBuild(buildFile, join(folder, BUILD_DEV), profile)
  const isManifest = !isFolder && target !== buildFile
  const manifestFile = isManifest ? target : resolve(folder, build.setting('manifest') ?? MANIFEST)
  if (!existsSync(manifestFile)) throw notFound(manifestFile)
  const packageFile = join(dirname(manifestFile), 'package.yml')
  const packageYml = readOptional(packageFile)
  const parameters = resolve(folder, build.setting('deploy_params') ?? 'lzc-deploy-params.yml')
  const deployParams = readOptional(parameters)
  const content = findContent(folder, build.setting('contentdir'))
  const include = (name: string) => readOptional(resolve(dirname(manifestFile), name))
  const written = readFile(manifestFile)
  const settings = { profile, env: buildVariables(build.texts), include }
  return {
    manifest: preprocessManifest(written, settings).text,
    written,
    profile,
    packageYml: overridePackage(packageYml, build.texts),
    deployParams,
    beside: {
      ...build.beside,
      ...(packageYml !== undefined && { package: packageYml }),
      parameters: deployParams ?? null,
      include,
      ...(content !== undefined && { content: lookInto(content) }),
    },
    names: {
      manifest: nameOf(manifestFile),
      package: nameOf(packageFile),
      build: nameOf(buildFile),
      buildDev: nameOf(join(folder, BUILD_DEV)),
      parameters: nameOf(parameters),
    },
    openContent: () => content,
  }
}

interface Build {
  /** What counts for the profile, the last of which wins. */
  readonly texts: readonly string[]
  readonly beside: Pick<Files, 'build' | 'buildDev'>
  readonly setting: (key: string) => string | undefined
}

/** lzc-build.yml, and for the profile dev what lzc-build.dev.yml lays over it. */
function openBuild(file: string, devFile: string, profile: Profile): Build {
  const build = readOptional(file)
  const buildDev = profile === 'dev' ? readOptional(devFile) : undefined
  const parts = [
    ...(build === undefined ? [] : [{ text: build, yaml: parseYaml(build, BUILD) }]),
    ...(buildDev === undefined ? [] : [{ text: buildDev, yaml: parseYaml(buildDev, BUILD_DEV) }]),
  ]
  return {
    texts: parts.map(({ text }) => text),
    beside: {
      ...(build !== undefined && { build }),
      ...(buildDev !== undefined && { buildDev }),
    },
    setting(key) {
      return parts
        .toReversed()
        .map(({ yaml }) => readText(yaml, key))
        .find((value) => value !== undefined)
    },
  }
}

function readOptional(file: string): string | undefined {
  return existsSync(file) && statSync(file).isFile() ? readFile(file) : undefined
}

function findContent(folder: string, contentdir: string | undefined): string | undefined {
  if (contentdir === undefined) {
    return ['content', 'dist'].map((name) => join(folder, name)).find(isFolder)
  }
  const content = resolve(folder, contentdir)
  if (isFolder(content)) return content
  throw new RunError(
    'RUN_NOT_FOUND',
    `${BUILD}: the contentdir ${contentdir} is not there; build the app first`,
    `${BUILD}：contentdir ${contentdir} 不存在，请先构建应用`,
  )
}

function lookInto(content: string): ContentFiles {
  return {
    exists: (path) => existsSync(join(content, path)),
    isExecutable: (path) => (statSync(join(content, path)).mode & 0o111) !== 0,
  }
}

/** Relative to the current folder, unless it is outside. */
function nameOf(file: string): string {
  const name = relative('', file)
  return name.startsWith('..') ? file : name
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}

function readFile(file: string): string {
  const name = basename(file)
  if (statSync(file).size > MANIFEST_BYTES) {
    throw new RunError('RUN_MANIFEST_INVALID', `${name} is longer than 1 MiB`, `${name} 超过 1 MiB`)
  }
  const bytes = readFileSync(file)
  if (isUtf8(bytes)) return bytes.toString('utf8')
  throw new RunError('RUN_MANIFEST_INVALID', `${name} is not UTF-8 text`, `${name} 不是 UTF-8 文本`)
}

function notFound(path: string): RunError {
  return new RunError(
    'RUN_NOT_FOUND',
    `${path}: no such file; give a folder, a manifest (${MANIFEST}) or an .lpk`,
    `${path}：文件不存在；请指定文件夹、manifest（${MANIFEST}）或 .lpk`,
  )
}
