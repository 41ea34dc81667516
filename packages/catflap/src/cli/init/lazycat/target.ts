/** Where the address of an app leads: to a service, to a program of its own, or to nothing of the app. */
import { CONTENT_DIRECTORY } from 'catflap-lazycat/facts'
import { entriesOf, find, findEntry, itemsOf, type Node, textOf } from 'catflap-lazycat/manifest'

/** What stands behind `/`. */
export type Target =
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'exec' }
  /** Files of the content; the folder is relative to it. */
  | { readonly kind: 'files'; readonly folder: string; readonly route: Node }
  /** Somewhere else, such as the page of a template; or nothing. */
  | { readonly kind: 'none'; readonly route: Node | undefined }

/** Reads the route or upstream of `/`. */
export function findTarget(root: Node | undefined): Target {
  const services = entriesOf(find(root, 'services')).map(({ key }) => key)
  for (const upstream of itemsOf(find(root, 'application', 'upstreams'))) {
    if (textOf(find(upstream, 'location')) !== '/') continue
    const command = textOf(find(upstream, 'backend_launch_command'))
    const host = hostOf(textOf(find(upstream, 'backend')) ?? '')
    if (host !== undefined && services.includes(host)) return { kind: 'service', name: host }
    if (command !== undefined || host !== undefined) return { kind: 'exec' }
  }
  const route = itemsOf(find(root, 'application', 'routes')).find(
    (item) => item.kind === 'scalar' && item.text.startsWith('/='),
  )
  const to = route?.kind === 'scalar' ? route.text.slice(2).trim() : ''
  if (to.startsWith('exec://')) return { kind: 'exec' }
  const folder = /^file:\/\/(.*)$/.exec(to)?.[1]
  if (route !== undefined && folder?.startsWith(CONTENT_DIRECTORY.value)) {
    return { kind: 'files', folder: folder.slice(CONTENT_DIRECTORY.value.length + 1), route }
  }
  const host = hostOf(to)
  if (host !== undefined && services.includes(host)) return { kind: 'service', name: host }
  // The app's own container, whose image answers there.
  const own = host === 'app' || host === '127.0.0.1' || host === 'localhost'
  if (own && findEntry(root, 'application', 'image') !== undefined) return { kind: 'exec' }
  return { kind: 'none', route }
}

/** Of a URL: a service by its name, or by the long one that ends with `.lzcapp`. */
function hostOf(url: string): string | undefined {
  const host = /^https?:\/\/([\w.-]+)/.exec(url)?.[1]
  return host?.endsWith('.lzcapp') ? host.split('.')[0] : host
}
