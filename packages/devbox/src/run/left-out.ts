/** What a manifest asks for and is not imitated here, each in one line, so that nobody waits for it. */
import { APP_PATHS } from 'catflap-lazycat/facts'
import type { Inject } from '../box/inject.ts'
import type { Sentence } from '../language/sentences.ts'
import { readInjects } from './injects.ts'
import type { AppRoute } from './routes.ts'
import { readSections, readText, readTexts, type Section } from './yaml.ts'

const APPLICATION: Readonly<Record<string, Sentence>> = {
  ingress: {
    en: 'application.ingress is left out: its TCP and UDP ports are those of the app itself, at 127.0.0.1.',
    zh: '忽略 application.ingress：TCP/UDP 端口就是应用自身在 127.0.0.1 上的端口。',
  },
  entries: {
    en: 'application.entries is left out: there is no launcher; open their paths yourself.',
    zh: '忽略 application.entries：此处没有启动器，请自行打开这些路径。',
  },
  file_handler: {
    en: 'application.file_handler is left out: there are no files to open with the app.',
    zh: '忽略 application.file_handler：此处没有可用该应用打开的文件。',
  },
  handlers: {
    en: 'application.handlers is left out: the error pages are those of this box.',
    zh: '忽略 application.handlers：错误页面由这台微服提供。',
  },
  secondary_domains: {
    en: 'application.secondary_domains is left out: the app has one subdomain.',
    zh: '忽略 application.secondary_domains：应用只有一个子域名。',
  },
}

const SERVICE: Readonly<Record<string, (name: string) => Sentence>> = {
  setup_script: (name) => ({
    en: `setup_script of the service "${name}" is left out: it is written for root in a container.`,
    zh: `忽略服务“${name}”的 setup_script：它是为容器中的 root 编写的。`,
  }),
  healthcheck: (name) => ({
    en: `healthcheck of the service "${name}" is left out; it counts as ready once its ports answer.`,
    zh: `忽略服务“${name}”的 healthcheck；端口可连接即视为就绪。`,
  }),
  health_check: (name) => ({
    en: `health_check of the service "${name}" is left out; it counts as ready once its ports answer.`,
    zh: `忽略服务“${name}”的 health_check；端口可连接即视为就绪。`,
  }),
}

/**
 * Lists what is left out.
 *
 * @param services - by name
 * @throws {@link RunError} `RUN_MANIFEST_INVALID`
 */
export function findLeftOut(
  application: Section,
  services: ReadonlyMap<string, Section>,
): readonly Sentence[] {
  const upstreams = readSections(application, 'upstreams')
  return [
    ...[...services].flatMap(([name, service]) => [
      ...(readTexts(service, 'binds').length > 0 ? [leftBinds(name)] : []),
      ...Object.entries(SERVICE).flatMap(([key, say]) => (isSet(service, key) ? [say(name)] : [])),
    ]),
    ...upstreams.flatMap((upstream) => leftUpstream(readText(upstream, 'domain_prefix'))),
    ...readInjects(application).leftOut,
    ...Object.entries(APPLICATION).flatMap(([key, said]) =>
      isSet(application, key) ? [said] : [],
    ),
  ]
}

/** Headers of files are those of the box. */
export function leftOnFiles(
  injects: readonly Inject[],
  routes: readonly AppRoute[],
): readonly Sentence[] {
  const hasFiles = routes.some(({ target }) => target.kind === 'file')
  if (!hasFiles || !injects.some(({ on }) => on === 'response')) return []
  return [
    {
      en: 'Injects of the phase response do nothing to file:// routes here.',
      zh: '此处 response 阶段的 inject 对 file:// 路由不起作用。',
    },
  ]
}

function isSet({ values }: Section, key: string): boolean {
  const value = values[key]
  if (value === undefined || value === null || value === '') return false
  return typeof value !== 'object' || Object.keys(value).length > 0
}

function leftBinds(name: string): Sentence {
  return {
    en: `binds of the service "${name}" are not imitated; only ${APP_PATHS.value.root} is there.`,
    zh: `不模拟服务“${name}”的 binds，只提供 ${APP_PATHS.value.root}。`,
  }
}

function leftUpstream(prefix: string | undefined): readonly Sentence[] {
  if (prefix === undefined) return []
  return [
    {
      en: `The upstream with domain_prefix "${prefix}" is left out.`,
      zh: `忽略 domain_prefix 为“${prefix}”的 upstream。`,
    },
  ]
}
