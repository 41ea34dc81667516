/** What the process of an app on this computer needs beyond the variables of a box. */
const PRELOAD = new URL('../../bin/resolve-localhost.js', import.meta.url)

/**
 * Variables that let Node find names below `.localhost` and trust the local authority.
 *
 * @param authority - Path of the authority's certificate; `undefined` with plain http.
 */
export function buildAppEnvironment(
  authority: string | undefined,
): Readonly<Record<string, string>> {
  // As a URL: a folder name with spaces would be taken apart.
  return {
    NODE_OPTIONS: `--import=${PRELOAD.href}`,
    ...(authority !== undefined && { NODE_EXTRA_CA_CERTS: authority }),
  }
}
