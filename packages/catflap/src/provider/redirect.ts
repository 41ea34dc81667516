/**
 * Where an address of the provider's sends a browser: asked once, never followed, nothing kept.
 */
import { networkCause } from './network-cause.ts'

/** An answer to a browser, without its body; or why there was none. */
export type BrowserAnswer =
  | {
      readonly status: number
      /** Where a redirect leads, as a whole address; `undefined` when it leads nowhere. */
      readonly location: string | undefined
      readonly failure?: never
    }
  | { readonly failure: string }

/**
 * Asks an address as a browser would, with no cookie. It never rejects.
 *
 * @param timeout - seconds
 */
export async function fetchRedirect(
  fetchUrl: typeof fetch,
  url: string,
  timeout: number,
): Promise<BrowserAnswer> {
  try {
    const signal = AbortSignal.timeout(timeout * 1000)
    const response = await fetchUrl(url, { redirect: 'manual', signal })
    await response.body?.cancel().catch(() => undefined)
    const { status, headers } = response
    const target = status >= 300 && status < 400 ? headers.get('location') : null
    const leads = target !== null && URL.canParse(target, url)
    return { status, location: leads ? new URL(target, url).href : undefined }
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError'
    return { failure: late ? 'no answer in time' : networkCause(error) }
  }
}
