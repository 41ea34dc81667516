/**
 * Keeps the provider's metadata: fetched when first needed, again when old, and kept when a later
 * fetch fails. A process starts, and stays up, without its provider.
 */
import { LoginError } from '../errors.ts'
import type { Emit } from '../events.ts'
import {
  type ConfiguredProvider,
  checkProviderMetadata,
  configuredMetadata,
  discoveryUrl,
  type ProviderMetadata,
} from '../protocol/metadata.ts'
import { type ProviderFetch, readObject } from './http.ts'
import { createRefresher } from './refresher.ts'

/** Seconds for which metadata is used without asking again. */
const FRESH = 3600

/** What the sources of what a provider publishes work with. */
export interface SourceRuntime {
  /** Seconds since the epoch. */
  readonly now: () => number
  readonly emit: Emit
  /** How often the provider has given an answer, whatever was asked. */
  readonly answers: () => number
}

/** What is known of the provider; rejects with {@link LoginError} while nothing is. */
export type MetadataSource = () => Promise<ProviderMetadata>

/**
 * Makes the source of one provider's metadata.
 *
 * It throws {@link LoginError} `METADATA_UNAVAILABLE`, `METADATA_INVALID` or `ISSUER_MISMATCH`. When
 * discovery is merely out of reach and every endpoint is configured, those serve.
 */
export function createMetadataSource(
  configured: ConfiguredProvider & { readonly fallbackJwksUri: string | undefined },
  providerFetch: ProviderFetch,
  { now, emit, answers }: SourceRuntime,
): MetadataSource {
  const alone = configuredMetadata(configured)
  const onStale = () => emit({ type: 'stale-used', endpoint: 'discovery' })
  const refresher = createRefresher({ fresh: FRESH, now, answers, onStale }, async () => {
    const url = discoveryUrl(configured)
    const document = readObject('discovery', url, await providerFetch('discovery', url))
    return checkProviderMetadata(document, configured)
  })
  return async function metadata() {
    try {
      return await refresher.get()
    } catch (error) {
      const unreachable = error instanceof LoginError && error.code === 'METADATA_UNAVAILABLE'
      if (alone !== undefined && unreachable) return alone
      throw error
    }
  }
}
