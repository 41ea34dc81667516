/** The variables that a box gives to an app. */
import type { Box } from './box.ts'

/** What the app's process finds in its environment, secret included. */
export function buildEnvironment(box: Box): Readonly<Record<string, string>> {
  const { clientId, redirectUri } = box.settings
  return {
    LAZYCAT_AUTH_OIDC_CLIENT_ID: clientId,
    LAZYCAT_AUTH_OIDC_CLIENT_SECRET: box.clientSecret,
    LAZYCAT_AUTH_OIDC_ISSUER_URI: box.issuer,
    LAZYCAT_AUTH_OIDC_AUTH_URI: `${box.issuer}/auth`,
    LAZYCAT_AUTH_OIDC_TOKEN_URI: `${box.issuer}/token`,
    LAZYCAT_AUTH_OIDC_USERINFO_URI: `${box.issuer}/userinfo`,
    LAZYCAT_APP_DOMAIN: new URL(redirectUri).host,
    LAZYCAT_APP_ID: clientId,
    LAZYCAT_APP_DEPLOY_UID: '',
    LAZYCAT_APP_DEPLOY_ID: clientId,
    LAZYCAT_BOX_DOMAIN: box.domain,
    LAZYCAT_BOX_NAME: 'devbox',
    LAZYCAT_APP_SERVICE_NAME: 'app',
    LZCAPP_API_GATEWAY_ADDRESS: `app.${clientId}.lzcapp:81`,
    // A box registers https; on a laptop the app is on plain http, so it must be told.
    OIDC_REDIRECT_URI: redirectUri,
  }
}

/** The one variable whose value must not be shown. */
export const SECRET_VARIABLE = 'LAZYCAT_AUTH_OIDC_CLIENT_SECRET'
