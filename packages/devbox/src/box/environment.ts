/** The variables that a box gives to an app. */
import { CONTAINER_SUFFIX, KEYS_PATH, VARIABLE } from 'catflap-lazycat/facts'
import type { Box } from './box.ts'

/** What the app's process finds in its environment, secret included. */
export function buildEnvironment(box: Box): Readonly<Record<string, string>> {
  const { clientId, ingress, redirectUri } = box
  const app = ingress?.app
  return {
    ...(redirectUri !== undefined && providerVariables(box)),
    [VARIABLE.appDomain.name]: new URL(box.appOrigin).host,
    [VARIABLE.appId.name]: clientId,
    [VARIABLE.deployUid.name]: (app?.multiInstance && app.owner) || '',
    [VARIABLE.deployId.name]: clientId,
    [VARIABLE.boxDomain.name]: box.domain,
    [VARIABLE.boxName.name]: ingress?.name ?? box.settings.boxName,
    [VARIABLE.serviceName.name]: 'app',
    [VARIABLE.gatewayAddress.name]: `app.${clientId}.${CONTAINER_SUFFIX.value}:81`,
    // A box registers https and the app domain; whatever differs must be told.
    ...(redirectUri !== undefined && !isBoxLike(box) && { OIDC_REDIRECT_URI: redirectUri }),
    // No box gives refresh tokens, so a client may know better than to ask for them.
    ...(redirectUri !== undefined && box.settings.refreshTokens && { OIDC_SCOPES: ALL_SCOPES }),
  }
}

const ALL_SCOPES = 'openid profile email groups offline_access'

/**
 * Where the keys are, for apps that make that address of the box's domain and take it to be https: on plain
 * http it has to be told. No part of what a box hands out, where discovery tells it.
 */
export function buildKeysVariable(box: Box): Readonly<Record<string, string>> {
  if (box.redirectUri === undefined || isBoxLike(box)) return {}
  return { OIDC_JWKS_URI: `${box.issuer}${KEYS_PATH.value}` }
}

function isBoxLike({ ingress }: Box): boolean {
  return ingress?.scheme === 'https'
}

/** A box has these only for an app that has registered a redirect URI. */
function providerVariables({ clientId, clientSecret, issuer }: Box): Record<string, string> {
  return {
    [VARIABLE.clientId.name]: clientId,
    [VARIABLE.clientSecret.name]: clientSecret,
    [VARIABLE.issuer.name]: issuer,
    [VARIABLE.authorizationEndpoint.name]: `${issuer}/auth`,
    [VARIABLE.tokenEndpoint.name]: `${issuer}/token`,
    [VARIABLE.userInfoEndpoint.name]: `${issuer}/userinfo`,
  }
}

/** The one variable whose value must not be shown. */
export const SECRET_VARIABLE: string = VARIABLE.clientSecret.name
