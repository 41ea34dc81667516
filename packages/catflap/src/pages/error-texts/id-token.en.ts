/** Errors of the ID Token, in English. */
import type { ErrorTexts, IdTokenCode } from './texts.ts'

export const idToken: ErrorTexts<IdTokenCode> = {
  AT_HASH_MISMATCH: {
    title: 'The access token does not belong to the ID Token',
    causes: [
      'A cache or a proxy before the token endpoint joined the parts of two answers.',
      'The provider makes at_hash in another way than the standard asks, or mixed up two answers.',
      'Somebody swapped one of the two tokens.',
    ],
    fix: 'Sign in again. If it stays, take away what stands between this app and LAZYCAT_AUTH_OIDC_TOKEN_URI, then restart the provider.',
  },
  ID_TOKEN_ALG_REFUSED: {
    title: 'The ID Token is signed in a way that is not accepted',
    causes: [
      'The provider signs with another algorithm than id_token_signing_alg_values_supported in its discovery document names; where it names none, RS256 is expected.',
      'OIDC_ALGORITHMS or provider.algorithms is set, and leaves out what the provider signs with.',
      'The client is registered there for HS256, which would make the client secret the key.',
      'Somebody forged the token: an algorithm of "none" or HS256 is the usual way.',
    ],
    fix: 'A LazyCat box signs with RS256, so check that LAZYCAT_AUTH_OIDC_ISSUER_URI is its own. Elsewhere let the provider sign with RS256, or name its algorithm in OIDC_ALGORITHMS; "none" and HMAC are never accepted.',
  },
  ID_TOKEN_AUDIENCE_MISMATCH: {
    title: 'The ID Token was made for another app',
    causes: [
      'OIDC_CLIENT_ID overrides the box’s value with the client id of another app, often from a copied .env file.',
      'LAZYCAT_AUTH_OIDC_CLIENT_ID is a fixed text in the manifest; on a box it is the package id.',
      'The provider handed out the token of another app.',
    ],
    fix: 'On a box remove OIDC_CLIENT_ID and map LAZYCAT_AUTH_OIDC_CLIENT_ID in the manifest. Elsewhere compare OIDC_CLIENT_ID with what the provider has registered.',
  },
  ID_TOKEN_AZP_MISMATCH: {
    title: 'The ID Token was requested by another app',
    causes: [
      'The provider is set up to make one token for several apps (trusted peers), and another one asked for it.',
      'The token names several audiences and no azp, so nobody can tell for which app it was made.',
      'OIDC_CLIENT_ID is the client id of another app.',
    ],
    fix: 'Let the provider make one token for one app: remove the other audiences there. On a box remove OIDC_CLIENT_ID.',
  },
  ID_TOKEN_EXPIRED: {
    title: 'The ID Token has already expired',
    causes: [
      'The provider’s clock is behind, or the clock of this machine is ahead; the details tell by how many seconds.',
      'Where the details show both clocks in step, the provider, or a cache before it, handed out an old token.',
    ],
    fix: 'Set both clocks by NTP, then sign in again; 60 seconds of difference are tolerated. With clocks in step, take the cache away.',
  },
  ID_TOKEN_FROM_FUTURE: {
    title: 'The ID Token comes from the future',
    causes: [
      'The provider’s clock is ahead, or the clock of this machine is behind; the details tell by how many seconds.',
      'Where the details show both clocks in step, the provider writes a wrong iat, or an nbf that lies ahead: then the token is valid from that time on.',
    ],
    fix: 'Set both clocks by NTP, then sign in again; 60 seconds of difference are tolerated.',
  },
  ID_TOKEN_INVALID: {
    title: 'The ID Token is malformed',
    causes: [
      'A claim that every ID Token needs is missing or of the wrong type; the details name it.',
      'The token is no signed JWT of three parts: the provider encrypts it, or a proxy cut it.',
      'LAZYCAT_AUTH_OIDC_TOKEN_URI or OIDC_TOKEN_URI belongs to something that is no OpenID Provider.',
    ],
    fix: 'Let the provider send signed ID Tokens with the part that the details name. On a box remove OIDC_TOKEN_URI.',
  },
  ID_TOKEN_ISSUER_MISMATCH: {
    title: 'The ID Token comes from another issuer',
    causes: [
      'LAZYCAT_AUTH_OIDC_TOKEN_URI or OIDC_TOKEN_URI belongs to another provider than the issuer.',
      'The box was renamed, and this app still runs with the old variables.',
      'The provider writes another iss than its discovery document, or none.',
    ],
    fix: 'On a box remove OIDC_ISSUER and OIDC_TOKEN_URI and restart the app. Elsewhere set OIDC_ISSUER to exactly what the provider calls itself; the details show both.',
  },
  ID_TOKEN_KEY_UNKNOWN: {
    title: 'Nobody knows the key of the ID Token',
    causes: [
      'The provider was restarted just now: a LazyCat box makes all its keys anew then.',
      'OIDC_JWKS_URI names the keys of another provider, or of the box by its old name.',
      'A cache before the keys still has old ones, or the provider publishes no key that fits.',
      'Somebody forged the token.',
    ],
    fix: 'Sign in again in a few seconds: the keys are fetched anew. If it stays, remove OIDC_JWKS_URI and run catflap doctor, which looks at the keys.',
  },
  ID_TOKEN_MISSING: {
    title: 'The provider sent no ID Token',
    causes: [
      'LAZYCAT_AUTH_OIDC_TOKEN_URI or OIDC_TOKEN_URI belongs to a plain OAuth 2.0 server, which does not say who signed in.',
      'The provider does not let this client use the scope openid.',
    ],
    fix: 'Use an OpenID Provider: on a box remove OIDC_TOKEN_URI. Elsewhere allow the client the scope openid.',
  },
  ID_TOKEN_SIGNATURE_INVALID: {
    title: 'The signature of the ID Token is wrong',
    causes: [
      'The token is signed by none of the keys that are published: OIDC_JWKS_URI belongs to another provider, or a cache before it has old keys.',
      'The published key is broken or too short; then the details say that none is usable.',
      'The token was altered on its way, or somebody forged it.',
    ],
    fix: 'Do not ignore this: nobody was signed in. On a box remove OIDC_JWKS_URI; then run catflap doctor, which looks at each key, and check what stands between this app and the provider.',
  },
  ID_TOKEN_SUB_MISMATCH: {
    title: 'The renewed ID Token is about another person',
    causes: [
      'The box was renamed: on LazyCat sub holds the domain of the box, so everybody’s changes.',
      'The provider, or a cache before its token endpoint, answered a renewal with the identity of somebody else.',
    ],
    fix: 'Sign in again; the old session has ended. If the box was not renamed, do not ignore this, and look at the provider.',
  },
  NONCE_MISMATCH: {
    title: 'The ID Token belongs to another login',
    causes: [
      'The provider does not put the nonce into the ID Token; then the details say that there is none.',
      'A cache before the token endpoint answered with the token of an earlier login.',
      'Somebody replays a token that was stolen.',
    ],
    fix: 'Sign in again. If it stays, take away what stands between this app and the token endpoint; a provider that does not return the nonce cannot be used.',
  },
}
