/** Refuses requests that another site made a browser send. */
import type { Box } from './box.ts'
import type { BoxRequest } from './request.ts'

/** Whether a POST comes from a page of another origin. Tools that are no browsers name none. */
export function isCrossSite(request: BoxRequest, box: Box): boolean {
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  if (origin === undefined) return false
  // Apps on a box are same-site with it, so nothing less than the whole origin will do.
  return origin !== box.origin && origin !== `${new URL(box.origin).protocol}//${host}`
}
