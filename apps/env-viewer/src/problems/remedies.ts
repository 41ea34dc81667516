/**
 * Where the fix of an error is: the lines of the manifest and the variables to look at, and whether
 * the doctor can tell more. The words are the library's (`ERROR_TEXTS`); a test keeps both in step.
 */
import { type KnownProvider, type LoginErrorCode, textElsewhere } from 'catflap'
import { VARIABLE } from 'catflap-lazycat/facts'

/** What to look at, the likeliest first. */
export interface Remedy {
  /** Lines of lzc-manifest.yml, as they must be there. */
  readonly manifest?: readonly string[]
  /** Names of environment variables. */
  readonly variables?: readonly string[]
  /** The doctor examines this. */
  readonly doctor?: true
}

const CLIENT_ID = VARIABLE.clientId.name
const CLIENT_SECRET = VARIABLE.clientSecret.name
const ISSUER = VARIABLE.issuer.name
const AUTH = VARIABLE.authorizationEndpoint.name
const TOKEN = VARIABLE.tokenEndpoint.name
const USERINFO = VARIABLE.userInfoEndpoint.name
const APP_DOMAIN = VARIABLE.appDomain.name
const BOX_DOMAIN = VARIABLE.boxDomain.name

const REGISTRATION = ['application:', '  oidc_redirect_path: /callback']
const SESSIONS = ['CATFLAP_STORE', 'CATFLAP_DATA_DIR']

