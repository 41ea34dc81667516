/** The closed list of faults, by the part of the login that each one spoils. */

export type IdTokenSignatureFault =
  | 'invalid-sig-rs256'
  | 'kid-unknown'
  | 'kid-known-wrong-key'
  | 'kid-absent-single-jwks'
  | 'kid-absent-multiple-jwks'
  | 'jwks-kid-absent'
  | 'idtoken-sig-none'
  | 'idtoken-sig-hs256'
  | 'idtoken-sig-es256'
  | 'idtoken-sig-ps256'
  | 'idtoken-eddsa'

export type IdTokenClaimFault =
  | 'invalid-iss'
  | 'missing-iss'
  | 'invalid-aud'
  | 'missing-aud'
  | 'multiple-aud'
  | 'multiple-aud-without-azp'
  | 'invalid-azp'
  | 'invalid-sub'
  | 'missing-sub'
  | 'expired'
  | 'missing-exp'
  | 'string-exp'
  | 'issued-in-future'
  | 'missing-iat'
  | 'invalid-nonce'
  | 'missing-nonce'
  | 'invalid-at-hash'
  | 'missing-at-hash'
  | 'malformed-id-token'
  | 'missing-id-token'
  | 'oversized-id-token'
  | 'groups-missing'
  | 'groups-not-array'

export type AuthorizationFault =
  | 'invalid-state'
  | 'missing-state'
  | 'repeated-state'
  | 'missing-code'
  | 'repeated-code'
  | 'oversized-code'
  | 'code-and-error'
  | 'invalid-response-iss'
  | 'response-iss'
  | 'missing-response-iss'
  | 'error-access-denied'
  | 'error-server-error'
  | 'error-temporarily-unavailable'
  | 'error-invalid-scope'

export type TokenFault =
  | 'token-500'
  | 'token-503'
  | 'token-hang'
  | 'token-drip'
  | 'token-html'
  | 'token-html-json'
  | 'token-redirect'
  | 'token-oversized'
  | 'token-gzip-bomb'
  | 'token-reset'
  | 'token-truncated'
  | 'token-type-mac'
  | 'missing-access-token'
  | 'empty-access-token'
  | 'missing-expires-in'
  | 'invalid-expires-in'
  | 'token-not-object'
  | 'basic-not-decoded'

export type UserInfoFault =
  | 'userinfo-500'
  | 'userinfo-403'
  | 'userinfo-hang'
  | 'userinfo-drip'
  | 'userinfo-html'
  | 'userinfo-redirect'
  | 'userinfo-oversized'
  | 'userinfo-gzip-bomb'
  | 'userinfo-reset'
  | 'userinfo-invalid-sub'
  | 'userinfo-missing-sub'

export type DiscoveryFault =
  | 'discovery-500'
  | 'discovery-hang'
  | 'discovery-html'
  | 'discovery-redirect'
  | 'discovery-oversized'
  | 'discovery-reset'
  | 'discovery-issuer-mismatch'
  | 'discovery-missing-endpoints'
  | 'discovery-http-endpoint'
  | 'discovery-invalid-json'

export type JwksFault =
  | 'jwks-500'
  | 'jwks-hang'
  | 'jwks-html'
  | 'jwks-oversized'
  | 'jwks-empty'
  | 'jwks-redirect'
  | 'jwks-broken-key'
  | 'jwks-with-hmac-key'

export type BoxFault =
  | 'unregistered-redirect-uri'
  | 'unknown-client'
  | 'secret-rotated'
  | 'clock-ahead'
  | 'clock-behind'

/** Every fault the box can be told to have. */
export type FaultName =
  | IdTokenSignatureFault
  | IdTokenClaimFault
  | AuthorizationFault
  | TokenFault
  | UserInfoFault
  | DiscoveryFault
  | JwksFault
  | BoxFault
