/**
 * Which scopes to ask for.
 */
import { needsOfflineAccess } from './known-provider.ts'
import type { ProviderMetadata } from './metadata.ts'

const WANTED = ['profile', 'email', 'groups']

/**
 * The configured scopes, always with `openid`; else those of ours that the provider offers.
 *
 * @param configured - from options or environment
 * @param offered - `scopes_supported`; `undefined` when the provider does not say
 * @param offline - whether `offline_access` is among ours
 * @see OpenID Connect Core 1.0, sections 3.1.2.1 and 11
 */
export function chooseScopes(
  configured: readonly string[] | undefined,
  offered: readonly string[] | undefined,
  offline: boolean,
): string {
  const ours = offline ? [...WANTED, 'offline_access'] : WANTED
  const wanted = configured ?? ours.filter((scope) => offered?.includes(scope) ?? true)
  return [...new Set(['openid', ...wanted])].join(' ')
}

/** The scopes of a client's authorization requests at a provider. */
export function scopesOf(
  { client }: { readonly client: { readonly scopes: readonly string[] | undefined } },
  { scopes_supported: offered, software }: ProviderMetadata,
): string {
  return chooseScopes(client.scopes, offered, needsOfflineAccess(software))
}
