/**
 * Which scopes to ask for.
 */

const WANTED = ['profile', 'email', 'groups', 'offline_access']

/**
 * The configured scopes, always with `openid`; else those of ours that the provider offers.
 *
 * @param configured - from options or environment
 * @param offered - `scopes_supported`; `undefined` when the provider does not say
 * @see OpenID Connect Core 1.0, section 3.1.2.1
 */
export function chooseScopes(
  configured: readonly string[] | undefined,
  offered: readonly string[] | undefined,
): string {
  const wanted = configured ?? WANTED.filter((scope) => offered?.includes(scope) ?? true)
  return [...new Set(['openid', ...wanted])].join(' ')
}
