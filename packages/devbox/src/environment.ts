/** The variables that a box gives to an app. */
import type { Box } from './box.ts'

/** What the app's process finds in its environment, secret included. */
export function buildEnvironment(box: Box): Readonly<Record<string, string>> {
  const { clientId, ingress, redirectUri } = box
  const app = ingress?.app
  return {
    ...(redirectUri !== undefined && providerVariables(box)),
    LAZYCAT_APP_DOMAIN: new URL(box.appOrigin).host,
    LAZYCAT_APP_ID: clientId,
    LAZYCAT_APP_DEPLOY_UID: (app?.multiInstance && app.owner) || '',
    LAZYCAT_APP_DEPLOY_ID: clientId,
    LAZYCAT_BOX_DOMAIN: box.domain,
    LAZYCAT_BOX_NAME: ingress?.name ?? box.settings.boxName,
    LAZYCAT_APP_SERVICE_NAME: 'app',
    LZCAPP_API_GATEWAY_ADDRESS: `app.${clientId}.lzcapp:81`,
    // A box registers https and the app domain; whatever differs must be told.
    ...(redirectUri !== undefined && !isBoxLike(box) && { OIDC_REDIRECT_URI: redirectUri }),
  }
}

function isBoxLike({ ingress }: Box): boolean {
  return ingress?.scheme === 'https'
}

/** A box has these only for an app that has registered a redirect URI. */
function providerVariables({ clientId, clientSecret, issuer }: Box): Record<string, string> {
  return {
    LAZYCAT_AUTH_OIDC_CLIENT_ID: clientId,
    LAZYCAT_AUTH_OIDC_CLIENT_SECRET: clientSecret,
    LAZYCAT_AUTH_OIDC_ISSUER_URI: issuer,
    LAZYCAT_AUTH_OIDC_AUTH_URI: `${issuer}/auth`,
    LAZYCAT_AUTH_OIDC_TOKEN_URI: `${issuer}/token`,
    LAZYCAT_AUTH_OIDC_USERINFO_URI: `${issuer}/userinfo`,
  }
}

/** The one variable whose value must not be shown. */
export const SECRET_VARIABLE = 'LAZYCAT_AUTH_OIDC_CLIENT_SECRET'
