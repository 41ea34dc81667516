/** The routes of a manifest: `routes` in one line each, `upstreams` in full. Pure. */
import { APP_CONTAINER, CONTAINER_SUFFIX } from 'catflap-lazycat/facts'
import { invalid, readSwitch, readText, type Section } from './yaml.ts'

/** A process that a route asks for, in the container of the app itself. */
export interface Launch {
  /** What `sh -c` gets. */
  readonly command: string
  readonly port: number
}

/** One route of an app. */
export interface AppRoute {
  readonly prefix: string
  readonly target:
    | {
        readonly kind: 'http'
        readonly service: string
        readonly port: number
        readonly path: string
      }
    | { readonly kind: 'outside'; readonly origin: string; readonly path: string }
    | { readonly kind: 'file'; readonly path: string }
  readonly trimPrefix: boolean
  readonly useBackendHost: boolean
  readonly launch: Launch | undefined
}

/** Name of the container that runs what routes launch. */
export const APP_SERVICE: string = APP_CONTAINER.value

/**
 * Parses an entry of `application.routes`, such as `/=exec://5005,/lzcapp/pkg/content/run.sh`.
 *
 * @throws {@link RunError} `RUN_MANIFEST_INVALID`
 */
export function parseRoute(entry: unknown, packageId: string, place: string): AppRoute {
  if (typeof entry !== 'string')
    throw invalid(place, 'must be "/path=target"', '必须是“/路径=目标”')
  const cut = entry.indexOf('=')
  const prefix = entry.slice(0, Math.max(cut, 0)).trim()
  const target = entry.slice(cut + 1).trim()
  if (!prefix.startsWith('/')) {
    const seen = JSON.stringify(entry)
    throw invalid(
      place,
      `must be "/path=target", not ${seen}`,
      `必须是“/路径=目标”，而不是 ${seen}`,
    )
  }
  const plain = { prefix, trimPrefix: true, useBackendHost: false }
  const launched = /^exec:\/\/(\d{1,5}),\s*(\S.*)$/s.exec(target)
  if (launched === null) return { ...plain, ...parseTarget(target, packageId, place) }
  const [, port = '', command = ''] = launched
  const launch = { command, port: checkPort(Number(port), place) }
  return {
    ...plain,
    target: { kind: 'http', service: APP_SERVICE, port: launch.port, path: '/' },
    launch,
  }
}

/** Parses an entry of `application.upstreams`. @throws {@link RunError} `RUN_MANIFEST_INVALID` */
export function parseUpstream(section: Section, packageId: string): AppRoute {
  const prefix = readText(section, 'location') ?? ''
  if (!prefix.startsWith('/')) {
    throw invalid(section.place, 'location must begin with "/"', 'location 必须以“/”开头')
  }
  const { target } = parseTarget(readText(section, 'backend') ?? '', packageId, section.place)
  const command = readText(section, 'backend_launch_command')
  if (command !== undefined && (target.kind !== 'http' || target.service !== APP_SERVICE)) {
    throw invalid(
      section.place,
      'backend_launch_command needs a backend such as http://127.0.0.1:PORT',
      'backend_launch_command 需要形如 http://127.0.0.1:端口 的 backend',
    )
  }
  return {
    prefix,
    target,
    trimPrefix: !readSwitch(section, 'disable_trim_location'),
    useBackendHost: readSwitch(section, 'use_backend_host'),
    launch:
      command !== undefined && target.kind === 'http' ? { command, port: target.port } : undefined,
  }
}

function parseTarget(
  text: string,
  packageId: string,
  place: string,
): Pick<AppRoute, 'target' | 'launch'> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const kind = url?.protocol
  if (url === undefined || (kind !== 'http:' && kind !== 'https:' && kind !== 'file:')) {
    const seen = JSON.stringify(text)
    throw invalid(
      place,
      `the target must be exec://PORT,COMMAND, http(s)://HOST or file:///PATH, not ${seen}`,
      `目标必须是 exec://端口,命令、http(s)://主机 或 file:///路径，而不是 ${seen}`,
    )
  }
  if (kind === 'file:') {
    return { target: { kind: 'file', path: decodeURIComponent(url.pathname) }, launch: undefined }
  }
  const service = serviceOf(url.hostname, packageId)
  const path = url.pathname
  if (service === undefined) {
    return { target: { kind: 'outside', origin: url.origin, path }, launch: undefined }
  }
  if (kind === 'https:') {
    throw invalid(
      place,
      'https to a service of this app is not supported here',
      '此处不支持以 https 访问本应用的服务',
    )
  }
  const port = checkPort(Number(url.port || 80), place)
  return { target: { kind: 'http', service, port, path }, launch: undefined }
}

/** The service that a host name of a route means, if it means one of this app. */
export function serviceOf(hostname: string, packageId: string): string | undefined {
  if (hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]')
    return APP_SERVICE
  const suffix = `.${packageId}.${CONTAINER_SUFFIX.value}`
  if (hostname.endsWith(suffix)) return hostname.slice(0, -suffix.length)
  return hostname.includes('.') || hostname.startsWith('[') ? undefined : hostname
}

function checkPort(port: number, place: string): number {
  if (port >= 1 && port <= 65_535) return port
  throw invalid(place, 'the port must be from 1 to 65535', '端口必须在 1 到 65535 之间')
}
