/** What is said at other providers than LazyCat's, in English, of the codes whose texts speak of a box. */
import type { ElsewhereTexts } from './texts.ts'

export const elsewhere: ElsewhereTexts = {
  ACCESS_TOKEN_EXPIRED: {
    causes: [
      'The provider gave no refresh token, so the access token cannot be renewed. Many give one for offline_access alone, which is asked for by default only where it is known to be needed; OIDC_SCOPES can name it.',
    ],
  },
  AUTHENTICATION_REQUIRED: {
    causes: [
      0,
      'The session has ended: by a logout, or by its lifetime.',
      'The store has forgotten it: CATFLAP_STORE is memory:, or CATFLAP_DATA_DIR does not outlive a restart.',
      3,
    ],
    fix: 'Open the login address in a browser window. If sessions vanish at each restart, let CATFLAP_DATA_DIR be on a disk that stays.',
  },
  AUTHORIZATION_DENIED: {
    causes: [0, 'A rule of the provider keeps your account out of this app.'],
  },
  AUTHORIZATION_REFUSED: {
    causes: [0, 1, 'unsupported_response_type: OIDC_AUTH_URI leads to another provider.'],
  },
  AUTHORIZATION_UNAVAILABLE: {
    causes: ['The provider is just starting.', 1],
    fix: 'Try again in a minute. If it stays, restart the provider.',
  },
  AT_HASH_MISMATCH: {
    fix: 'Sign in again. If it stays, take away what stands between this app and the token endpoint.',
  },
  CLIENT_REFUSED: {
    causes: [
      'The client secret is not, or no longer, the one that the provider has; a secret may also have expired there.',
      'OIDC_CLIENT_SECRET was copied incompletely, or with a space or a line break, or is another app’s.',
      'The provider does not know the client id: OIDC_CLIENT_ID is another app’s.',
      3,
    ],
    fix: 'Compare OIDC_CLIENT_ID and OIDC_CLIENT_SECRET with the registration at the provider, and restart the app. Then run catflap doctor, which tries id and secret.',
  },
  CODE_REFUSED: {
    causes: [
      1,
      'More time passed than the provider keeps a code.',
      'The provider was restarted in between.',
      3,
    ],
  },
  CROSS_ORIGIN_REFUSED: {
    causes: [0, 'A page of another app sent the form, or a sandboxed frame did.', 2, 3],
  },
  FORBIDDEN: {
    causes: [
      'You are signed in, but your groups do not include the one that is needed.',
      'Your groups have changed since you signed in. They are read at each login and renewal.',
      'The provider tells no groups, or in another claim than OIDC_GROUPS_CLAIM names, or OIDC_SCOPES is set without the scope that they need.',
      'The app asks for a group that the provider does not have; in the ENV viewer, look at CATFLAP_ADMIN_GROUP.',
    ],
    fix: 'Let an administrator of the provider put you into the group, then sign out and in again.',
  },
  ID_TOKEN_ALG_REFUSED: {
    fix: 'Let the provider sign with RS256, or name its algorithm in OIDC_ALGORITHMS; "none" and HMAC are never accepted.',
  },
  ID_TOKEN_AUDIENCE_MISMATCH: {
    causes: ['OIDC_CLIENT_ID is the client id of another app, often from a copied .env file.', 2],
    fix: 'Compare OIDC_CLIENT_ID with what the provider has registered.',
  },
  ID_TOKEN_AZP_MISMATCH: {
    fix: 'Let the provider make one token for one app: remove the other audiences there, and compare OIDC_CLIENT_ID with its registration.',
  },
  ID_TOKEN_INVALID: {
    causes: [0, 1, 'OIDC_TOKEN_URI belongs to something that is no OpenID Provider.'],
    fix: 'Let the provider send signed ID Tokens with the part that the details name.',
  },
  ID_TOKEN_ISSUER_MISMATCH: {
    causes: ['OIDC_TOKEN_URI belongs to another provider than the issuer.', 2],
    fix: 'Remove OIDC_TOKEN_URI, and set OIDC_ISSUER to exactly what the provider calls itself; the details show both.',
  },
  ID_TOKEN_KEY_UNKNOWN: {
    causes: [
      'The provider has changed its keys just now.',
      'OIDC_JWKS_URI names the keys of another provider.',
      2,
      3,
    ],
  },
  ID_TOKEN_MISSING: {
    causes: [
      'OIDC_TOKEN_URI belongs to a plain OAuth 2.0 server, which does not say who signed in.',
      1,
    ],
    fix: 'Use an OpenID Provider, and allow the client the scope openid there.',
  },
  ID_TOKEN_SIGNATURE_INVALID: {
    fix: 'Do not ignore this: nobody was signed in. Remove OIDC_JWKS_URI; then run catflap doctor, which looks at each key, and check what stands between this app and the provider.',
  },
  ID_TOKEN_SUB_MISMATCH: {
    causes: [1],
    fix: 'Sign in again; the old session has ended. Do not ignore this, and look at the provider.',
  },
  ISSUER_MISMATCH: {
    causes: [0, 2],
    fix: 'Set OIDC_ISSUER to the seen text, letter by letter.',
  },
  JWKS_INVALID: {
    causes: ['OIDC_JWKS_URI is wrong, so another page answers.', 1, 2],
    fix: 'Open the expected address in a browser: it must show JSON with "keys". Without OIDC_JWKS_URI the address comes from the discovery document.',
  },
  JWKS_UNAVAILABLE: {
    causes: [
      'The provider is just starting, or has a fault of its own (status 500).',
      'This machine, or container, has no way to the provider: no name server, a firewall, a proxy that is needed.',
      2,
      3,
    ],
    fix: 'Try again in a minute. If it stays, run catflap doctor where the app runs: it names the fault of the network.',
  },
  LOGIN_LOOP: {
    causes: [
      0,
      'This app was opened at another address than that of OIDC_REDIRECT_URI; the cookie belongs to the other.',
      2,
      3,
    ],
    fix: 'Allow cookies, open the app at the host of OIDC_REDIRECT_URI and sign in again. Let all instances share one CATFLAP_STORE or CATFLAP_DATA_DIR, and give each app of one host its own session.cookieName.',
  },
  LOGIN_PATH_MISMATCH: {
    causes: [
      'A proxy in front takes a prefix off each path, as nginx does with "proxy_pass http://…/;", Caddy with handle_path, and Traefik with StripPrefix.',
      1,
      2,
      3,
    ],
  },
  LOGIN_TRANSACTION_EXPIRED: {
    causes: [
      0,
      'The app was restarted meanwhile and its store with it: CATFLAP_STORE is memory:, or CATFLAP_DATA_DIR does not outlive a restart.',
      2,
    ],
    fix: 'Sign in again. If a key is gone, give all instances the same CATFLAP_SECRET, the old one beside the new, and let CATFLAP_DATA_DIR be on a disk that stays.',
  },
  LOGIN_TRANSACTION_MISSING: {
    causes: [
      'The login began at another address of this app, such as another host name or http: its cookie stayed there, while the provider always returns to OIDC_REDIRECT_URI.',
      1,
      2,
      3,
    ],
    fix: 'Sign in again from the host of OIDC_REDIRECT_URI, with cookies allowed. If it stays, compare it with the address bar.',
  },
  METADATA_INVALID: {
    causes: ['OIDC_ISSUER lacks a part of its path, so another page answers.', 1, 2, 3],
    fix: 'Open OIDC_ISSUER with /.well-known/openid-configuration behind it in a browser, and compare with the details.',
  },
  METADATA_UNAVAILABLE: {
    causes: [
      'The provider is just starting, or has a fault of its own (status 500).',
      'This machine, or container, has no way to the provider: no name server, a firewall, a proxy that is needed.',
      'OIDC_ISSUER names another host or port.',
      3,
    ],
  },
  METHOD_NOT_ALLOWED: {
    causes: [0, 'A health check or a link checker asks with HEAD or OPTIONS.', 2],
  },
  NOT_FOUND: {
    causes: [
      0,
      'A proxy in front cuts the beginning off the path.',
      'OIDC_REDIRECT_URI names a path that this app does not have.',
    ],
    fix: 'Go back to the start page. If the app’s own links end here, compare OIDC_REDIRECT_URI and the proxy in front with its paths.',
  },
  PARAMETER_MISSING: {
    causes: [
      'The callback was opened by hand, from a bookmark, or by a health check.',
      'A proxy or a redirect of this app dropped the query of the callback.',
      2,
    ],
    fix: 'Sign in again from the start page. If it stays, check that everything before this app passes on the query of the callback.',
  },
  PARAMETER_REPEATED: {
    fix: 'Sign in again from the start page. If it stays, look for what repeats the query of the callback.',
  },
  REFRESH_TOKEN_MISSING: {
    causes: [
      'The provider gave no refresh token for this login: many give one for offline_access alone, which is asked for by default only where it is known to be needed, and to clients that may have one.',
    ],
    fix: 'Sign in again to get new tokens before the old ones expire. Allow the client refresh tokens at the provider; where it needs the scope, set OIDC_SCOPES to the scopes you need, offline_access among them.',
  },
  RENEWAL_REFUSED: {
    causes: [
      'The refresh token expired, the provider ended your session there, or an administrator disabled the account or withdrew the access.',
      2,
      'The provider was restarted and kept no refresh tokens.',
    ],
  },
  RESPONSE_ISSUER_MISMATCH: {
    fix: 'Sign in again. If it stays, set OIDC_ISSUER to exactly what the provider calls itself.',
  },
  STORE_UNAVAILABLE: {
    causes: ['The disk is full, or the app may not write to CATFLAP_DATA_DIR.', 1, 2],
  },
  TOKEN_ENDPOINT_UNAVAILABLE: {
    causes: [
      'The provider is just starting, overloaded, or has a fault of its own (status 500 or 503).',
      'The answer takes longer than OIDC_HTTP_TIMEOUT_MS allows, a proxy cuts the connection, or this machine has no way to the provider.',
      'OIDC_TOKEN_URI names another host or port.',
    ],
  },
  TOKEN_REQUEST_REFUSED: {
    causes: [
      'invalid_request: the redirect URI is not the one that the login began with; compare OIDC_REDIRECT_URI on all instances.',
      1,
      2,
    ],
    fix: 'Allow the client the authorization code flow with PKCE at the provider, then run catflap doctor.',
  },
  TOKEN_RESPONSE_INVALID: {
    causes: ['OIDC_TOKEN_URI is wrong, so another page answers (text/html, status 404).', 1, 2, 3],
    fix: 'Compare the token endpoint with the one in the discovery document: catflap doctor does. Without OIDC_TOKEN_URI the document decides.',
  },
  USERINFO_INVALID: {
    causes: [
      'OIDC_USERINFO_URI is wrong, so another page answers (text/html, status 404).',
      1,
      2,
      3,
    ],
    fix: 'Compare the UserInfo endpoint with the one in the discovery document: catflap doctor does. Without OIDC_USERINFO_URI the document decides.',
  },
  USERINFO_SUB_MISMATCH: {
    causes: ['OIDC_USERINFO_URI belongs to another provider than the tokens.', 1, 2],
    fix: 'Do not ignore this: nobody was signed in. Take the cache away, and compare both addresses with the discovery document.',
  },
  USERINFO_UNAVAILABLE: {
    causes: [
      'The provider is just starting, overloaded, or has a fault of its own (status 500).',
      1,
      'OIDC_USERINFO_URI names another host or port.',
    ],
  },
}
