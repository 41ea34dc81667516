/**
 * The error codes in English. `docs/errors.md` is made from this table.
 */
import type { ErrorTexts } from './error-texts.ts'

export const en: ErrorTexts = {
  ACCESS_TOKEN_EXPIRED: {
    title: 'The access token has expired',
    cause:
      'The provider gave no refresh token, so the access token cannot be renewed. The session itself is still good.',
    fix: 'Sign in again to get a new access token.',
  },
  AT_HASH_MISMATCH: {
    title: 'The access token does not belong to the ID Token',
    cause:
      'The two tokens of one answer do not match: the provider mixed them up, or somebody swapped one.',
    fix: 'Sign in again. If it stays, restart the provider and check what stands between it and this app.',
  },
  AUTHENTICATION_REQUIRED: {
    title: 'Not signed in',
    cause: 'This address needs a session, and the request has none that is still good.',
    fix: 'Open the login address in a browser window; a script cannot sign in.',
  },
  AUTHORIZATION_DENIED: {
    title: 'The login was declined',
    cause: 'The provider was told not to let this app know who you are.',
    fix: 'Sign in again and grant access, or ask the administrator whether you may use this app.',
  },
  AUTHORIZATION_REFUSED: {
    title: 'The provider refused the login',
    cause:
      'The provider did not accept the authorization request, often because of a scope or the redirect URI.',
    fix: 'Compare the scopes and the redirect URI with what the provider has registered for this app.',
  },
  AUTHORIZATION_UNAVAILABLE: {
    title: 'The provider cannot sign anyone in right now',
    cause: 'It reported a fault of its own.',
    fix: 'Try again in a minute; then look at the provider.',
  },
  BODY_TOO_LARGE: {
    title: 'The request is too large',
    cause: 'Its body is longer than any that this address takes.',
    fix: 'Send only what the address asks for.',
  },
  BODY_UNREADABLE: {
    title: 'The request’s body could not be read',
    cause:
      'Something in this app, such as a body parser, has read it before the login could; or the connection broke off.',
    fix: 'Put the login in front of every body parser.',
  },
  CLIENT_REFUSED: {
    title: 'The provider no longer accepts this app',
    cause:
      'The client id or the client secret is wrong. On LazyCat the secret changes when the app is installed, upgraded or restarted.',
    fix: 'Restart the app, so that it reads its current secret. Elsewhere, compare client id and secret with the provider.',
  },
  CODE_REFUSED: {
    title: 'The authorization code is no longer good',
    cause: 'It was used before, it is too old, or the provider was restarted in between.',
    fix: 'Sign in again.',
  },
  CROSS_ORIGIN_REFUSED: {
    title: 'The request came from another site',
    cause:
      'Only a page of this very app may do this. Other apps on the same box count as other sites.',
    fix: 'Open this app and use its own button.',
  },
  FORBIDDEN: {
    title: 'Your account may not see this',
    cause: 'You are signed in, but your groups do not include the one that is needed.',
    fix: 'Ask an administrator of the box to add you to the group, then sign in again.',
  },
  ID_TOKEN_ALG_REFUSED: {
    title: 'The ID Token is signed in a way that is not accepted',
    cause: 'Its algorithm is not among the configured ones. "none" and HMAC are never accepted.',
    fix: 'If the provider really signs with another algorithm, name it in provider.algorithms.',
  },
  ID_TOKEN_AUDIENCE_MISMATCH: {
    title: 'The ID Token was made for another app',
    cause:
      'Its aud does not contain our client id: the client id is wrong, or the token was meant for somebody else.',
    fix: 'Compare the client id with the one the provider has registered.',
  },
  ID_TOKEN_AZP_MISMATCH: {
    title: 'The ID Token was requested by another app',
    cause: 'Its azp names another client, or there are several audiences and no azp.',
    fix: 'Look at the provider: one token must be made for one app.',
  },
  ID_TOKEN_EXPIRED: {
    title: 'The ID Token has already expired',
    cause:
      'Usually the clocks of the provider and of this app differ. The details tell by how much.',
    fix: 'Set both clocks by NTP, then sign in again.',
  },
  ID_TOKEN_FROM_FUTURE: {
    title: 'The ID Token comes from the future',
    cause: 'The clocks of the provider and of this app differ. The details tell by how much.',
    fix: 'Set both clocks by NTP, then sign in again.',
  },
  ID_TOKEN_INVALID: {
    title: 'The ID Token is malformed',
    cause: 'It is no JWT, or a claim that every ID Token needs is missing or of the wrong type.',
    fix: 'Look at the provider; the details name the part.',
  },
  ID_TOKEN_ISSUER_MISMATCH: {
    title: 'The ID Token comes from another issuer',
    cause:
      'Its iss differs from the configured issuer. A trailing slash or another host name is enough.',
    fix: 'Set the issuer to exactly what the provider calls itself; the details show both.',
  },
  ID_TOKEN_KEY_UNKNOWN: {
    title: 'Nobody knows the key of the ID Token',
    cause: 'It is signed with a key that the provider does not publish.',
    fix: 'Sign in again in a few seconds. If it stays, check that the keys address belongs to this provider.',
  },
  ID_TOKEN_MISSING: {
    title: 'The provider sent no ID Token',
    cause: 'It answered as a plain OAuth 2.0 server, without saying who signed in.',
    fix: 'Check that the scope openid is registered, and that this is an OpenID Provider.',
  },
  ID_TOKEN_SIGNATURE_INVALID: {
    title: 'The signature of the ID Token is wrong',
    cause: 'The token was altered, or signed by somebody else than the provider.',
    fix: 'Do not ignore this. Check what stands between this app and the provider, and which keys are configured.',
  },
  ID_TOKEN_SUB_MISMATCH: {
    title: 'The renewed ID Token is about another person',
    cause: 'At a renewal the provider answered with the identity of somebody else.',
    fix: 'Do not ignore this. Sign in again, and look at the provider.',
  },
  INTERNAL: {
    title: 'Something broke inside this app',
    cause: 'This is a bug, not something you did.',
    fix: 'Try again. If it stays, report it with the code and the time.',
  },
  ISSUER_MISMATCH: {
    title: 'The provider calls itself by another name',
    cause: 'Its discovery document names an issuer other than the configured one.',
    fix: 'Set the issuer to exactly what the provider says; the details show both.',
  },
  JWKS_INVALID: {
    title: 'The provider’s keys cannot be read',
    cause: 'The keys address answered with something that is no JWK Set.',
    fix: 'Open the keys address in a browser: it must show JSON with "keys".',
  },
  JWKS_UNAVAILABLE: {
    title: 'The provider’s keys are out of reach',
    cause: 'Without them no ID Token can be checked, so nobody is signed in.',
    fix: 'Try again in a minute; then check that this app can reach the keys address.',
  },
  LOGIN_LOOP: {
    title: 'Signing in goes round in circles',
    cause:
      'Several logins in a row succeeded, and each was followed by another: this browser does not keep the session.',
    fix: 'Allow cookies for this site and open the app at its own https address, then sign in again.',
  },
  LOGIN_TRANSACTION_EXPIRED: {
    title: 'This login took too long',
    cause: 'More than ten minutes passed, or the app was restarted meanwhile.',
    fix: 'Sign in again.',
  },
  LOGIN_TRANSACTION_MISSING: {
    title: 'This browser has no login under way',
    cause:
      'The address was opened from a bookmark, a history entry or another browser, or cookies are blocked.',
    fix: 'Sign in again. If it stays, allow cookies and open the app at its own address.',
  },
  LOGIN_TRANSACTION_SPENT: {
    title: 'This login has been used already',
    cause: 'The same answer of the provider arrived a second time.',
    fix: 'Sign in again.',
  },
  LOGOUT_TOKEN_INVALID: {
    title: 'The Logout Token is not acceptable',
    cause:
      'It was not signed by the provider, is meant for another app, is too old, was used before, or is no Logout Token at all. No session has ended by it.',
    fix: 'The server’s log names the claim at fault. If your provider sent it, compare issuer, client id and clocks.',
  },
  METADATA_INVALID: {
    title: 'The provider’s description cannot be used',
    cause: 'Its discovery document is no JSON, lacks an address, or names one that is not https.',
    fix: 'Open the issuer’s /.well-known/openid-configuration in a browser; the details name the member.',
  },
  METADATA_UNAVAILABLE: {
    title: 'The provider is out of reach',
    cause: 'Its discovery document could not be fetched.',
    fix: 'Try again in a minute; then check that this app can reach the issuer’s address.',
  },
  METHOD_NOT_ALLOWED: {
    title: 'This address is not used that way',
    cause: 'The HTTP method does not fit the address.',
    fix: 'Use the method named in the Allow header.',
  },
  NONCE_MISMATCH: {
    title: 'The ID Token belongs to another login',
    cause: 'Its nonce is not the one this login sent: it may be replayed.',
    fix: 'Sign in again. If it stays, the provider does not return the nonce and cannot be used.',
  },
  NOT_FOUND: {
    title: 'There is nothing here',
    cause: 'The address does not exist.',
    fix: 'Go back to the start page.',
  },
  PARAMETER_CONFLICT: {
    title: 'The provider’s answer contradicts itself',
    cause: 'It holds both a code and an error.',
    fix: 'Sign in again; then look at the provider or at what stands before this app.',
  },
  PARAMETER_MISSING: {
    title: 'The provider’s answer is incomplete',
    cause: 'The address was opened by hand, or a parameter got lost on the way.',
    fix: 'Sign in again from the start page.',
  },
  PARAMETER_OVERSIZED: {
    title: 'The provider’s answer is too large',
    cause: 'A parameter is longer than any provider makes it.',
    fix: 'Sign in again from the start page.',
  },
  PARAMETER_REPEATED: {
    title: 'The provider’s answer says one thing twice',
    cause: 'A parameter came more than once, which is forbidden since it is ambiguous.',
    fix: 'Sign in again from the start page.',
  },
  REFRESH_TOKEN_MISSING: {
    title: 'There is nothing to renew with',
    cause:
      'The provider gave no refresh token, as LazyCat’s gives none today. Session and access token stay as they are.',
    fix: 'Sign in again to get new tokens before the old ones expire.',
  },
  RENEWAL_REFUSED: {
    title: 'The provider ended this login',
    cause:
      'It no longer accepts the refresh token: it expired, was revoked, or the provider was restarted.',
    fix: 'Sign in again.',
  },
  RESPONSE_ISSUER_MISMATCH: {
    title: 'Another provider answered',
    cause:
      'The iss of the answer is not the configured issuer, or it is missing although the provider promises it.',
    fix: 'Sign in again. If it stays, set the issuer to exactly what the provider calls itself.',
  },
  REVOCATION_REFUSED: {
    title: 'The provider did not revoke the tokens',
    cause:
      'Its revocation endpoint refused the request of a logout, often because of the client’s credentials. The session here has ended all the same.',
    fix: 'Compare client id and secret with the provider, and the client’s authentication method.',
  },
  REVOCATION_UNAVAILABLE: {
    title: 'The tokens could not be revoked',
    cause:
      'The revocation endpoint gave no answer in time, or reported a fault. The session here has ended; its tokens live on until they expire.',
    fix: 'Check that this app can reach the revocation endpoint.',
  },
  SESSION_ENDED: {
    title: 'This session has ended',
    cause: 'It was signed out, here or elsewhere, while the request was under way.',
    fix: 'Sign in again.',
  },
  STATE_MISMATCH: {
    title: 'The answer belongs to another login',
    cause:
      'Its state is not of a login under way in this browser: an old tab, or an attempt to sign you in as somebody else.',
    fix: 'Sign in again from the start page.',
  },
  STORE_UNAVAILABLE: {
    title: 'The session store is out of reach',
    cause: 'Whether you are signed in cannot be told right now. Your cookie stays as it is.',
    fix: 'Try again in a minute; then look at the disk or the database of this app.',
  },
  TOKEN_ENDPOINT_UNAVAILABLE: {
    title: 'The provider did not hand over the tokens',
    cause: 'Its token endpoint gave no answer in time, or reported a fault.',
    fix: 'Sign in again in a minute; then check that this app can reach the token endpoint.',
  },
  TOKEN_REQUEST_REFUSED: {
    title: 'The provider refused the token request',
    cause: 'It did not accept the way in which this app asked for tokens.',
    fix: 'Check that the client may use the authorization code flow, and compare the redirect URI.',
  },
  TOKEN_RESPONSE_INVALID: {
    title: 'The answer of the token endpoint cannot be used',
    cause: 'It is no JSON, too large, a redirect, or lacks what a token response needs.',
    fix: 'Check the token endpoint’s address; a proxy’s page or a login page often answers instead.',
  },
  USERINFO_INVALID: {
    title: 'The UserInfo answer cannot be used',
    cause: 'It is no JSON, too large, a redirect, or refuses the access token.',
    fix: 'Check the UserInfo endpoint’s address; the details tell what came.',
  },
  USERINFO_SUB_MISMATCH: {
    title: 'UserInfo speaks of another person',
    cause: 'Its sub differs from the one in the ID Token.',
    fix: 'Do not ignore this. Check that both addresses belong to the same provider.',
  },
  USERINFO_UNAVAILABLE: {
    title: 'UserInfo is out of reach',
    cause: 'The UserInfo endpoint gave no answer in time, or reported a fault.',
    fix: 'Sign in again in a minute; then check that this app can reach the UserInfo endpoint.',
  },
}
