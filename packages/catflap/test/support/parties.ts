/** Who is who in tests: the provider, the app, and what the app knows of both. */

export const ISSUER = 'https://op.example'
export const APP = 'https://app.example'

/** Enough to configure a login against it. */
export const ENVIRONMENT = {
  OIDC_ISSUER: ISSUER,
  OIDC_CLIENT_ID: 'rp-1',
  OIDC_CLIENT_SECRET: 'hush-client-secret',
  OIDC_REDIRECT_URI: `${APP}/callback`,
} as const
