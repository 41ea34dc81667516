/**
 * The OpenID Provider as the routes see it: its metadata, and one login's worth of requests.
 */

import type { ProviderSettings } from '../configuration/options.ts'
import type { Emit } from '../events.ts'
import { ALGORITHMS, acceptedAlgorithms } from '../protocol/algorithms.ts'
import type { LogoutOrder } from '../protocol/logout-token.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import type { LoginRecorder } from '../trace.ts'
import { createProviderFetch } from './http.ts'
import { createKeySource } from './keys.ts'
import { limitWaiting, verifyLogoutToken } from './logout-token.ts'
import { createMetadataSource } from './metadata.ts'
import { type Redeemed, redeemCode } from './redeem.ts'
import { type RenewalRequest, type Renewed, renewTokens } from './renew.ts'
import { type RevocableToken, revokeToken } from './revocation.ts'
import type { TokenRequest } from './token.ts'
import type { ClientCredentials } from './token-endpoint.ts'
import { openSignedUserInfo } from './userinfo.ts'

/** Whose session is renewed: its ID Token's `sub` and `nonce`. */
export interface RenewedIdentity {
  readonly sub: string
  readonly nonce: string
}

/** See {@link createProvider}. */
export interface Provider {
  /** Throws the codes of `createMetadataSource`. */
  metadata(): Promise<ProviderMetadata>
  /** Spends the code and checks all it brings; throws the codes of {@link redeemCode}. */
  redeem(request: TokenRequest, nonce: string, recorder: LoginRecorder): Promise<Redeemed>
  /** Renews tokens and checks all they bring; throws the codes of metadata and {@link renewTokens}. */
  renew(request: RenewalRequest, identity: RenewedIdentity): Promise<Renewed>
  /** Revokes a token where the provider can; throws the codes of metadata and `revokeToken`. */
  revoke(client: ClientCredentials, token: RevocableToken): Promise<void>
  /** What a Logout Token, meant for this client, ends; throws the codes of `verifyLogoutToken`. */
  verifyLogoutToken(token: string, clientId: string): Promise<LogoutOrder>
}

/**
 * Makes the provider's side of a login.
 *
 * @param now - seconds since the epoch
 */
export function createProvider(
  settings: ProviderSettings,
  fetchUrl: typeof fetch,
  now: () => number,
  emit: Emit,
): Provider {
  const providerFetch = createProviderFetch(fetchUrl, settings.timeout, emit)
  const metadata = createMetadataSource(settings, providerFetch, now, emit)
  const jwksUri = async () => (await metadata()).jwks_uri
  const keys = createKeySource(jwksUri, providerFetch, now, emit)
  const signingKeys = keys.find
  const keysForAnybody = limitWaiting(keys)

  const expectedOf = (known: ProviderMetadata, clientId: string, nonce: string) => ({
    issuer,
    clientId,
    nonce,
    algorithms: acceptedAlgorithms(
      settings.algorithms,
      known.id_token_signing_alg_values_supported,
    ),
  })

  // Of other tokens, whatever a published key fits: one that anybody may post must not wait for metadata.
  const { issuer, algorithms = ALGORITHMS } = settings
  const openSignedFor = (clientId: string) => (token: string) =>
    openSignedUserInfo(token, { issuer, clientId, algorithms }, signingKeys)

  return {
    metadata,
    async redeem(request, nonce, recorder) {
      const known = await metadata()
      const openSigned = openSignedFor(request.clientId)
      const requests = { providerFetch, metadata: known, signingKeys, openSigned, now }
      const redemption = { ...requests, keysAge: keys.age }
      return redeemCode(redemption, request, expectedOf(known, request.clientId, nonce), recorder)
    },

    async renew(request, { sub, nonce }) {
      const known = await metadata()
      const expected = { ...expectedOf(known, request.clientId, nonce), nonceOptional: true }
      const openSigned = openSignedFor(request.clientId)
      const renewing = { providerFetch, metadata: known, signingKeys, openSigned, now }
      return renewTokens(renewing, request, expected, sub)
    },

    async revoke(client, token) {
      await revokeToken(providerFetch, await metadata(), client, token)
    },

    verifyLogoutToken(token, clientId) {
      return verifyLogoutToken(token, { issuer, clientId, algorithms }, keysForAnybody, now)
    },
  }
}
