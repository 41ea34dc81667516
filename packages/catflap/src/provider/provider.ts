/**
 * The OpenID Provider as the routes see it: its metadata, and one login's worth of requests.
 */
import type { EventListener } from '../events.ts'
import type { ProviderSettings } from '../options.ts'
import type { Claims } from '../protocol/claims.ts'
import type { Check } from '../protocol/id-token.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'
import { createProviderFetch } from './http.ts'
import { verifyIdToken } from './id-token.ts'
import { createKeySource } from './keys.ts'
import { createMetadataSource } from './metadata.ts'
import { fetchTokens, type TokenRequest, type TokenSet } from './token.ts'
import { fetchUserInfo } from './userinfo.ts'

/** Everything that redeeming one code brought. */
export interface Redeemed {
  readonly tokens: TokenSet
  readonly claims: Claims & { readonly sub: string }
  readonly userInfo: Claims
  readonly checks: readonly Check[]
  /** Milliseconds that each exchange took. */
  readonly durations: {
    readonly token: number
    readonly idToken: number
    readonly userInfo: number
  }
}

/** See {@link createProvider}. */
export interface Provider {
  /** Throws the codes of `createMetadataSource`. */
  metadata(): Promise<ProviderMetadata>
  /** Spends the code and checks all it brings; throws the codes of the three requests. */
  redeem(request: TokenRequest, nonce: string): Promise<Redeemed>
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
  emit: EventListener,
): Provider {
  const providerFetch = createProviderFetch(fetchUrl, settings.timeout, emit)
  const metadata = createMetadataSource(settings, providerFetch, now, emit)
  const jwksUri = async () => (await metadata()).jwks_uri
  const signingKeys = createKeySource(jwksUri, providerFetch, now, emit)

  return {
    metadata,
    async redeem(request, nonce) {
      const { issuer, algorithms } = settings
      const known = await metadata()
      const times = [performance.now()]
      const tokens = await fetchTokens(providerFetch, known, request, now)
      times.push(performance.now())
      const expected = { issuer, clientId: request.clientId, nonce, algorithms }
      const { claims, checks } = await verifyIdToken(tokens, expected, signingKeys, now)
      times.push(performance.now())
      const { userinfo_endpoint } = known
      const { accessToken } = tokens
      const userInfo = await fetchUserInfo(
        providerFetch,
        userinfo_endpoint,
        accessToken,
        claims.sub,
      )
      times.push(performance.now())
      const [token = 0, idToken = 0, info = 0] = times.slice(1).map((t, i) => t - (times[i] ?? 0))
      const durations = { token: ms(token), idToken: ms(idToken), userInfo: ms(info) }
      return { tokens, claims, userInfo, checks, durations }
    },
  }
}

const ms = (duration: number): number => Math.round(duration * 10) / 10