const REMEDIES: Readonly<Partial<Record<LoginErrorCode, Remedy>>> = {
  ACCESS_TOKEN_EXPIRED: { variables: ['OIDC_SCOPES'] },
  AT_HASH_MISMATCH: { variables: [TOKEN] },
  AUTHENTICATION_REQUIRED: { variables: SESSIONS },
  AUTHORIZATION_REFUSED: { variables: ['OIDC_SCOPES', AUTH, 'OIDC_AUTH_URI'] },
  CLIENT_REFUSED: {
    manifest: [...REGISTRATION, ...environment(CLIENT_ID, CLIENT_SECRET)],
    variables: [
      CLIENT_SECRET,
      'OIDC_CLIENT_SECRET',
      'OIDC_CLIENT_ID',
      'OIDC_CLIENT_AUTH_METHOD',
      'OIDC_CLIENT_KEY_FILE',
    ],
    doctor: true,
  },
  CODE_REFUSED: { variables: ['OIDC_CLIENT_ID'] },
  FORBIDDEN: { variables: ['OIDC_SCOPES', 'CATFLAP_ADMIN_GROUP'] },
  ID_TOKEN_ALG_REFUSED: { variables: [ISSUER, 'OIDC_ALGORITHMS'] },
  ID_TOKEN_AUDIENCE_MISMATCH: {
    manifest: ['application:', ...environment(CLIENT_ID)],
    variables: ['OIDC_CLIENT_ID', CLIENT_ID],
  },
  ID_TOKEN_AZP_MISMATCH: { variables: ['OIDC_CLIENT_ID'] },
  ID_TOKEN_INVALID: { variables: [TOKEN, 'OIDC_TOKEN_URI'] },
  ID_TOKEN_ISSUER_MISMATCH: { variables: [TOKEN, 'OIDC_TOKEN_URI', 'OIDC_ISSUER'] },
  ID_TOKEN_KEY_UNKNOWN: { variables: ['OIDC_JWKS_URI'], doctor: true },
  ID_TOKEN_MISSING: { variables: [TOKEN, 'OIDC_TOKEN_URI'] },
  ID_TOKEN_SIGNATURE_INVALID: { variables: ['OIDC_JWKS_URI'], doctor: true },
  ISSUER_MISMATCH: {
    manifest: ['application:', ...environment(ISSUER)],
    variables: ['OIDC_ISSUER', ISSUER],
  },
  JWKS_INVALID: { variables: ['OIDC_JWKS_URI', BOX_DOMAIN] },
  JWKS_UNAVAILABLE: { variables: ['OIDC_JWKS_URI', 'OIDC_CA_FILE'], doctor: true },
  LOGIN_LOOP: { variables: [APP_DOMAIN, ...SESSIONS] },
  LOGIN_TRANSACTION_EXPIRED: { variables: [...SESSIONS, 'CATFLAP_SECRET'] },
  LOGIN_TRANSACTION_MISSING: { variables: [APP_DOMAIN, 'OIDC_REDIRECT_URI'] },
  LOGOUT_TOKEN_INVALID: { variables: ['OIDC_ISSUER', 'OIDC_CLIENT_ID'] },
  METADATA_INVALID: {
    manifest: ['application:', ...environment(ISSUER)],
    variables: [ISSUER, 'OIDC_ISSUER'],
  },
  METADATA_UNAVAILABLE: { variables: [ISSUER, 'OIDC_ISSUER', 'OIDC_CA_FILE'], doctor: true },
  METHOD_NOT_ALLOWED: { variables: ['OIDC_AUTH_URI'] },
  NOT_FOUND: { manifest: REGISTRATION },
  PARAMETER_MISSING: { manifest: REGISTRATION },
  PARAMETER_REPEATED: { manifest: REGISTRATION },
  REFRESH_TOKEN_MISSING: { variables: ['OIDC_SCOPES'] },
  RENEWAL_REFUSED: { variables: SESSIONS },
  RESPONSE_ISSUER_MISMATCH: { variables: ['OIDC_ISSUER'] },
  REVOCATION_REFUSED: { doctor: true },
  STORE_UNAVAILABLE: { variables: ['CATFLAP_DATA_DIR', 'CATFLAP_STORE'], doctor: true },
  TOKEN_ENDPOINT_UNAVAILABLE: {
    variables: ['OIDC_HTTP_TIMEOUT_MS', TOKEN, 'OIDC_TOKEN_URI'],
    doctor: true,
  },
  TOKEN_REQUEST_REFUSED: {
    manifest: REGISTRATION,
    variables: ['OIDC_REDIRECT_URI', APP_DOMAIN],
    doctor: true,
  },
  TOKEN_RESPONSE_INVALID: {
    manifest: ['application:', ...environment(TOKEN)],
    variables: [TOKEN, 'OIDC_TOKEN_URI'],
    doctor: true,
  },
  USERINFO_INVALID: {
    manifest: ['application:', ...environment(USERINFO)],
    variables: [USERINFO, 'OIDC_USERINFO_URI'],
    doctor: true,
  },
  USERINFO_SUB_MISMATCH: { variables: [USERINFO, 'OIDC_USERINFO_URI'] },
  USERINFO_UNAVAILABLE: {
    variables: ['OIDC_HTTP_TIMEOUT_MS', USERINFO, 'OIDC_USERINFO_URI'],
    doctor: true,
  },
}

/**
 * Where the fix of an error is; `undefined` when it lies neither in the manifest nor in a variable. At other
 * providers than LazyCat's no manifest and no variable of the platform mends anything.
 */
export function remedyOf(
  code: LoginErrorCode,
  software: KnownProvider | undefined,
): Remedy | undefined {
  if (software === 'lazycat') return REMEDIES[code]
  const { causes, fix } = textElsewhere(code, 'en')
  const text = [...causes, fix].join('\n')
  const variables = [...new Set(text.match(/\b(?:OIDC|CATFLAP)(?:_[A-Z]+)+\b/g))]
  const remedy: Remedy = {
    ...(variables.length > 0 && { variables }),
    ...(text.includes('catflap doctor') && { doctor: true }),
  }
  return Object.keys(remedy).length === 0 ? undefined : remedy
}

/** The lines below `application:` that hand variables of the platform to the app. */
function environment(...names: readonly string[]): readonly string[] {
  return ['  environment:', ...names.map((name) => `    - ${name}=\${${name}}`)]
}
