/** Every file that is to be written, with its bytes, beside what is there now. */
import { join } from 'node:path'
import { VARIABLES } from '../../configuration/environment.ts'
import type { Text } from '../../doctor/doctor.ts'
import { COMMENTS } from './comments.ts'
import { readOwn, readOwnText } from './files.ts'
import type { FileText, Ingredients } from './ingredients.ts'
import { subdomainOf } from './lazycat/names.ts'
import { lazycatFiles } from './lazycat-files.ts'
import { extendIgnored, extendVariables } from './lines.ts'
import { DEVBOX, extendPackageJson } from './package-json.ts'
import { buildTsconfig } from './scripts.ts'
import { ABOUT, ADDED } from './words.ts'
import type { Writing } from './write-files.ts'

/** A file, and what becomes of the one that is there. */
export interface Output extends Writing {
  readonly name: string
  readonly about: Text
  readonly action: 'create' | 'extend' | 'replace' | 'unchanged'
  /** What a file that is there gets, one by one. */
  readonly added: readonly Text[]
}

/** Makes all files in memory. @throws InitError when one that is there cannot be read or added to */
export function buildOutputs(from: Ingredients): readonly Output[] {
  const { plan, project } = from
  const sources = plan.sources.map(({ name, lines, kind }): FileText => {
    return { kind, name, content: `${lines.join('\n')}\n` }
  })
  const edits = plan.edits.map(({ name, text, added }): FileText => {
    const lines = added.map((line) => ADDED.key(line))
    return { kind: 'login', name, content: text, kept: true, added: lines }
  })
  const { tsconfig } = plan
  const compiler: readonly FileText[] =
    tsconfig === undefined
      ? []
      : [{ kind: 'tsconfig', name: tsconfig.name, content: buildTsconfig(tsconfig.entry) }]
  const lists: readonly FileText[] = [
    { kind: 'variables', name: '.env.example', content: variables(from), kept: true },
    { kind: 'ignored', name: '.gitignore', content: ignored(from), kept: true },
  ]
  const manifest: FileText = {
    kind: 'packageJson',
    name: 'package.json',
    content: packageJson(from),
    kept: true,
  }
  return [...sources, ...edits, ...compiler, manifest, ...lazycatFiles(from), ...lists].map(
    (file) => toOutput(project.folder, file),
  )
}

/** A file beside what is there now. @throws InitError when that cannot be read */
export function toOutput(
  folder: string,
  { kind, name, content, kept = false, added = [] }: FileText,
): Output {
  const previous = readOwn(folder, name)
  const bytes = Buffer.from(content)
  return {
    name,
    about: ABOUT[kind],
    path: previous?.path ?? join(folder, name),
    bytes,
    mode: previous?.mode ?? (kind === 'startScript' ? 0o755 : 0o644),
    previous,
    action: actionOf(previous?.bytes, bytes, kept),
    added,
  }
}

function actionOf(before: Buffer | undefined, after: Buffer, kept: boolean): Output['action'] {
  if (before === undefined) return 'create'
  if (before.equals(after)) return 'unchanged'
  return kept ? 'extend' : 'replace'
}

function packageJson({ project, answers, plan, version }: Ingredients): string {
  const found = project.packageJson
  const range = `^${version}`
  const compiler = { '@types/node': '^20.19.0', typescript: '^7.0.2' }
  return extendPackageJson(found, {
    name: subdomainOf(answers.id),
    type: project.modules && plan.page === undefined ? 'module' : undefined,
    engines: { node: '>=20.19' },
    scripts: plan.scripts,
    dependencies: { catflap: found?.devDependencies.catflap ?? range, ...plan.packages },
    devDependencies: {
      [DEVBOX]: range,
      ...without(found?.dependencies ?? {}, {
        ...plan.types,
        ...(plan.tsconfig && compiler),
        ...(plan.page === 'next' && found === undefined && { ...compiler, typescript: '^5.9.3' }),
      }),
    },
  })
}

/** A package that runs with the app needs no second entry for development. */
function without(
  present: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => present[name] === undefined))
}

function variables({ project, language }: Ingredients): string {
  const settings = ['issuer', 'clientId', 'clientSecret', 'redirectUri', 'secret'] as const
  const names = settings.map((setting) => VARIABLES[setting][0])
  const text = readOwnText(project.folder, '.env.example')
  return extendVariables(text, COMMENTS[language].variables, names)
}

function ignored({ project, plan }: Ingredients): string {
  const patterns = ['node_modules/', '.env', '.catflap/', 'lzc-content/', '*.lpk']
  if (plan.tsconfig) patterns.push('dist/')
  if (plan.page === 'next') patterns.push('.next/', 'next-env.d.ts')
  return extendIgnored(readOwnText(project.folder, '.gitignore'), patterns)
}
