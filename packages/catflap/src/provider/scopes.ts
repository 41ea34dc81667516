/**
 * The scopes of this client's authorization requests.
 */
import type { Settings } from '../configuration/options.ts'
import { needsOfflineAccess } from '../protocol/known-provider.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import { chooseScopes } from '../protocol/scopes.ts'

/** Those configured; else those of ours that the provider offers, and that are good for something there. */
export function scopesOf({ client }: Pick<Settings, 'client'>, metadata: ProviderMetadata): string {
  return chooseScopes(
    client.scopes,
    metadata.scopes_supported,
    needsOfflineAccess(metadata.software),
  )
}
