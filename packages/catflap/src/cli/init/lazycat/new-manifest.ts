/** package.yml, lzc-manifest.yml and lzc-build.yml of an app that has none yet. */
import { MINIMUM_VERSIONS } from 'catflap-lazycat/facts'
import type { Lpk } from '../arguments.ts'
import { COMMENTS, DESCRIPTION } from '../comments.ts'
import { environmentOf, execLines, type Launch, PORT, RUN_ROUTE, serviceLines } from './launch.ts'
import { subdomainOf } from './names.ts'

/** What these say of an app. */
export interface Described extends Launch {
  /** As people read it. */
  readonly title: string
  /** Fields of its package.json, of whatever type. */
  readonly data: Readonly<Record<string, unknown>>
  /** The format of the package: version 2 keeps in package.yml what the app is. */
  readonly lpk: Lpk
}

/** The text of package.yml, for LPK v2. */
export function buildPackageFile(app: Described): string {
  const comments = COMMENTS[app.language]
  const lines = [
    `# ${comments.packageFile}`,
    ...describe(app),
    `# ${comments.permission}`,
    'permissions:',
    '  required: [net.internet]',
  ]
  return `${lines.join('\n')}\n`
}

/** The text of lzc-manifest.yml. */
export function buildManifest(app: Described): string {
  const { id, language, start } = app
  const comments = COMMENTS[language]
  const lines = [
    `# ${comments.manifest}`,
    ...(app.lpk === 'v1' ? [...describe(app), ''] : []),
    'application:',
    `  subdomain: ${subdomainOf(id)}`,
    `  # ${comments.callback}`,
    '  oidc_redirect_path: /callback',
    '  background_task: false',
    '  multi_instance: false',
    ...(start === 'service'
      ? ['  routes:', `    - /=http://web:${PORT}`, '', 'services:', '  web:']
      : execLines(app).map((line) => `  ${line}`)),
    ...(start === 'service'
      ? serviceLines(app).map((line) => `    ${line}`)
      : ['  routes:', `    - /=${RUN_ROUTE}`, '  environment:', ...execEnvironment(app)]),
  ]
  return `${lines.join('\n')}\n`
}

/** The text of lzc-build.yml. @param manifest - its name */
export function buildBuildFile(app: Pick<Launch, 'language'>, manifest: string): string {
  return `# ${COMMENTS[app.language].buildFile}
buildscript: node lzc-build.mjs
manifest: ./${manifest}
contentdir: ./lzc-content
pkgout: ./
icon: ./lzc-icon.png
`
}

const execEnvironment = (app: Described): readonly string[] =>
  environmentOf(app, true).map((line) => `    - ${line}`)

/** What the app is. */
function describe(app: Described): readonly string[] {
  const { id, data, language, lpk } = app
  const description = usable(data.description)
  const version = usable(data.version)
  const title = usable(app.title) ?? subdomainOf(id)
  const optional = (['license', 'homepage', 'author'] as const).flatMap((key) => {
    const value = usable(data[key])
    return value === undefined ? [] : [`${key}: ${scalar(value)}`]
  })
  const least = MINIMUM_VERSIONS[lpk === 'v2' ? 'package-file' : 'templates'].version
  return [
    ...(lpk === 'v1' ? ["lzc-sdk-version: '0.1'"] : []),
    `# ${COMMENTS[language].id}`,
    `package: ${id}`,
    `version: ${version !== undefined && SEMVER.test(version) ? version : '0.1.0'}`,
    `name: ${scalar(title)}`,
    `description: ${scalar(description ?? DESCRIPTION[language])}`,
    ...optional,
    `min_os_version: ${least}`,
    'locales:',
    ...(['zh', 'en'] as const).flatMap((tag) => [
      `  ${tag === 'zh' ? 'zh-CN' : 'en-US'}:`,
      `    name: ${scalar(title)}`,
      `    description: ${scalar(description ?? DESCRIPTION[tag])}`,
    ]),
  ]
}

const SEMVER = /^\d+\.\d+\.\d+(?:-[\w.-]+)?$/

/** Text on one line; none when the box would take a part of it for a template. */
function usable(value: unknown): string | undefined {
  if (typeof value !== 'string' || /\{\{|\}\}|\$\{/.test(value)) return undefined
  const text = value.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim()
  return text === '' ? undefined : text
}

/** Words as they are, everything else in quotes: a JSON string is a YAML string. */
function scalar(text: string): string {
  const plain = /^\p{L}[\p{L}\p{N} .,_-]*$/u.test(text)
  return plain && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text) ? text : JSON.stringify(text)
}
