/**
 * What a recipe is: how an app that speaks OpenID Connect is told of the box.
 *
 * Values may name variables of the platform as a manifest does: `${LAZYCAT_…}`.
 */
import { type Text, VARIABLE, type VariableKey } from 'catflap-lazycat/facts'

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

export const CLIENT_ID: string = mapped('clientId')
export const CLIENT_SECRET: string = mapped('clientSecret')
export const ISSUER: string = mapped('issuer')
export const DISCOVERY: string = `${ISSUER}/.well-known/openid-configuration`
export const AUTHORIZATION_ENDPOINT: string = mapped('authorizationEndpoint')
export const TOKEN_ENDPOINT: string = mapped('tokenEndpoint')
export const USERINFO_ENDPOINT: string = mapped('userInfoEndpoint')
export const APP_DOMAIN: string = mapped('appDomain')
export const APP_ORIGIN: string = `https://${APP_DOMAIN}`

/** What an app without variables of its own gets, so that an administrator can read them there. */
export const READABLE: readonly Setting[] = [
  [VARIABLE.clientId.name, CLIENT_ID],
  [VARIABLE.clientSecret.name, CLIENT_SECRET],
]

/** A variable as a manifest maps it. */
function mapped(variable: VariableKey): string {
  return `\${${VARIABLE[variable].name}}`
}
