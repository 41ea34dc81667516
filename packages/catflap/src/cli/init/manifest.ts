/** lzc-manifest.yml and lzc-build.yml: how a box installs and starts the app, and lets it log in. */
import {
  CONTENT_DIRECTORY,
  LOGIN_VARIABLE_PREFIX,
  MINIMUM_VERSIONS,
  PLATFORM_VARIABLES,
} from 'catflap-lazycat/facts'
import type { Language } from '../../pages/language.ts'
import type { Start } from './arguments.ts'
import { subdomainOf } from './names.ts'
import { COMMENTS, DESCRIPTION } from './words.ts'

/** The image of a stock Node: Debian, since the packages of lmdb fit its libc. */
export const NODE_IMAGE = 'node:22-bookworm-slim'

/** Where the app listens, on a box and on a laptop. */
export const PORT = 5005

/** What a manifest says of an app. */
export interface Described {
  readonly id: string
  /** As people read it. */
  readonly title: string
  /** Fields of its package.json, of whatever type. */
  readonly data: Readonly<Record<string, unknown>>
  readonly start: Start
  /** The file for Node to run, relative to the content. */
  readonly run: string
  readonly language: Language
}

/** The text of lzc-manifest.yml. */
export function buildManifest(app: Described): string {
  const { id, data, language } = app
  const comments = COMMENTS[language]
  const description = usable(data.description)
  const version = usable(data.version)
  const title = usable(app.title) ?? subdomainOf(id)
  const optional = (['license', 'homepage', 'author'] as const).flatMap((key) => {
    const value = usable(data[key])
    return value === undefined ? [] : [`${key}: ${scalar(value)}`]
  })
  const lines = [
    `# ${comments.manifest}`,
    "lzc-sdk-version: '0.1'",
    `# ${comments.id}`,
    `package: ${id}`,
    `version: ${version !== undefined && SEMVER.test(version) ? version : '0.1.0'}`,
    `name: ${scalar(title)}`,
    `description: ${scalar(description ?? DESCRIPTION[language])}`,
    ...optional,
    `min_os_version: ${MINIMUM_VERSIONS.templates.version}`,
    'locales:',
    ...(['zh', 'en'] as const).flatMap((tag) => [
      `  ${tag === 'zh' ? 'zh-CN' : 'en-US'}:`,
      `    name: ${scalar(title)}`,
      `    description: ${scalar(description ?? DESCRIPTION[tag])}`,
    ]),
    '',
    'application:',
    `  subdomain: ${subdomainOf(id)}`,
    `  # ${comments.callback}`,
    '  oidc_redirect_path: /callback',
    '  background_task: false',
    '  multi_instance: false',
    ...(app.start === 'service' ? startService(app) : startExec(app)),
  ]
  return `${lines.join('\n')}\n`
}

/** The text of lzc-build.yml. */
export function buildBuildFile(language: Language): string {
  return `# ${COMMENTS[language].buildFile}
buildscript: node lzc-build.mjs
manifest: ./lzc-manifest.yml
contentdir: ./lzc-content
pkgout: ./
icon: ./lzc-icon.png
`
}

function startService({ run, language }: Described): readonly string[] {
  return [
    '  routes:',
    `    - /=http://web:${PORT}`,
    '',
    'services:',
    '  web:',
    `    # ${COMMENTS[language].image}`,
    `    image: ${NODE_IMAGE}`,
    `    command: node ${CONTENT_DIRECTORY.value}/${run}`,
    '    environment:',
    // Requests come from another container.
    ...['HOST=0.0.0.0', ...environment()].map((line) => `      - ${line}`),
  ]
}

function startExec({ language }: Described): readonly string[] {
  return [
    `  # ${COMMENTS[language].image}`,
    `  image: ${NODE_IMAGE}`,
    '  routes:',
    `    - /=exec://${PORT},${CONTENT_DIRECTORY.value}/run.sh`,
    '  environment:',
    ...environment().map((line) => `    - ${line}`),
  ]
}

/** What the box knows only while it reads the manifest, mapped by name. */
function environment(): readonly string[] {
  const names = PLATFORM_VARIABLES.map(({ name }) => name).filter((name) =>
    name.startsWith(LOGIN_VARIABLE_PREFIX.value),
  )
  return [
    `PORT=${PORT}`,
    ...names.map((name) => `${name}=$\{${name}}`),
    'CATFLAP_SECRET={{ stable_secret "catflap" }}',
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
