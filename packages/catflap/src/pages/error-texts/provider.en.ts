/** Errors of the provider's answers and of the way to it, in English. */
import type { ErrorTexts, ProviderCode } from './texts.ts'

export const provider: ErrorTexts<ProviderCode> = {
  AUTHORIZATION_DENIED: {
    title: 'The login was declined',
    causes: [
      'Somebody at this browser chose not to grant access.',
      'A rule of the provider keeps your account out of this app. (A LazyCat box itself shows a declined login on a page of its own.)',
    ],
    fix: 'Sign in again and grant access, or ask the administrator whether you may use this app.',
  },
  AUTHORIZATION_REFUSED: {
    title: 'The provider refused the login',
    causes: [
      'invalid_scope: this client may not ask for one of the scopes that were sent; the details name them. That a provider offers a scope is no promise for each client.',
      'unauthorized_client or invalid_request: the client is registered for something else than the authorization code flow.',
      'unsupported_response_type: LAZYCAT_AUTH_OIDC_AUTH_URI or OIDC_AUTH_URI leads to another provider.',
    ],
    fix: 'Read what the provider says. For invalid_scope set OIDC_SCOPES to what this client may ask for, such as OIDC_SCOPES="openid profile email", or allow the scopes to the client there.',
  },
  AUTHORIZATION_UNAVAILABLE: {
    title: 'The provider cannot sign anyone in right now',
    causes: [
      'The box, or its provider, is just starting.',
      'The provider reported a fault of its own; its log knows which.',
    ],
    fix: 'Try again in a minute. If it stays, restart the box or the provider.',
  },
  CLIENT_REFUSED: {
    title: 'The provider no longer accepts this app',
    causes: [
      'The client secret is an old one: a LazyCat box makes a new one when the app is installed or upgraded, and may do so at a restart, while this process still has the one before.',
      'The secret was copied by hand, into a file or the manifest, or OIDC_CLIENT_SECRET overrides the current one.',
      'The provider does not know the client id: OIDC_CLIENT_ID is another app’s, or the provider was restarted and has lost a client registered by hand.',
      'The provider expects this client to prove itself by another method (OIDC_CLIENT_AUTH_METHOD), or by another key than OIDC_CLIENT_KEY_FILE.',
    ],
    fix: 'Restart the app, so that it reads LAZYCAT_AUTH_OIDC_CLIENT_SECRET again; in the manifest map it as ${LAZYCAT_AUTH_OIDC_CLIENT_SECRET}, never as a copy. Then run catflap doctor, which tries id and secret.',
  },
  CODE_REFUSED: {
    title: 'The authorization code is no longer good',
    causes: [
      'The provider was restarted in between; a LazyCat box keeps codes in memory only.',
      'The code was used before, by a page that was loaded again or by another instance of this app.',
      'Half an hour passed before access was granted.',
      'The code belongs to another client: OIDC_CLIENT_ID is not the same everywhere.',
    ],
    fix: 'Sign in again. If it stays, check that only one app answers at the redirect URI, with one OIDC_CLIENT_ID.',
  },
  ISSUER_MISMATCH: {
    title: 'The provider calls itself by another name',
    causes: [
      'OIDC_ISSUER is spelt otherwise than the provider does it: a slash at the end, http for https, another host name.',
      'The box was renamed, and this app still runs with the old LAZYCAT_AUTH_OIDC_ISSUER_URI.',
      'Another provider answers at this address.',
    ],
    fix: 'On a box remove OIDC_ISSUER, map LAZYCAT_AUTH_OIDC_ISSUER_URI in the manifest and restart the app. Elsewhere set OIDC_ISSUER to the seen text, letter by letter.',
  },
  JWKS_INVALID: {
    title: 'The provider’s keys cannot be read',
    causes: [
      'OIDC_JWKS_URI is wrong, so another page answers; on a LazyCat box the keys are at https://<LAZYCAT_BOX_DOMAIN>/sys/oauth/keys.',
      'A proxy’s page, a login page or a redirect answers in place of the keys.',
      'A proxy cuts the answer off or changes it, or it is too large.',
    ],
    fix: 'Open the expected address in a browser: it must show JSON with "keys". On a box remove OIDC_JWKS_URI.',
  },
  JWKS_UNAVAILABLE: {
    title: 'The provider’s keys are out of reach',
    causes: [
      'The box, or its provider, is just starting, or has a fault of its own (status 500).',
      'The container has no way to the box: no name server, no IPv6, or it does not run on the box.',
      'OIDC_JWKS_URI names another host or port.',
      'The certificate of the address is not trusted (for a CA of your own: OIDC_CA_FILE) or has expired, or the proxy of HTTPS_PROXY refuses; the details name it.',
    ],
    fix: 'Try again in a minute. If it stays, run catflap doctor where the app runs: it names the fault of the network; on a box remove OIDC_JWKS_URI.',
  },
  METADATA_INVALID: {
    title: 'The provider’s description cannot be used',
    causes: [
      'LAZYCAT_AUTH_OIDC_ISSUER_URI or OIDC_ISSUER lacks a part of its path, so another page answers; a LazyCat box’s ends in /sys/oauth.',
      'A proxy’s page, a login page or a redirect answers in place of the description.',
      'The document lacks an endpoint or names one that is not https: a provider behind a proxy must know its own https address.',
      'A proxy cuts the answer off or changes it, or it is too large.',
    ],
    fix: 'Open the issuer with /.well-known/openid-configuration behind it in a browser, and compare with the details. On a box remove OIDC_ISSUER and map LAZYCAT_AUTH_OIDC_ISSUER_URI in the manifest.',
  },
  METADATA_UNAVAILABLE: {
    title: 'The provider is out of reach',
    causes: [
      'The box, or its provider, is just starting, or has a fault of its own (status 500).',
      'The container has no way to the box: no name server, no IPv6, or it does not run on the box.',
      'LAZYCAT_AUTH_OIDC_ISSUER_URI or OIDC_ISSUER names another host or port, such as the old name of a renamed box.',
      'The certificate of the address is not trusted (for a CA of your own: OIDC_CA_FILE) or has expired, or the proxy of HTTPS_PROXY refuses; the details name it.',
    ],
    fix: 'Try again in a minute. If it stays, run catflap doctor where the app runs: it names the fault of the network and its remedy.',
  },
  PARAMETER_CONFLICT: {
    title: 'The provider’s answer contradicts itself',
    causes: [
      'The provider sends both a code and an error; look into its log.',
      'A proxy or a browser extension added a parameter, or the link was made by hand.',
    ],
    fix: 'Sign in again from the start page. If it stays, look at the provider and at what stands before this app.',
  },
  PARAMETER_MISSING: {
    title: 'The provider’s answer is incomplete',
    causes: [
      'The callback was opened by hand, from a bookmark, or by a health check; look at health_check in the manifest.',
      'A proxy or a redirect of this app dropped the query behind oidc_redirect_path.',
      'The provider does not send state or code back, as every OpenID Provider must.',
    ],
    fix: 'Sign in again from the start page. If it stays, check that everything before this app passes on the query of oidc_redirect_path.',
  },
  PARAMETER_OVERSIZED: {
    title: 'The provider’s answer is too large',
    causes: [
      'The link was made by hand or by an attacker.',
      'The provider makes a parameter, such as the code, longer than any that is known to work.',
    ],
    fix: 'Sign in again from the start page. If it stays, this provider cannot be used.',
  },
  PARAMETER_REPEATED: {
    title: 'The provider’s answer says one thing twice',
    causes: [
      'A proxy or a redirect of this app appended the query a second time.',
      'The provider sends a parameter twice, or the link was made by hand; both are forbidden, since they are ambiguous.',
    ],
    fix: 'Sign in again from the start page. If it stays, look for what repeats the query of oidc_redirect_path.',
  },
  RESPONSE_ISSUER_MISMATCH: {
    title: 'Another provider answered',
    causes: [
      'OIDC_ISSUER is not what the provider calls itself.',
      'The provider promises the parameter iss (authorization_response_iss_parameter_supported) and does not send it, or a proxy drops it.',
      'The answer really comes from another provider: somebody mixes up two logins on purpose.',
    ],
    fix: 'Sign in again. If it stays, set OIDC_ISSUER to exactly what the provider calls itself; on a box remove it.',
  },
  REVOCATION_REFUSED: {
    title: 'The provider did not revoke the tokens',
    causes: [
      'The client secret has changed since this app started.',
      'The revocation endpoint wants the client to authenticate in another way than the token endpoint.',
      'A proxy’s page or a redirect answers in its place.',
    ],
    fix: 'The session here has ended all the same. Restart the app, so that it reads its current secret, and run catflap doctor.',
  },
  REVOCATION_UNAVAILABLE: {
    title: 'The tokens could not be revoked',
    causes: [
      'The provider is just starting, or has a fault of its own.',
      'The container has no way to the revocation endpoint that the provider names.',
    ],
    fix: 'The session here has ended; its tokens live on until they expire. Check that this app can reach the expected address.',
  },
  TOKEN_ENDPOINT_UNAVAILABLE: {
    title: 'The provider did not hand over the tokens',
    causes: [
      'The box, or its provider, is just starting, overloaded, or has a fault of its own (status 500 or 503).',
      'Dex, a box’s provider, says server_error with status 500 also of a code that has expired, that belongs to another client, or that came several times at once, such as from two instances of this app.',
      'The answer takes longer than OIDC_HTTP_TIMEOUT_MS allows, a proxy cuts the connection, or the container has no way to the box: no name server, no IPv6, or it does not run on the box.',
      'LAZYCAT_AUTH_OIDC_TOKEN_URI or OIDC_TOKEN_URI names another host or port, such as the old name of a renamed box.',
    ],
    fix: 'Sign in again in a minute. If it stays, run catflap doctor where the app runs: it asks the token endpoint and names the fault.',
  },
  TOKEN_REQUEST_REFUSED: {
    title: 'The provider refused the token request',
    causes: [
      'invalid_request: the redirect URI is not the one that the login began with; compare OIDC_REDIRECT_URI and oidc_redirect_path.',
      'unauthorized_client or unsupported_grant_type: the client may not use the authorization code flow.',
      'A proxy changed the request, such as its code_verifier.',
    ],
    fix: 'On a box remove OIDC_REDIRECT_URI, so that LAZYCAT_APP_DOMAIN and oidc_redirect_path decide, then run catflap doctor. Elsewhere allow the client the authorization code flow with PKCE.',
  },
  TOKEN_RESPONSE_INVALID: {
    title: 'The answer of the token endpoint cannot be used',
    causes: [
      'LAZYCAT_AUTH_OIDC_TOKEN_URI or OIDC_TOKEN_URI is wrong, so another page answers (text/html, status 404).',
      'A proxy’s page, a login page or a redirect answers in place of the token endpoint.',
      'A proxy cuts the answer off, labels it wrongly or makes it too large.',
      'The provider leaves out or misstates what a token response needs; the details name the member.',
    ],
    fix: 'Compare the token endpoint with the one in the discovery document: catflap doctor does. On a box remove OIDC_TOKEN_URI and map LAZYCAT_AUTH_OIDC_TOKEN_URI in the manifest.',
  },
  USERINFO_INVALID: {
    title: 'The UserInfo answer cannot be used',
    causes: [
      'LAZYCAT_AUTH_OIDC_USERINFO_URI or OIDC_USERINFO_URI is wrong, so another page answers (text/html, status 404).',
      'The provider refuses the access token (status 401 or 403): it was restarted meanwhile, its clock is wrong, or a proxy drops the header Authorization.',
      'A proxy answers in its place (a page, a redirect), cuts the answer off, labels it wrongly or makes it too large.',
      'The provider writes sub as a number, or signs its answer for another issuer or client; the details tell.',
    ],
    fix: 'Compare the UserInfo endpoint with the one in the discovery document: catflap doctor does. On a box remove OIDC_USERINFO_URI and map LAZYCAT_AUTH_OIDC_USERINFO_URI in the manifest.',
  },
  USERINFO_SUB_MISMATCH: {
    title: 'UserInfo and ID Token do not name the same person',
    causes: [
      'LAZYCAT_AUTH_OIDC_USERINFO_URI or OIDC_USERINFO_URI belongs to another provider than the tokens.',
      'A cache or a proxy before UserInfo answered with what it kept of somebody else.',
      'The provider mixes up two people, in the ID Token or in UserInfo, or leaves sub out.',
    ],
    fix: 'Do not ignore this: nobody was signed in. On a box remove OIDC_USERINFO_URI; elsewhere take the cache away and compare both addresses with the discovery document.',
  },
  USERINFO_UNAVAILABLE: {
    title: 'UserInfo is out of reach',
    causes: [
      'The box, or its provider, is just starting, overloaded, or has a fault of its own (status 500).',
      'The answer takes longer than OIDC_HTTP_TIMEOUT_MS allows, or a proxy cuts the connection.',
      'LAZYCAT_AUTH_OIDC_USERINFO_URI or OIDC_USERINFO_URI names another host or port, such as the old name of a renamed box.',
    ],
    fix: 'Sign in again in a minute. If it stays, open the expected address from where the app runs, and run catflap doctor there.',
  },
}
