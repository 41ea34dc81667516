/** Finds what there is to run: a manifest, its parameters and its content. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { type ContentFiles, MANIFEST_BYTES } from 'catflap-lazycat/manifest'
import type { AppSource } from './app-source.ts'
import { openLpk } from './open-lpk.ts'
import { RunError } from './run-error.ts'
import { parseYaml, readText } from './yaml.ts'

const BUILD = 'lzc-build.yml'
const MANIFEST = 'lzc-manifest.yml'

/**
 * Opens a project's folder, a manifest or an LPK.
 *
 * @throws {@link RunError} `RUN_NOT_FOUND`, `RUN_LPK_INVALID`, `RUN_MANIFEST_INVALID`
 */
export async function openSource(path: string): Promise<AppSource> {
  const target = resolve(path)
  if (!existsSync(target)) throw notFound(path)
  if (target.endsWith('.lpk')) return openLpk(target)
  const isFolder = statSync(target).isDirectory()
  const folder = isFolder ? target : dirname(target)
  const buildFile = basename(target) === BUILD ? target : join(folder, BUILD)
  const optional = (file: string) => (existsSync(file) ? readFile(file) : undefined)
  const buildYml = optional(buildFile)
  const build = buildYml === undefined ? undefined : parseYaml(buildYml, BUILD)
  const setting = (key: string) => (build === undefined ? undefined : readText(build, key))
  const isManifest = !isFolder && target !== buildFile
  const manifestFile = isManifest ? target : resolve(folder, setting('manifest') ?? MANIFEST)
  if (!existsSync(manifestFile)) throw notFound(manifestFile)
  const packageFile = join(dirname(manifestFile), 'package.yml')
  const packageYml = optional(packageFile)
  const parameters = resolve(folder, setting('deploy_params') ?? 'lzc-deploy-params.yml')
  const content = findContent(folder, setting('contentdir'))
  return {
    manifest: readFile(manifestFile),
    packageYml,
    deployParams: optional(parameters),
    beside: {
      ...(buildYml !== undefined && { build: buildYml }),
      ...(packageYml !== undefined && { package: packageYml }),
      parameters: optional(parameters) ?? null,
      ...(content !== undefined && { content: lookInto(content) }),
    },
    names: {
      manifest: nameOf(manifestFile),
      package: nameOf(packageFile),
      build: nameOf(buildFile),
      parameters: nameOf(parameters),
    },
    openContent: () => content,
  }
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
  const { size } = statSync(file)
  if (size <= MANIFEST_BYTES) return readFileSync(file, 'utf8')
  const name = basename(file)
  throw new RunError('RUN_MANIFEST_INVALID', `${name} is longer than 1 MiB`, `${name} 超过 1 MiB`)
}

function notFound(path: string): RunError {
  return new RunError(
    'RUN_NOT_FOUND',
    `${path}: no such file; give a folder, a manifest (${MANIFEST}) or an .lpk`,
    `${path}：文件不存在；请指定文件夹、清单（${MANIFEST}）或 .lpk`,
  )
}
