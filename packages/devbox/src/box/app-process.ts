/** What the process of an app on this computer needs beyond the variables of a box. */

/** Makes names below `.localhost` known to a Node process. */
export const PRELOAD: URL = new URL('../../bin/resolve-localhost.js', import.meta.url)

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

/** What a running box has for an app: its variables, and what reaching it takes. */
interface Surroundings {
  readonly environment: Readonly<Record<string, string>>
  readonly appEnvironment: Readonly<Record<string, string>>
}

/** The whole environment of an app: what is there, what the box gives, and what reaching it takes. */
export function mergeAppEnvironment(
  inherited: Readonly<Record<string, string | undefined>>,
  { environment, appEnvironment }: Surroundings,
): Record<string, string | undefined> {
  const options = [inherited.NODE_OPTIONS, appEnvironment.NODE_OPTIONS].filter(Boolean).join(' ')
  const joined = options === '' ? {} : { NODE_OPTIONS: options }
  return { ...inherited, ...environment, ...appEnvironment, ...joined }
}
