/** Every file that is to be written, with its bytes, beside what is there now. */
import { join } from 'node:path'
import { VARIABLES } from '../../configuration/environment.ts'
import type { Text } from '../../doctor/doctor.ts'
import type { Language } from '../../pages/language.ts'
import { readOwn, readOwnText } from './files.ts'
import { FRAMEWORKS } from './frameworks.ts'
import { drawIcon } from './icon.ts'
import { extendIgnored, extendVariables } from './lines.ts'
import { buildBuildFile, buildManifest } from './manifest.ts'
import { subdomainOf } from './names.ts'
import { extendPackageJson } from './package-json.ts'
import type { Plan } from './plan.ts'
import type { Project } from './project.ts'
import type { Answers } from './questions.ts'
import { buildContentScript, buildStartScript, buildTsconfig } from './scripts.ts'
import { ABOUT, COMMENTS, type FileKind } from './words.ts'
import type { Writing } from './write-files.ts'

/** A file, and what becomes of the one that is there. */
export interface Output extends Writing {
  readonly name: string
  readonly about: Text
  readonly action: 'create' | 'extend' | 'replace' | 'unchanged'
}

/** What the files are made of. */
export interface Ingredients {
  readonly project: Project
  readonly answers: Answers
  readonly plan: Plan
  readonly language: Language
  /** Of Catflap, for the dependencies. */
  readonly version: string
}

/** Makes all files in memory. @throws InitError when one that is there cannot be read */
export function buildOutputs(from: Ingredients): readonly Output[] {
  const { project, answers, plan, language } = from
  const { folder, manager } = project
  const output = (name: FileKind, file: string, content: string | Buffer): Output => {
    const previous = readOwn(folder, file)
    const bytes = Buffer.from(content)
    return {
      name: file,
      about: ABOUT[name],
      path: previous?.path ?? join(folder, file),
      bytes,
      mode: previous?.mode ?? (name === 'startScript' ? 0o755 : 0o644),
      previous,
      action: actionOf(previous?.bytes, bytes, EXTENDED.has(name)),
    }
  }
  const described = {
    id: answers.id,
    title: project.name.replace(/^@[^/]*\//, ''),
    data: project.packageJson?.data ?? {},
    start: answers.start,
    run: plan.run,
    language,
  }
  return [
    ...(plan.server ? [output('server', plan.entry, `${plan.server.join('\n')}\n`)] : []),
    ...(plan.tsconfig ? [output('tsconfig', plan.tsconfig, buildTsconfig(plan.entry))] : []),
    output('packageJson', 'package.json', packageJson(from)),
    output('manifest', 'lzc-manifest.yml', buildManifest(described)),
    output('buildFile', 'lzc-build.yml', buildBuildFile(language)),
    output('content', 'lzc-build.mjs', buildContentScript(manager, plan.build, language)),
    ...(answers.start === 'exec'
      ? [output('startScript', 'run.sh', buildStartScript(plan.run))]
      : []),
    output('icon', 'lzc-icon.png', drawIcon()),
    output('variables', '.env.example', variables(from)),
    output('ignored', '.gitignore', ignored(from)),
  ]
}

/** Those that keep what is in them. */
const EXTENDED: ReadonlySet<FileKind> = new Set(['packageJson', 'variables', 'ignored'])

function actionOf(before: Buffer | undefined, after: Buffer, extended: boolean): Output['action'] {
  if (before === undefined) return 'create'
  if (before.equals(after)) return 'unchanged'
  return extended ? 'extend' : 'replace'
}

const NONE = { packages: {}, types: {} }

function packageJson({ project, answers, plan, version }: Ingredients): string {
  const found = project.packageJson
  const range = `^${version}`
  const { packages, types } = plan.server ? FRAMEWORKS[answers.framework] : NONE
  return extendPackageJson(found, {
    name: subdomainOf(answers.id),
    type: project.modules ? 'module' : undefined,
    engines: { node: '>=20.19' },
    scripts: plan.scripts,
    dependencies: { catflap: found?.devDependencies.catflap ?? range, ...packages },
    devDependencies: without(found?.dependencies ?? {}, {
      'catflap-devbox': range,
      ...(plan.tsconfig && { ...types, '@types/node': '^20.19.0', typescript: '^7.0.2' }),
    }),
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
  return extendIgnored(readOwnText(project.folder, '.gitignore'), patterns)
}
