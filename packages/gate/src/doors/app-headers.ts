/** What of a visitor's headers reaches the app, and what of the app's reaches the visitor. Pure; raw pairs. */
import type { Login } from 'catflap'
import { buildUpstreamHeaders, cookieName, type HeaderRules, withoutCookies } from 'catflap-forward'
import { INGRESS_HEADER_PREFIX } from 'catflap-lazycat/facts'
import { spellingOf } from '../identity/headers.ts'
import type { Identity, Pairs } from '../identity/identity.ts'

/** What is the same for all requests. */
export interface AppHeaderSettings {
  readonly login: Pick<Login, 'origin' | 'ownsCookie'>
  readonly identity: Pick<Identity, 'isIdentityName'>
  /** `Host` for the app; `undefined` leaves what came. */
  readonly host: string | undefined
  readonly authorization: 'remove' | 'pass'
  /** Whether LazyCat's ingress is in front: it sets `X-HC-*`, and removes what a visitor sends. */
  readonly isLazyCat: boolean
}

/** What is to be told of one request. */
export interface Telling {
  /** `Host` as it came. */
  readonly host: string
  /** Address of the client; `undefined` where nobody knows. */
  readonly client: string | undefined
  /** Headers that say who is asking. */
  readonly identity: Pairs
  /** `Authorization` of the gate's own. */
  readonly authorization: string | undefined
}

/** Whether the gate says these itself, or nobody should. In the spelling of {@link spellingOf}. */
const TAKEN =
  /^(?:x-forwarded(?:-.*)?|x-original-.*|forwarded|x-real-ip|x-rewrite-url|http2-settings|proxy)$/

/** Names of headers of which it is remembered whether they stay behind: visitors may make up any number. */
const MOST_NAMES = 256

/** Makes what writes the headers for the app. */
export function createAppHeaders(
  settings: AppHeaderSettings,
): (raw: readonly string[], telling: Telling) => string[] {
  const { login, identity, authorization, isLazyCat } = settings
  const { protocol, host } = new URL(login.origin)
  function isTaken(plain: string): boolean {
    const name = spellingOf(plain)
    if (TAKEN.test(name) || identity.isIdentityName(plain)) return true
    if (name === 'authorization') return authorization === 'remove'
    return !isLazyCat && name.startsWith(INGRESS_HEADER_PREFIX.value)
  }
  const known = new Map<string, boolean>()
  const rules: HeaderRules = {
    isTaken(plain) {
      const found = known.get(plain)
      if (found !== undefined) return found
      const taken = isTaken(plain)
      if (known.size < MOST_NAMES) known.set(plain, taken)
      return taken
    },
    cookies: (header) => withoutCookies(header, login.ownsCookie),
  }
  return (raw, telling) => [
    ...buildUpstreamHeaders(raw, settings.host ?? telling.host, rules),
    ...(telling.client === undefined ? [] : ['X-Forwarded-For', telling.client]),
    ...['X-Forwarded-Proto', protocol.slice(0, -1), 'X-Forwarded-Host', host],
    ...telling.identity.flat(),
    ...(telling.authorization === undefined ? [] : ['Authorization', telling.authorization]),
  ]
}

/**
 * Takes cookies of the app away that have a name of the gate's: they would sign the visitor out, or in as
 * somebody else.
 *
 * @param onTaken - told the name
 */
export function withoutOwnCookies(
  raw: readonly string[],
  login: Pick<Login, 'ownsCookie'>,
  onTaken: (name: string) => void,
): string[] {
  const kept: string[] = []
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name, value] = [raw[i] ?? '', raw[i + 1] ?? '']
    const cookie = name.toLowerCase() === 'set-cookie' ? sentName(value.split(';', 1)[0] ?? '') : ''
    if (cookie !== '' && login.ownsCookie(cookie)) onTaken(cookie)
    else kept.push(name, value)
  }
  return kept
}

/** The name under which a cookie comes back: of one without a name browsers send the value alone, which may look like any. */
const sentName = (pair: string): string =>
  cookieName(pair) || cookieName(pair.slice(pair.indexOf('=') + 1))
