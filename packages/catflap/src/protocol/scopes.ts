/**
 * Which scopes to ask for.
 */

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
