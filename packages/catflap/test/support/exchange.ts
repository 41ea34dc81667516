/** What one exchange with a provider needs, without a login around it: metadata, a client, keys, answers by endpoint. */
import { LoginError } from '../../src/errors.ts'
import type { ProviderEndpoint } from '../../src/events.ts'
import type { ProviderMetadata } from '../../src/protocol/metadata.ts'
import type { Jwk } from '../../src/protocol/signing-keys.ts'
import type {
  Authenticate,
  AuthenticatedClient,
  ClientAuthentication,
} from '../../src/provider/client-authentication.ts'
import type { ProviderFetch, ProviderRequest } from '../../src/provider/http.ts'
import type { KeySource } from '../../src/provider/keys.ts'
import { openSignedUserInfo } from '../../src/provider/userinfo.ts'
import { createKey, type SigningKey, sign } from './keys.ts'

export const NOW = 1_800_000_000
export const METADATA: ProviderMetadata = {
  issuer: 'https://op.example',
  authorization_endpoint: 'https://op.example/auth',
  token_endpoint: 'https://op.example/token',
  userinfo_endpoint: 'https://op.example/userinfo',
  jwks_uri: 'https://op.example/keys',
  end_session_endpoint: undefined,
  revocation_endpoint: undefined,
  pushed_authorization_request_endpoint: undefined,
  require_pushed_authorization_requests: false,
  scopes_supported: undefined,
  id_token_signing_alg_values_supported: undefined,
  token_endpoint_auth_methods_supported: ['client_secret_post'],
  authorization_response_iss_parameter_supported: false,
  software: undefined,
}
/** Proves a client by its secret, in the form. */
export function byPost(id: string, secret: string): Authenticate {
  return ({ form }) => {
    form.set('client_id', id)
    form.set('client_secret', secret)
  }
}
export const CLIENT: AuthenticatedClient = {
  clientId: 'rp-1',
  authenticate: byPost('rp-1', 'hush-secret'),
  proof: 'client_secret',
}
export const EXPECTED = {
  issuer: METADATA.issuer,
  clientId: CLIENT.clientId,
  nonce: 'nonce-1',
  algorithms: ['ES256'],
} as const

const signing: Promise<SigningKey> = createKey('ES256', 'k-1')

/** An ID Token of this provider about `u-1`; `change` and `header` change one thing about it. */
export async function idTokenOf(
  change: object = {},
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { issuer: iss, clientId: aud, nonce } = EXPECTED
  const claims = { iss, aud, nonce, sub: 'u-1', iat: NOW - 10, exp: NOW + 600, ...change }
  return sign(claims, await signing, header)
}

/** What an endpoint says: a status, and JSON or a signed token. */
export interface Said {
  readonly status?: number
  readonly body: object | string
}

/** An exchange whose endpoints say what they are given; it keeps what they were asked. */
export function createExchange(answers: Partial<Record<ProviderEndpoint, Said | LoginError>>) {
  const asked: { endpoint: string; url: string; request: ProviderRequest | undefined }[] = []
  const providerFetch: ProviderFetch = async (endpoint, url, request) => {
    asked.push({ endpoint, url, request })
    const answer = answers[endpoint]
    if (answer === undefined) throw new Error(`nobody was to ask ${endpoint}`)
    if (answer instanceof LoginError) throw answer
    const { status = 200, body } = answer
    const [type, text] =
      typeof body === 'string'
        ? ['application/jwt', body]
        : ['application/json', JSON.stringify(body)]
    return { status, header: (name) => (name === 'content-type' ? type : null), text }
  }
  const authentication: ClientAuthentication = {
    run: (_, request) => request(CLIENT),
    accepted: () => undefined,
  }
  const signingKeys: KeySource = async (_, tried = []) =>
    tried.length > 0 ? [] : [(await signing).jwk as Jwk]
  return {
    asked,
    metadata: METADATA,
    clientId: CLIENT.clientId,
    providerFetch,
    authentication,
    signingKeys,
    openSigned: (token: string) => openSignedUserInfo(token, EXPECTED, signingKeys),
    now: () => NOW,
  }
}
