/** A rendered manifest as the runner needs it: typed, validated, and nothing else of it. */
import { LAUNCH } from 'catflap-lazycat/facts'
import type { Inject, PageInject } from '../box/inject.ts'
import type { Sentence } from '../language/sentences.ts'
import { readInjects } from './injects.ts'
import { findLeftOut, leftOnFiles } from './left-out.ts'
import { isInstallable } from './package-id.ts'
import { APP_SERVICE, type AppRoute, parseRoute, parseUpstream } from './routes.ts'
import {
  at,
  invalid,
  parseYaml,
  readList,
  readSection,
  readSections,
  readSwitch,
  readText,
  readTexts,
  type Section,
} from './yaml.ts'

/** A container of the manifest, other than that of the app itself. */
export interface AppService {
  readonly name: string
  readonly image: string
  readonly environment: Readonly<Record<string, string>>
  /** Entrypoint and command as words; empty when the image decides. */
  readonly command: readonly string[]
}

/** What a manifest says about running its app. */
export interface AppManifest {
  readonly packageId: string
  readonly name: string
  readonly subdomain: string
  readonly multiInstance: boolean
  readonly backgroundTask: boolean
  readonly publicPaths: readonly string[]
  readonly routes: readonly AppRoute[]
  /** Those that only change headers. */
  readonly injects: readonly Inject[]
  /** Those of pages; their files are named as on a box. */
  readonly pageInjects: readonly PageInject[]
  readonly oidcRedirectPath: string | undefined
  /** Environment of what routes launch. */
  readonly environment: Readonly<Record<string, string>>
  readonly workdir: string
  readonly services: readonly AppService[]
  readonly healthCheck: {
    readonly testUrl: string | undefined
    /** Seconds until the app must be ready. */
    readonly startPeriod: number
    readonly disabled: boolean
  }
  /** What it asks for and does not get here. */
  readonly leftOut: readonly Sentence[]
}

const START_PERIOD = 60

/**
 * Parses a manifest that has been rendered.
 *
 * @param packageYml - the text of package.yml, which holds some of its fields since LPK version 2.
 * @throws {@link RunError} `RUN_MANIFEST_INVALID`, naming file and key.
 */
export function parseAppManifest(text: string, packageYml: string | undefined): AppManifest {
  const manifest = parseYaml(text, 'lzc-manifest.yml')
  const fields = packageYml === undefined ? manifest : parseYaml(packageYml, 'package.yml')
  const packageId = readText(fields, 'package') ?? readText(manifest, 'package') ?? ''
  if (!isInstallable(packageId)) {
    const rule = { en: 'must be like "dev.example.app"', zh: '必须形如“dev.example.app”' }
    throw invalid(at(manifest, 'package'), rule.en, rule.zh)
  }
  const application = readSection(manifest, 'application')
  const containers = readSection(manifest, 'services')
  const sections = new Map(
    Object.keys(containers.values).map((name) => [name, readSection(containers, name)]),
  )
  const services = [...sections].map(([name, section]) => parseService(section, name))
  const upstreams = readSections(application, 'upstreams')
  const plain = upstreams.filter((upstream) => readText(upstream, 'domain_prefix') === undefined)
  const routes = [
    ...readList(application, 'routes').map((entry, index) =>
      parseRoute(entry, packageId, `${at(application, 'routes')}[${index}]:`),
    ),
    ...plain.map((upstream) => parseUpstream(upstream, packageId)),
  ]
  checkRoutes(routes, services, application)
  const { injects, pageInjects } = readInjects(application)
  return {
    packageId,
    name: readText(fields, 'name') ?? readText(manifest, 'name') ?? packageId,
    subdomain: parseSubdomain(application),
    multiInstance: readSwitch(application, 'multi_instance'),
    backgroundTask: readSwitch(application, 'background_task'),
    publicPaths: readTexts(application, 'public_path'),
    routes,
    injects,
    pageInjects,
    oidcRedirectPath: parseRedirectPath(application),
    environment: parseEnvironment(application),
    workdir: readText(application, 'workdir') ?? LAUNCH.value.cwd,
    services,
    healthCheck: parseHealthCheck(application),
    leftOut: [...findLeftOut(application, sections), ...leftOnFiles(injects, routes)],
  }
}

