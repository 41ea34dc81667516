/** What the process of an app on this computer needs beyond the variables of a box. */

/** Makes names below `.localhost` known to a Node process. */
export const PRELOAD: URL = new URL('../../bin/resolve-localhost.js', import.meta.url)

/** Where programs look for a file of the roots they shall trust: OpenSSL and Go, Python, curl, Node, Git, Deno. */
export const TRUST_VARIABLES = [
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
  'GIT_SSL_CAINFO',
  'DENO_CERT',
] as const

/**
 * Variables that let Node find names below `.localhost`, and programs of any language trust the local
 * authority.
 *
 * @param bundle - Path of a file with the system's roots and the authority; `undefined` with plain http.
 */
export function buildAppEnvironment(bundle: string | undefined): Readonly<Record<string, string>> {
  // As a URL: a folder name with spaces would be taken apart.
  return {
    NODE_OPTIONS: `--import=${PRELOAD.href}`,
    ...(bundle !== undefined &&
      Object.fromEntries(TRUST_VARIABLES.map((variable) => [variable, bundle]))),
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
