/**
 * Which scopes to ask for.
 */

const WANTED = ['profile', 'email', 'groups', 'offline_access']

/**
 * The configured scopes, always with `openid`; else those of ours that the provider offers.
 *
 * @param configured - from options or environment
 * @param offered - `scopes_supported`; `undefined` when the provider does not say
 * @param useless - what this provider offers and never makes good; a configured one is asked all the same
 * @see OpenID Connect Core 1.0, section 3.1.2.1
 */
export function chooseScopes(
  configured: readonly string[] | undefined,
  offered: readonly string[] | undefined,
  useless: readonly string[] = [],
): string {
  const wanted =
    configured ??
    WANTED.filter((scope) => (offered?.includes(scope) ?? true) && !useless.includes(scope))
  return [...new Set(['openid', ...wanted])].join(' ')
}
