/**
 * The options of `createLogin`, and the names of those that there are.
 */
import type { EventListener } from '../events.ts'
import type { FailurePage } from '../pages/error-response.ts'
import type { SigningAlgorithm } from '../protocol/algorithms.ts'
import type { AuthenticationMethod } from '../protocol/client-authentication.ts'
import type { LoginParameters } from '../protocol/login-parameters.ts'
import type { SessionStore } from '../store/store.ts'
import type { ConfigurationProblem } from './configuration-error.ts'
import type { Environment } from './environment.ts'
import { ROUTE_OPTIONS, type RouteOptions } from './route-options.ts'

/** Options of `createLogin`. On a LazyCat box none is needed. */
export interface LoginOptions {
  /** Where settings come from that no option gives; default `process.env`. */
  readonly environment?: Environment
  readonly provider?: {
    /** Issuer identifier, compared exactly with what the provider says of itself. */
    readonly issuer?: string
    /** For each provider request, from the first byte sent to the last received; default 10 s. */
    readonly timeout?: number
    /** Seconds for all requests to it of one callback together. Default: 15, or `timeout` if that is more. */
    readonly deadline?: number
    /**
     * Signature algorithms an ID Token may use; default those of ours that the provider says it uses,
     * RS256 where it is silent.
     */
    readonly algorithms?: readonly SigningAlgorithm[]
    /**
     * The claim that holds a person's groups: a name, or a way through members such as
     * `realm_access.roles`. Default `groups`.
     */
    readonly groupsClaim?: string
    /**
     * Where this app reaches the provider, when that is not where browsers do: the issuer's address on an
     * internal network, which may be on plain http. The issuer that is compared stays `issuer`.
     */
    readonly internalIssuer?: string
    /** Certificates in PEM to trust for the provider, instead of those that Node trusts. */
    readonly ca?: string
  }
  readonly client?: {
    readonly id?: string
    readonly secret?: string
    /**
     * How the client proves who it is; default by its secret, as the provider accepts it, or by its
     * private key where one is given. `none` is for a public client, which has PKCE alone.
     */
    readonly authentication?: AuthenticationMethod
    /** For `private_key_jwt`: PEM without a passphrase, or a JWK as JSON text. */
    readonly privateKey?: string
    /** Registered at the provider, exactly; its origin is the app's origin. */
    readonly redirectUri?: string
    /**
     * Default: `openid`, and of `profile email groups` what the provider offers; `offline_access` only
     * where the provider is known to need it for a refresh token and to give it to every client.
     */
    readonly scopes?: readonly string[]
    /**
     * Parameters of each authorization request beside its own, such as `acr_values` or `max_age`; both of
     * these are then checked in the ID Token, too.
     */
    readonly authorizationParams?: LoginParameters
    /**
     * Whether authorization requests are pushed (RFC 9126), for a client that the provider demands it of;
     * default whether it demands it of all.
     */
    readonly pushedAuthorizationRequests?: boolean
  }
  readonly session?: {
    /** Where sessions live; default what `CATFLAP_STORE` names, else LMDB in the data directory. */
    readonly store?: SessionStore
    /** Seconds without a request after which a session ends; default 86400. */
    readonly idleLifetime?: number
    /** Seconds after the login at which a session ends in any case; default 604800. */
    readonly absoluteLifetime?: number
    /**
     * Whether a session applies only while the ingress names the same user in `X-HC-User-ID` as at its
     * login; default true when LazyCat's variables are in use.
     */
    readonly followIngressUser?: boolean
    /**
     * Whether a request that LazyCat's ingress vouches for counts as signed in without a login, where it has
     * no session of its own: by `X-HC-User-ID`, `X-HC-User-Role` and `X-HC-SOURCE`. Any container of this app
     * can forge them: see docs/ingress-user.md. Only on a box, and never without `followIngressUser`. `true`
     * takes visits of people (`client`); `sources` names every value of `X-HC-SOURCE` to take, such as
     * `app:self` or `app:<package>`. Default false.
     */
    readonly acceptIngressUser?: boolean | { readonly sources: readonly string[] }
    /**
     * Whether a person without a session who opens a page is signed in, where the provider knows them
     * already, before the page is shown: it is asked with `prompt=none`, at most once in ten minutes, and
     * not for twelve hours after a logout. For pages that everybody may see. Default false; a LazyCat box
     * does not heed `prompt=none`.
     */
    readonly silentLogin?: boolean
    /**
     * What the names of this app's cookies begin with, for apps that share a host; default `catflap`.
     * The `__Host-` prefix on https, and the port on plain http, are added.
     */
    readonly cookieName?: string
    /**
     * Name and seal lists of sessions, attempts and login transactions: the first seals, all open.
     * Default: one key made once, beside the store or in it.
     */
    readonly secrets?: readonly string[]
  }
  readonly routes?: RouteOptions
  readonly onEvent?: EventListener
  /** The app's own page about a failed login or request; programs get problem details in any case. */
  readonly failurePage?: FailurePage
  /** Makes the provider's requests in place of Catflap's own client: for tests and connections of your own. */
  readonly fetch?: typeof fetch
  /** Replaces the clock: seconds since the epoch. */
  readonly now?: () => number
}

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  provider: ['issuer', 'internalIssuer', 'timeout', 'deadline', 'algorithms', 'groupsClaim', 'ca'],
  client: [
    'id',
    'secret',
    'authentication',
    'privateKey',
    'redirectUri',
    'scopes',
    'authorizationParams',
    'pushedAuthorizationRequests',
  ],
  session: [
    'store',
    'idleLifetime',
    'absoluteLifetime',
    'followIngressUser',
    'acceptIngressUser',
    'silentLogin',
    'cookieName',
    'secrets',
  ],
  routes: ROUTE_OPTIONS,
  environment: [],
  onEvent: [],
  failurePage: [],
  fetch: [],
  now: [],
}

/** A problem for each option that there is not. */
export function unknownOptions(options: LoginOptions): readonly ConfigurationProblem[] {
  const paths = Object.entries(options).flatMap(([group, value]) => {
    const inner = KNOWN[group]
    if (inner === undefined) return [group]
    if (inner.length === 0 || value === undefined) return []
    if (typeof value !== 'object' || value === null) return [group]
    return Object.keys(value)
      .filter((name) => !inner.includes(name))
      .map((name) => `${group}.${name}`)
  })
  return paths.map((path) => ({
    kind: 'unknown-option',
    variable: path,
    seen: 'an option of this name',
    fix: { en: 'There is no such option: remove it.', zh: '没有这个选项：请删除。' },
  }))
}
