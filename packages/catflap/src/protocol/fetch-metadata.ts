/**
 * What the request headers say about what asks: a navigation, or a script, an image, a prefetch.
 *
 * @see {@link https://www.w3.org/TR/fetch-metadata/ | Fetch Metadata Request Headers}
 */

/** Reads one request header by its lower-case name. */
export type HeaderReader = (name: string) => string | null | undefined

/** True when a person's browser asks for a page, so that a redirect to the provider makes sense. */
export function isNavigation(header: HeaderReader): boolean {
  const mode = header('sec-fetch-mode')
  if (mode) return mode === 'navigate' && !isPrefetch(header)
  return header('accept')?.includes('text/html') ?? false
}

/** True when a browser says that a page of a window, and of no frame, will come of it. */
export const isDocument = (header: HeaderReader): boolean =>
  header('sec-fetch-dest') === 'document' && isNavigation(header)

/** True when a browser asks for a page that nobody may ever look at. */
export function isPrefetch(header: HeaderReader): boolean {
  return header('sec-purpose')?.includes('prefetch') ?? false
}

/**
 * True when a browser asks for something else than a page: an image, a script's request, a prefetch, a
 * WebSocket. Such a request must not begin a login. Browsers without Fetch Metadata (Safari before 16.4)
 * tell by `Accept`; a program that sends none of these headers is no browser.
 */
export function isSubresource(header: HeaderReader): boolean {
  const told = header('sec-fetch-site') || header('upgrade') || header('accept')
  return typeof told === 'string' && !isNavigation(header)
}