function checkRoutes(
  routes: readonly AppRoute[],
  services: readonly AppService[],
  application: Section,
): void {
  const place = at(application, 'routes')
  if (routes.length === 0) throw invalid(place, 'no route leads to the app', '没有任何路由通向应用')
  const names = [APP_SERVICE, ...services.map(({ name }) => name)]
  for (const { prefix, target } of routes) {
    if (target.kind !== 'http' || names.includes(target.service)) continue
    const { service } = target
    throw invalid(
      place,
      `"${prefix}" leads to the service "${service}", which is not in services`,
      `“${prefix}”指向服务“${service}”，但 services 中没有它`,
    )
  }
}

function parseService(section: Section, name: string): AppService {
  return {
    name,
    image: readText(section, 'image') ?? '',
    environment: parseEnvironment(section),
    command: [...parseCommand(section, 'entrypoint'), ...parseCommand(section, 'command')],
  }
}

/** A list of words, or a text that is cut into words as a shell would, without expanding any. */
function parseCommand(section: Section, key: string): readonly string[] {
  if (Array.isArray(section.values[key])) return readTexts(section, key)
  const text = readText(section, key) ?? ''
  const words = text.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs) ?? []
  return words.map((word) =>
    word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs, (_, double, single, escaped) =>
      double === undefined ? (single ?? escaped) : double.replace(/\\(["\\$`])/g, '$1'),
    ),
  )
}

/** A list of `NAME=value`, or a mapping. */
function parseEnvironment(section: Section): Readonly<Record<string, string>> {
  const place = at(section, 'environment')
  const value = section.values.environment ?? []
  const entries: (readonly [string, string])[] = Array.isArray(value)
    ? readTexts(section, 'environment').map((entry) => {
        const cut = entry.indexOf('=')
        return cut === -1 ? [entry, ''] : [entry.slice(0, cut), entry.slice(cut + 1)]
      })
    : Object.keys(readSection(section, 'environment').values).map((name) => [
        name,
        readText(readSection(section, 'environment'), name) ?? '',
      ])
  const wrong = entries.find(([name, text]) => !/^[^=\s\0]+$/.test(name) || text.includes('\0'))
  if (wrong !== undefined) {
    throw invalid(place, 'entries must be NAME=value', '各项必须是“名称=值”')
  }
  return Object.fromEntries(entries)
}

function parseSubdomain(application: Section): string {
  const subdomain = readText(application, 'subdomain') ?? ''
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(subdomain)) return subdomain
  throw invalid(
    at(application, 'subdomain'),
    'must be lower-case letters, digits and "-"',
    '必须由小写字母、数字和“-”组成',
  )
}

function parseRedirectPath(application: Section): string | undefined {
  const path = readText(application, 'oidc_redirect_path')
  if (path === undefined || /^\/[\x21-\x22\x24-\x3e\x40-\x7e]*$/.test(path)) return path
  throw invalid(
    at(application, 'oidc_redirect_path'),
    `must be a path that begins with "/", not ${JSON.stringify(path)}`,
    `必须是以“/”开头的路径，而不是 ${JSON.stringify(path)}`,
  )
}

function parseHealthCheck(application: Section): AppManifest['healthCheck'] {
  const section = readSection(application, 'health_check')
  const testUrl = readText(section, 'test_url')
  if (testUrl !== undefined && !/^http:\/\//.test(URL.canParse(testUrl) ? testUrl : '')) {
    throw invalid(at(section, 'test_url'), 'must be an http address', '必须是 http 地址')
  }
  return {
    testUrl,
    startPeriod: parseDuration(section, 'start_period') ?? START_PERIOD,
    disabled: readSwitch(section, 'disable'),
  }
}

/** A duration as Go writes it, such as `1m30s`, in seconds. */
function parseDuration(section: Section, key: string): number | undefined {
  const text = readText(section, key)
  if (text === undefined) return undefined
  const parts =
    /^(?:(\d{1,4})h)?(?:(\d{1,6})m)?(?:(\d{1,6}(?:\.\d{1,9})?)s)?(?:(\d{1,9})ms)?$/.exec(text)
  if (parts === null || text === '') {
    throw invalid(at(section, key), 'must be a duration such as 90s', '必须是时长，例如 90s')
  }
  const [, hours = 0, minutes = 0, seconds = 0, thousandths = 0] = parts.map((part) =>
    Number(part ?? 0),
  )
  return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
}
