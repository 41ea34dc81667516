/** The files that make a LazyCat app of a project: new ones, and additions to those that are there. */
import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildContentScript } from './content-script.ts'
import { readOwn } from './files.ts'
import { drawIcon } from './icon.ts'
import type { FileText, Ingredients } from './ingredients.ts'
import { InitError } from './init-error.ts'
import { BUILD_FILE, MANIFEST, PACKAGE_FILE, type Present } from './lazycat/existing.ts'
import { mergeManifest, mergePackageFile } from './lazycat/merge.ts'
import { formerContent, mergeBuildFile, packsHere } from './lazycat/merge-build.ts'
import { buildBuildFile, buildManifest, buildPackageFile } from './lazycat/new-manifest.ts'
import { findTarget } from './lazycat/target.ts'
import { buildStartScript } from './scripts.ts'
import { TROUBLE } from './words.ts'

/** Where the script puts the package together. */
const CONTENT = 'lzc-content'
const SCRIPT = 'lzc-build.mjs'

/** @throws InitError when a file that is there cannot be added to */
export function lazycatFiles(from: Ingredients): readonly FileText[] {
  const { project, answers, plan, language } = from
  const { manifest, packageFile } = project.existing
  const described = {
    ...answers,
    title: project.name.replace(/^@[^/]*\//, ''),
    data: project.packageJson?.data ?? {},
    run: plan.run,
    environment: plan.environment,
    language,
  }
  const files: FileText[] = []
  if (packageFile !== undefined) {
    const { text, added } = mergePackageFile(packageFile, answers.id)
    files.push({ kind: 'packageFile', name: PACKAGE_FILE, content: text, kept: true, added })
  } else if (answers.lpk === 'v2') {
    const content = buildPackageFile(described)
    files.push({ kind: 'packageFile', name: PACKAGE_FILE, content })
  }
  if (manifest !== undefined) {
    const { text, added } = mergeManifest(manifest, project.existing, described)
    files.push({ kind: 'manifest', name: manifest.name, content: text, kept: true, added })
  } else {
    files.push({ kind: 'manifest', name: MANIFEST, content: buildManifest(described) })
  }
  return [...files, ...packingFiles(from)]
}

/** What packs the app; nothing where the box starts something that the project packs already. */
function packingFiles({ project, answers, plan, language }: Ingredients): readonly FileText[] {
  const { manifest, buildFile, icon } = project.existing
  const ours = packsHere(buildFile)
  const { kind } = findTarget(manifest?.parsed.root)
  if (!ours && buildFile !== undefined && (kind === 'service' || kind === 'exec')) return []
  const written = readOwn(project.folder, SCRIPT)
  if (!ours && written === undefined) requireNoContent(project.folder, buildFile)
  const name = manifest?.name ?? MANIFEST
  const merged = buildFile === undefined || ours ? undefined : mergeBuildFile(buildFile)
  const build: FileText =
    merged === undefined
      ? {
          kind: 'buildFile',
          name: BUILD_FILE,
          content: buildFile?.text ?? buildBuildFile({ language }, name),
        }
      : {
          kind: 'buildFile',
          name: BUILD_FILE,
          content: merged.text,
          kept: true,
          added: merged.added,
        }
  const script = buildContentScript({
    content: plan.content,
    manager: project.manager,
    // Their own build script has run before ours.
    build: merged === undefined || !hasScript(merged.text) ? plan.build : undefined,
    neighbours: project.neighbours,
    language,
  })
  const content = ours && written !== undefined ? written.bytes : script
  return [
    build,
    { kind: 'content', name: SCRIPT, content },
    ...(answers.start === 'exec'
      ? [{ kind: 'startScript', name: 'run.sh', content: buildStartScript(plan.run) } as const]
      : []),
    ...(icon !== undefined || readOwn(project.folder, 'lzc-icon.png') !== undefined
      ? []
      : [{ kind: 'icon', name: 'lzc-icon.png', content: drawIcon() } as const]),
  ]
}

/** What the script empties must not be what somebody has put there. */
export function requireNoContent(folder: string, buildFile: Present | undefined): void {
  const named = formerContent(buildFile)?.split('/')[0] === CONTENT
  const place = join(folder, CONTENT)
  const status = lstatSync(place, { throwIfNoEntry: false })
  const isEmpty = status?.isDirectory() && readdirSync(place).length === 0
  if (named || (status !== undefined && !isEmpty)) throw new InitError(TROUBLE.ownContent())
}

const hasScript = (build: string): boolean => / && node lzc-build\.mjs/.test(build)
