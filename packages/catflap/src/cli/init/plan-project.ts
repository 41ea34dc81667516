/** A framework with a layout of its own: the files that it lacks, changes to those that are there, or lines for them. */
import { type Edited, editSource, placeOf } from './edit-source.ts'
import { readOwnText } from './files.ts'
import type { Layout, ProjectFramework, SourceFile } from './frameworks/framework.ts'
import { InitError } from './init-error.ts'
import type { Parts, Setting } from './parts.ts'
import { HAS_LOGIN, type Project } from './project.ts'
import { TROUBLE } from './words.ts'

/** Where an app has a page for everybody that shows the login, when its home page is its own. */
const OPEN = '/catflap'

export function planProject(framework: ProjectFramework, setting: Setting): Parts {
  const { project, answers } = setting
  requireVersion(framework, project)
  const layout = layoutOf(framework, setting)
  const files = framework.files(layout).map((file) => ({ file, place: placeOf(project, file) }))
  const edits = files.map(({ file, place }) => editSource(file, place))
  const pastes = files.filter(({ file, place }, i) => {
    return place !== undefined && file.kind === 'login' && !hasLines(file, place.text) && !edits[i]
  })
  const { dev, build, run, environment, page, title } = framework
  return {
    sources: files.flatMap(({ file, place }) => (place === undefined ? [file] : [])),
    edits: edits.filter((edit): edit is Edited => edit !== undefined),
    pastes: pastes.map(({ file, place }) => ({
      file: place?.name ?? file.name,
      lines: file.edit?.paste ?? file.lines,
    })),
    example: undefined,
    tsconfig: undefined,
    run,
    environment: answers.start === 'service' ? environment : [],
    dev: `catflap-devbox -- ${dev}`,
    build,
    start: undefined,
    content: title === 'Next.js' ? { kind: 'next' } : { kind: 'project' },
    packages: framework.packages,
    types: layout.typed ? { ...framework.types, ...framework.adapters?.(layout) } : {},
    page,
    open: layout.open,
  }
}

function layoutOf(framework: ProjectFramework, { project, language }: Setting): Layout {
  const packages = packagesOf(project)
  const homes = framework.home.map((name) => readOwnText(project.folder, name))
  // One that an earlier run has written leads to the login.
  const isOther = homes.some((text) => text !== undefined && !text.includes('"/private"'))
  const open = isOther ? OPEN : '/'
  return {
    typed: project.typed || project.packageJson === undefined,
    language,
    title: project.name.replace(/^@[^/]*\//, ''),
    base: project.base,
    open,
    has: (name) => readOwnText(project.folder, name) !== undefined,
    majorOf: (name) => majorOf(packages[name]) ?? Number.POSITIVE_INFINITY,
  }
}

const packagesOf = ({ packageJson }: Project): Readonly<Record<string, string>> => ({
  ...packageJson?.devDependencies,
  ...packageJson?.dependencies,
})

/** The major version that a range begins with. */
function majorOf(range: string | undefined): number | undefined {
  const [, major] = /^[\^~>=v\s]*(\d+)/.exec(range ?? '') ?? []
  return major === undefined ? undefined : Number(major)
}

const hasLines = ({ lines, edit }: SourceFile, text: string): boolean =>
  edit === undefined
    ? HAS_LOGIN.test(text) ||
      text.includes("'./lib/login'") ||
      lines.every((line) => text.includes(line)) ||
      (lines.some((line) => line.includes('serverExternalPackages')) &&
        text.includes('serverExternalPackages') &&
        text.includes('catflap'))
    : edit.done.test(text)

/** Its adapter is for the newest, and says so before a build does. */
function requireVersion(
  { packages, least: oldest, title }: ProjectFramework,
  project: Project,
): void {
  const found = packagesOf(project)
  for (const [name, wanted] of Object.entries({ ...packages, ...oldest })) {
    const [have, least] = [majorOf(found[name]), majorOf(wanted)]
    if (have !== undefined && least !== undefined && have < least) {
      throw new InitError(TROUBLE.tooOld(title, `${name} ${wanted}`, found[name] ?? ''))
    }
  }
}
