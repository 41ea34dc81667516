/**
 * What a recipe is: how an app that speaks OpenID Connect is told of the box.
 *
 * Values may name variables of the platform as a manifest does: `${LAZYCAT_…}`.
 */
import type { Text } from 'catflap-lazycat/facts'

/** A setting and its value. */
export type Setting = readonly [name: string, value: string]

/** One app. */
export interface Recipe {
  /** Part of addresses, and the name of the app's service in its manifest. */
  readonly id: string
  readonly app: string
  /** The path of its redirect URI, for `oidc_redirect_path`. */
  readonly redirectPath: string
  /** What its manifest puts into its environment. */
  readonly environment: readonly Setting[]
  /** What a person sets in the app itself, and where. */
  readonly settings?: { readonly where: Text; readonly values: readonly Setting[] }
  readonly notes?: readonly Text[]
  readonly source: {
    /** Pages or files of the app's own project, with the version that was read. */
    readonly places: readonly string[]
    readonly says: Text
    /** The day on which they were read, ISO 8601. */
    readonly verified: string
  }
}

/** The day on which the present recipes were read in their sources. */
export const VERIFIED = '2026-11-24'

export const CLIENT_ID = '${LAZYCAT_AUTH_OIDC_CLIENT_ID}'
export const CLIENT_SECRET = '${LAZYCAT_AUTH_OIDC_CLIENT_SECRET}'
export const ISSUER = '${LAZYCAT_AUTH_OIDC_ISSUER_URI}'
export const DISCOVERY: string = `${ISSUER}/.well-known/openid-configuration`
export const AUTHORIZATION_ENDPOINT = '${LAZYCAT_AUTH_OIDC_AUTH_URI}'
export const TOKEN_ENDPOINT = '${LAZYCAT_AUTH_OIDC_TOKEN_URI}'
export const USERINFO_ENDPOINT = '${LAZYCAT_AUTH_OIDC_USERINFO_URI}'
export const APP_ORIGIN = 'https://${LAZYCAT_APP_DOMAIN}'

/** What an app without variables of its own gets, so that an administrator can read them there. */
export const READABLE: readonly Setting[] = [
  ['LAZYCAT_AUTH_OIDC_CLIENT_ID', CLIENT_ID],
  ['LAZYCAT_AUTH_OIDC_CLIENT_SECRET', CLIENT_SECRET],
]
