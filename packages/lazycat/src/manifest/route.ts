/** One route of a manifest, taken apart: `/path=target`. */

/** Where a route leads. */
export type Target =
  | { readonly kind: 'exec'; readonly port: number; readonly command: string }
  | { readonly kind: 'http'; readonly host: string; readonly port: number | undefined }
  | { readonly kind: 'file'; readonly path: string }

/** A route that has the right form. */
export interface Route {
  /** Path prefix. */
  readonly prefix: string
  readonly target: Target
}

/** What is wrong with one that has not. */
export type RouteFault = 'prefix' | 'scheme' | 'exec' | 'http' | 'file'

/** Takes a route apart. */
export function parseRoute(text: string): Route | RouteFault {
  const at = text.indexOf('=')
  const prefix = text.slice(0, at)
  if (at === -1 || !/^\/[^\s?#]*$/.test(prefix)) return 'prefix'
  const target = parseTarget(text.slice(at + 1).trim())
  return typeof target === 'string' ? target : { prefix, target }
}

/** Takes the target of a route, or the backend of an upstream, apart. */
export function parseTarget(text: string): Target | RouteFault {
  const [, scheme, rest = ''] = /^([a-z]+):\/\/(.*)$/s.exec(text) ?? []
  if (scheme === 'exec') {
    const [, port = '', command = ''] = /^(\d{1,5}),\s*(\S.*)$/s.exec(rest) ?? []
    return isPort(Number(port)) && command !== ''
      ? { kind: 'exec', port: Number(port), command }
      : 'exec'
  }
  if (scheme === 'file') {
    return /^\/[^\s]*$/.test(rest) ? { kind: 'file', path: rest } : 'file'
  }
  if (scheme !== 'http' && scheme !== 'https') return 'scheme'
  // URL is not used: names of services may hold what it refuses, such as underscores at the start.
  const [, host = '', port] =
    /^(\[[\da-f:]+\]|[\w.-]+)(?::(\d{1,5}))?(?:[/?][^\s]*)?$/i.exec(rest) ?? []
  if (host === '' || (port !== undefined && !isPort(Number(port)))) return 'http'
  return { kind: 'http', host, port: port === undefined ? undefined : Number(port) }
}

/** The words of a command that are files below a directory, without that directory. */
export function filesBelow(command: string, directory: string): readonly string[] {
  return command.split(/\s+/).flatMap((word) => {
    // `exec` runs in `/`, so `./lzcapp` is `/lzcapp`.
    const path = word.replace(/^\.?\/+/, '/').replaceAll(/\/+/g, '/')
    if (!path.startsWith(`${directory}/`) || path.split('/').includes('..')) return []
    const relative = path.slice(directory.length + 1).replace(/\/$/, '')
    return relative === '' ? [] : [relative]
  })
}

const isPort = (port: number): boolean => port >= 1 && port <= 65_535
