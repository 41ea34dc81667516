/** Logins under way for the target `callback`: two of one browser, the second in silence, and one of somebody else's. */
import type { Login } from '../../../packages/catflap/src/login.ts'
import { type Browser, createBrowser } from '../../../packages/catflap/test/support/browser.ts'
import { createFixture } from '../../../packages/catflap/test/support/fixture.ts'
import { APP, ISSUER, type TestProvider } from '../../../packages/catflap/test/support/provider.ts'

export interface Begun {
  readonly state: string
  readonly code: string
  /** The page that it leads to. */
  readonly page: string
  readonly silent: boolean
}

export interface Logins {
  readonly login: Login
  /** Another process of the app. */
  readonly other: Login
  readonly provider: TestProvider
  readonly browser: Browser
  /** The cookies as all was begun. */
  readonly held: string
  /** Of the browser. */
  readonly own: readonly Begun[]
  /** What an input may say: `$S` and `$C` for state and code, `$T` and `$D`, `$U` and `$E` of the stranger; `$I`. */
  readonly written: (text: string) => string
  readonly close: () => Promise<unknown>
}

/** A world of its own for each input, so that it does the same each time. */
export async function beginLogins(): Promise<Logins> {
  const { login, provider, browser, another } = createFixture({ session: { silentLogin: true } })
  const other = another()
  const stranger = createBrowser(login, provider)
  browser.cookies.set('__Host-catflap-silent', '1')
  const begin = async (who: Browser, page: string, silent = false): Promise<Begun> => {
    const prompt = silent ? '&prompt=none' : ''
    const { headers } = await who.get(`/login?return_to=${page}${prompt}`)
    const { searchParams } = new URL(APP + provider.approve(headers.get('location') ?? ''))
    const [state = '', code = ''] = ['state', 'code'].map((name) => searchParams.get(name) ?? '')
    return { state, code, page, silent }
  }
  const own = [await begin(browser, '/wanted'), await begin(browser, '/quiet', true)]
  const all = [...own, await begin(stranger, '/theirs')]
  const pieces: readonly (readonly [string, string])[] = [
    ...all.flatMap(({ state, code }, i) => [
      [`$${'STU'[i]}`, state] as const,
      [`$${'CDE'[i]}`, code] as const,
    ]),
    ['$I', encodeURIComponent(ISSUER)],
  ]
  return {
    ...{ login, other, provider, browser, own },
    held: browser.header() ?? '',
    written: (text) =>
      pieces.reduce((before, [name, value]) => before.replaceAll(name, value), text),
    close: () => Promise.all([login.close(), other.close()]),
  }
}
