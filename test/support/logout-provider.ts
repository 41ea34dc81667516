/** A provider that nobody here wrote, with every way of logging out, at a client of its own. */
import Provider from 'oidc-provider'
import { rsaKey } from './box-keys.ts'

export const CLIENT = { id: 'independent', secret: 'a secret with %2F and + in it' } as const

/** One key, as the provider takes it. */
export function signingKeys(): object[] {
  return [{ ...rsaKey().export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'one' }]
}

/** What a provider with logouts is told, and whom it tells what it saw. */
export interface LogoutProviderOptions {
  readonly issuer: string
  readonly redirectUri: string
  readonly jwks: { readonly keys: object[] }
  readonly tell: (what: string) => void
}

/** Makes the provider. */
export function createLogoutProvider({
  issuer,
  redirectUri,
  jwks,
  tell,
}: LogoutProviderOptions): Provider {
  const { origin } = new URL(redirectUri)
  const created = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [`${origin}/logout`],
        backchannel_logout_uri: `${origin}/backchannel-logout`,
        backchannel_logout_session_required: true,
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks,
    cookies: { keys: ['only for tests'] },
    claims: { openid: ['sub', 'sid'] },
    pkce: { required: () => true },
    features: {
      backchannelLogout: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    issueRefreshToken: async () => true,
    // Its dispatcher reaches no address of this very machine, where the app is.
    fetch(url, init) {
      const { dispatcher: _, ...kept } = { dispatcher: undefined, ...init }
      return fetch(url, kept)
    },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 600,
      Interaction: 600,
      Grant: 600,
      RefreshToken: 600,
      Session: 600,
    },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  })
  created.on('backchannel.success', () => tell('back-channel logout taken'))
  created.on('backchannel.error', (_, error) => tell(`back-channel logout: ${error.message}`))
  created.on('refresh_token.destroyed', () => tell('refresh token destroyed'))
  created.on('grant.revoked', () => tell('grant revoked'))
  return created
}
