/** A framework with a layout of its own: the files that it lacks, and lines for those that are there. */
import { readOwnText } from './files.ts'
import type { ProjectFramework, SourceFile } from './frameworks/framework.ts'
import { InitError } from './init-error.ts'
import type { Parts, Setting } from './parts.ts'
import { HAS_LOGIN } from './project.ts'
import { TROUBLE } from './words.ts'

export function planProject(framework: ProjectFramework, setting: Setting): Parts {
  const { project, answers, language } = setting
  requireVersion(framework, setting)
  const style = {
    typed: project.typed || project.packageJson === undefined,
    language,
    title: project.name.replace(/^@[^/]*\//, ''),
    pages: '',
    base: project.base,
  }
  const files = framework.files(style)
  const present = (file: SourceFile): string | undefined =>
    namesOf(file)
      .map((name) => readOwnText(project.folder, name))
      .find((text) => text !== undefined)
  const pastes = files.filter((file) => {
    const text = present(file)
    return file.kind === 'login' && text !== undefined && !hasLines(file, text)
  })
  const { dev, build, run, environment, page, title } = framework
  return {
    sources: files.filter((file) => present(file) === undefined),
    pastes: pastes.map(({ name, lines }) => ({ file: name, lines })),
    example: undefined,
    tsconfig: undefined,
    run,
    environment: answers.start === 'service' ? environment : [],
    dev: `catflap-devbox -- ${dev}`,
    build,
    start: undefined,
    content: title === 'Next.js' ? { kind: 'next' } : { kind: 'project' },
    packages: framework.packages,
    types: style.typed ? framework.types : {},
    page,
  }
}

/** Under each ending that it may have: a project in TypeScript may hold a file in JavaScript. */
function namesOf({ name }: SourceFile): readonly string[] {
  const stem = name.replace(/\.\w+$/, '')
  return ['ts', 'tsx', 'js', 'jsx', 'mjs', 'mts'].map((ending) => `${stem}.${ending}`)
}

const hasLines = ({ lines }: SourceFile, text: string): boolean =>
  HAS_LOGIN.test(text) ||
  text.includes("'./lib/login'") ||
  (lines.some((line) => line.includes('serverExternalPackages')) &&
    text.includes('serverExternalPackages') &&
    text.includes('catflap'))

/** Its adapter is for the newest, and says so before a build does. */
function requireVersion(
  { packages, least: oldest, title }: ProjectFramework,
  { project }: Setting,
): void {
  const found = { ...project.packageJson?.devDependencies, ...project.packageJson?.dependencies }
  for (const [name, wanted] of Object.entries({ ...packages, ...oldest })) {
    const [have, least] = [found[name], wanted].map((range) =>
      /^[\^~>=v\s]*(\d+)/.exec(range ?? ''),
    )
    if (have && least && Number(have[1]) < Number(least[1])) {
      throw new InitError(TROUBLE.tooOld(title, `${name} ${wanted}`, found[name] ?? ''))
    }
  }
}
