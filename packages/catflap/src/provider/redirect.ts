/**
 * Where an address of the provider's sends a browser: asked once, never followed, nothing kept.
 */
import { isTimeout } from './fetch-transport.ts'
import { networkCause } from './network-cause.ts'
import { ProxyFailure, proxyCause } from './proxy.ts'
import type { Transport } from './transport.ts'

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
  transport: Transport,
  url: string,
  timeout: number,
): Promise<BrowserAnswer> {
  try {
    const reads = () => false
    const request = {
      method: 'GET',
      headers: {},
      body: undefined,
      timeout,
      maxBytes: 0,
      reads,
    } as const
    const { status, header } = await transport.send(url, request)
    const target = status >= 300 && status < 400 ? (header('location') ?? null) : null
    const leads = target !== null && URL.canParse(target, url)
    return { status, location: leads ? new URL(target, url).href : undefined }
  } catch (error) {
    if (isTimeout(error)) return { failure: 'no answer in time' }
    if (!(error instanceof ProxyFailure)) return { failure: networkCause(error) }
    return { failure: `proxy ${transport.proxyOf(url)}: ${proxyCause(error)}` }
  }
}
