/** Refuses requests that another site made a browser send. */
import type { Box } from '../box/box.ts'
import type { BoxRequest } from '../http/request.ts'

/**
 * Whether a POST comes from a page of another origin.
 *
 * Apps on a box are same-site with it, so nothing less than the whole origin will do. `Origin: null`
 * is our own page only where `Sec-Fetch-Site` says so: a sandboxed frame is sent as `cross-site`.
 * An `Origin` of ours counts with `same-site` too, which WebKit sends on Back. Tools that are no
 * browsers send neither header, and may come.
 */
export function isCrossSite(request: BoxRequest, box: Box): boolean {
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  if (origin === undefined) return site !== undefined && site !== 'none' && site !== 'same-origin'
  if (origin === 'null') return site !== 'same-origin'
  const ours = origin === box.origin || origin === `${new URL(box.origin).protocol}//${host}`
  return !ours || (site !== undefined && !OWN_SITES.includes(site as string))
}

const OWN_SITES: readonly string[] = ['none', 'same-origin', 'same-site']
