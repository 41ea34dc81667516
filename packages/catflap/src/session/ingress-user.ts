/**
 * The user that a box's ingress names in `X-HC-User-ID`: whose session it lets apply, and, with
 * `session.acceptIngressUser` alone, who is signed in by its word.
 *
 * Headers only: nothing is read, written or opened for it. Who could have sent them is for SECURITY.md.
 */
import {
  ADMIN_GROUP,
  accountName,
  NORMAL_GROUP,
  ROLE_HEADER,
  SOURCE_HEADER,
  USER_HEADER,
} from 'catflap-lazycat/facts'
import { LoginError } from '../errors.ts'
import type { Claims } from '../protocol/claims.ts'
import type { HeaderReader } from '../protocol/fetch-metadata.ts'
import type { Requirements } from '../protocol/login-parameters.ts'
import { isForeignRequest } from '../protocol/same-origin.ts'
import type { Session } from './session.ts'
import type { SessionRecord } from './stored-session.ts'

/**
 * The name in a header. Node and `Headers` alike give one character per byte, and the bytes are UTF-8;
 * what cannot be UTF-8 is taken as it came.
 *
 * @param value - the header's value; an empty one names nobody
 */
export function ingressUserIn(value: string | null | undefined): string | undefined {
  if (!value) return undefined
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) > 0x7f) return decode(value)
  return value
}

function decode(value: string): string {
  // A runtime that has decoded it already gives characters that are no bytes.
  if (/[^\0-\xff]/.test(value)) return value
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(value, 'latin1'),
    )
  } catch {
    return value
  }
}

/** What of a session tells whose it is. */
export type Identified = Pick<SessionRecord, 'ingressUser' | 'claims' | 'userInfo'>

/**
 * True of the session of the user whom a request's header names: the same as at its callback, or,
 * where the ingress named nobody then, the provider's `preferred_username`. LazyCat's are
 * `<user>@<box domain>`. A session of which neither is known is nobody's.
 *
 * @param value - the header's value, as it came
 */
export function isSessionOf({ ingressUser, claims, userInfo }: Identified, value: string): boolean {
  const user = ingressUserIn(value)
  if (ingressUser !== undefined) return ingressUser === user
  const name = claims.preferred_username ?? userInfo.preferred_username
  if (typeof name !== 'string') return false
  const at = name.lastIndexOf('@')
  return name === user || (at !== -1 && name.slice(0, at) === user)
}

/** A person as the ingress names them. */
export interface IngressUser {
  readonly user: string
  /** `ADMIN` or `NORMAL`, which are the provider's groups, too. */
  readonly role: string
}

const [USER, ROLE, SOURCE] = [USER_HEADER, ROLE_HEADER, SOURCE_HEADER].map(({ value }) =>
  value.toLowerCase(),
) as [string, string, string]
const NONE: Claims = Object.freeze({})
const ROLES: readonly string[] = [ADMIN_GROUP.value, NORMAL_GROUP.value]

/**
 * What a user's name may be: letters and digits of any script, and marks that separate nothing. Several
 * lines of a header come joined by a comma, and `@` would let one name look like another's account.
 */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._+-]{0,127}$/u

/**
 * Reads whom the ingress vouches for. All of it must be there, once, in the form that it is documented in:
 * a header that is missing, empty, doubled, in another spelling (`X_HC_User_ID` is another header) or of
 * a value that is not known here means that nobody is named.
 *
 * @param header - of a request; who has sent it is for the network in front of the app
 * @param sources - the values of `X-HC-SOURCE` that count
 */
export function readIngressUser(
  header: HeaderReader,
  sources: readonly string[],
): IngressUser | undefined {
  const [role, source] = [header(ROLE), header(SOURCE)]
  if (!role || !ROLES.includes(role) || !source || !sources.includes(source)) return undefined
  const user = ingressUserIn(header(USER))
  return user !== undefined && NAME.test(user) && isText(header(USER) ?? '', user)
    ? { user, role }
    : undefined
}

/** True unless bytes that are no UTF-8 were taken as they came. */
const isText = (value: string, user: string): boolean =>
  value !== user || !/[\x80-\xff]/.test(value)

/** Gives the session of a request that the ingress vouches for, from its headers alone. */
export type IngressReader = (header: HeaderReader) => Session | undefined

/**
 * Makes an {@link IngressReader}. A request that a page of another origin has made is nobody's: no
 * `SameSite` of ours keeps browsers from adding what signs the person in at the ingress.
 *
 * @param origin - the app's
 * @param now - seconds since the epoch
 */
export function createIngressReader(
  { sources, boxDomain }: { readonly sources: readonly string[]; readonly boxDomain: string },
  origin: string,
  now: () => number,
): IngressReader {
  return function readIngressSession(header) {
    const named = readIngressUser(header, sources)
    if (named === undefined || isForeignRequest(header, origin)) return undefined
    return new IngressSession(named, boxDomain, now())
  }
}

/**
 * Why the word of the ingress does not do: there was no login at the provider.
 *
 * @param what - that needs one, for the log
 */
export function needsProvider(what: string): LoginError {
  return new LoginError('INGRESS_USER_INSUFFICIENT', `${what} needs a login at the provider`, {
    expected: 'a session that began with a login at the provider',
    seen: 'the word of the ingress',
  })
}

/** For one request: nothing of it is kept, and nothing can be opened. */
class IngressSession implements Session {
  readonly source = 'ingress'
  readonly id: string
  readonly sid: undefined
  readonly claims: Claims
  readonly userInfo: Claims = NONE
  readonly groups: readonly string[]
  readonly createdAt: number
  readonly attempt = ''
  readonly returnTo = '/'
  readonly renewAt: undefined

  constructor({ user, role }: IngressUser, boxDomain: string, now: number) {
    // A colon is in no `sub` of the box's provider: it names nobody whom that one knows.
    this.id = `ingress:${user}`
    this.claims = Object.freeze({ preferred_username: accountName(user, boxDomain) })
    this.groups = Object.freeze([role])
    this.createdAt = now
  }

  get sub(): string {
    return this.id
  }
  get expiresAt(): number {
    return this.createdAt
  }
  meets({ maxAge, acrValues, source }: Requirements): boolean {
    return maxAge === undefined && acrValues === undefined && source === undefined
  }
  details(): never {
    throw needsProvider('what a login brought')
  }
  trace(): never {
    throw needsProvider('the trace of a login')
  }
  async accessToken(): Promise<never> {
    throw needsProvider('an access token')
  }
  async renew(): Promise<never> {
    throw needsProvider('a renewal')
  }
}
