/** The discovery document, member for member as Dex writes it. */
import { KEYS_PATH } from 'catflap-lazycat/facts'
import type { Box } from '../box/box.ts'
import type { Settings } from '../box/settings.ts'
import { indentedJson, type Reply } from '../http/reply.ts'
import type { BoxRequest } from '../http/request.ts'

/** The provider's metadata; the order of its members is part of the likeness. */
export function buildMetadata(
  issuer: string,
  dex: Settings['dex'] = '2.45',
): Readonly<Record<string, unknown>> {
  const next = dex === 'next'
  return {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}${KEYS_PATH.value}`,
    userinfo_endpoint: `${issuer}/userinfo`,
    device_authorization_endpoint: `${issuer}/device/code`,
    introspection_endpoint: `${issuer}/token/introspect`,
    ...(next && {
      end_session_endpoint: `${issuer}/logout`,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    }),
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:device_code',
      'urn:ietf:params:oauth:grant-type:token-exchange',
    ],
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256', 'plain'],
    scopes_supported: ['openid', 'email', 'groups', 'profile', 'offline_access'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    claims_supported: [
      'iss',
      'sub',
      'aud',
      'iat',
      'exp',
      'email',
      'email_verified',
      'locale',
      'name',
      'preferred_username',
      'at_hash',
      ...(next ? ['groups', 'federated_claims', 'sid'] : []),
    ],
  }
}

/** Answers `/.well-known/openid-configuration`. */
export function answerDiscovery(_request: BoxRequest, box: Box): Reply {
  return indentedJson(buildMetadata(box.issuer, box.settings.dex))
}
