/** The variables that a box gives to an app. */
import { CONTAINER_SUFFIX, VARIABLE } from 'catflap-lazycat/facts'
import type { Box } from './box.ts'

/** What the app's process finds in its environment, secret included. */
export function buildEnvironment(box: Box): Readonly<Record<string, string>> {
  const { clientId, redirectUri } = box.settings
  return {
    [VARIABLE.clientId.name]: clientId,
    [VARIABLE.clientSecret.name]: box.clientSecret,
    [VARIABLE.issuer.name]: box.issuer,
    [VARIABLE.authorizationEndpoint.name]: `${box.issuer}/auth`,
    [VARIABLE.tokenEndpoint.name]: `${box.issuer}/token`,
    [VARIABLE.userInfoEndpoint.name]: `${box.issuer}/userinfo`,
    [VARIABLE.appDomain.name]: new URL(redirectUri).host,
    [VARIABLE.appId.name]: clientId,
    [VARIABLE.deployUid.name]: '',
    [VARIABLE.deployId.name]: clientId,
    [VARIABLE.boxDomain.name]: box.domain,
    [VARIABLE.boxName.name]: 'devbox',
    [VARIABLE.serviceName.name]: 'app',
    [VARIABLE.gatewayAddress.name]: `app.${clientId}.${CONTAINER_SUFFIX.value}:81`,
    // A box registers https; on a laptop the app is on plain http, so it must be told.
    OIDC_REDIRECT_URI: redirectUri,
  }
}

/** The one variable whose value must not be shown. */
export const SECRET_VARIABLE: string = VARIABLE.clientSecret.name
