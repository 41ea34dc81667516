/**
 * Chooses what makes the requests: `undici` on Node, `fetch` in other runtimes and where the app brings
 * one.
 */
import { isNode, type NetworkSettings } from '../configuration/network-options.ts'
import { createFetchTransport } from './fetch-transport.ts'
import type { Transport } from './transport.ts'
import { createUndiciTransport } from './undici-transport.ts'

/**
 * Makes the way to the provider.
 *
 * @param direct - an address whose origin is never reached by a proxy
 * @param fetchUrl - a `fetch` of the app's own
 */
export function createTransport(
  network: NetworkSettings,
  direct: string | undefined,
  fetchUrl: typeof fetch | undefined,
): Transport {
  if (fetchUrl !== undefined) return createFetchTransport(fetchUrl)
  return isNode() ? createUndiciTransport(network, direct) : createFetchTransport(fetch)
}
