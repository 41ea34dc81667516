/** The login of a gate: the library's, below a prefix of the gate's own, configured by its variables. */
import {
  ConfigurationError,
  createLogin,
  type Login,
  type LoginOptions,
  unusable,
  VARIABLES,
} from 'catflap'
import type { Problem } from './problem.ts'
import { readVariable } from './sources.ts'

/** Below this everything is the gate's, and nothing the app's. */
export const PREFIX = '/_catflap'

/** A login, or what its configuration lacks. */
export type MadeLogin =
  | { readonly login: Login; readonly problems?: undefined }
  | { readonly login?: undefined; readonly problems: readonly Problem[] }

/** Makes the login. Its cookies have names of their own: the app behind may use the library, too. */
export function makeLogin(options: LoginOptions): MadeLogin {
  const environment = options.environment ?? process.env
  const redirectUri = options.client?.redirectUri ?? redirectUriOf(environment)
  try {
    const login = createLogin({
      ...options,
      client: { ...options.client, ...(redirectUri && { redirectUri }) },
      session: { cookieName: 'catflap-gate', ...options.session },
      routes: { base: PREFIX, afterLogin: '/', ...options.routes },
    })
    if (login.paths.callback.startsWith(`${PREFIX}/`)) return { login }
    void login.close()
    return { problems: [outside(login.client.redirectUri)] }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return {
      problems: error.problems.map(({ variable, seen, fix }) => {
        return { code: 'LOGIN_NOT_CONFIGURED', at: variable, seen, fix }
      }),
    }
  }
}

/** On LazyCat: what `application.oidc_redirect_path` of the manifest has to be. */
function redirectUriOf(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const usable = (names: readonly string[]) =>
    names
      .map((name) => readVariable(environment, name))
      .find((value) => unusable(value) === undefined)
  if (usable(VARIABLES.redirectUri) !== undefined) return undefined
  const domain = usable(VARIABLES.appDomain)
  return domain && `https://${domain}${PREFIX}/callback`
}

const outside = (redirectUri: string): Problem => ({
  code: 'REDIRECT_URI_OUTSIDE',
  at: VARIABLES.redirectUri[0] ?? '',
  seen: redirectUri,
  fix: {
    en: `The redirect URI must end in ${PREFIX}/callback, here and at the provider: every other path is the app's.`,
    zh: `回调地址必须以 ${PREFIX}/callback 结尾（此处和身份提供方都要一致）：其他路径都属于应用。`,
  },
})
