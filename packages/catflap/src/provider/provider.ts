/**
 * The OpenID Provider as the routes see it: its metadata, and one login's worth of requests.
 */
import type { ClientSettings, ProviderSettings } from '../configuration/options.ts'
import { LoginError, shown } from '../errors.ts'
import type { Emit } from '../events.ts'
import { ALGORITHMS, acceptedAlgorithms } from '../protocol/algorithms.ts'
import type { KnownProvider } from '../protocol/known-provider.ts'
import type { ExpectedAuthentication, LoginParameters } from '../protocol/login-parameters.ts'
import type { LogoutOrder } from '../protocol/logout-token.ts'
import { discoveryUrl, type ProviderMetadata } from '../protocol/metadata.ts'
import type { LoginRecorder } from '../trace.ts'
import {
  type ClientAuthentication,
  createClientAuthentication,
  type RememberedWay,
} from './client-authentication.ts'
import type { Deadline } from './deadline.ts'
import { createProviderFetch } from './http.ts'
import { createKeySource, type KeySource } from './keys.ts'
import { limitWaiting, verifyLogoutToken } from './logout-token.ts'
import { createMetadataSource, type SourceRuntime } from './metadata.ts'
import { pushRequest } from './pushed-request.ts'
import { type Redeemed, redeemCode } from './redeem.ts'
import { type Renewed, renewTokens } from './renew.ts'
import { type RevocableToken, revokeToken } from './revocation.ts'
import type { TokenRequest } from './token.ts'
import type { Transport } from './transport.ts'
import { openSignedUserInfo } from './userinfo.ts'

/** Whose session is renewed: its ID Token's `sub` and `nonce`. */
export interface RenewedIdentity {
  readonly sub: string
  readonly nonce: string
}

/** What the authorization request of a login asked for. */
export interface AskedLogin {
  readonly nonce: string
  readonly authentication: ExpectedAuthentication & {
    /** Seconds since the epoch. */
    readonly requestedAt: number
  }
}

/** See {@link createProvider}. */
export interface Provider {
  /** Throws the codes of `createMetadataSource`. */
  metadata(): Promise<ProviderMetadata>
  /** Which software it is, by the last metadata; before any, LazyCat's is known by its issuer. */
  software(): KnownProvider | undefined
  /** Spends the code and checks all it brings; throws the codes of {@link redeemCode}. */
  redeem(
    request: TokenRequest,
    asked: AskedLogin,
    recorder: LoginRecorder,
    deadline: Deadline,
  ): Promise<Redeemed>
  /**
   * Pushes an authorization request; its `request_uri`. Throws the codes of metadata and
   * {@link pushRequest}, and `METADATA_INVALID` where the provider has no such endpoint.
   */
  push(request: LoginParameters): Promise<string>
  /**
   * Renews tokens and checks all they bring; throws the codes of metadata and {@link renewTokens}.
   *
   * @param check - called right before the refresh token leaves; what it throws is thrown
   */
  renew(refreshToken: string, identity: RenewedIdentity, check: () => void): Promise<Renewed>
  /** Revokes a token where the provider can; throws the codes of metadata and `revokeToken`. */
  revoke(token: RevocableToken): Promise<void>
  /** What a Logout Token, meant for this client, ends; throws the codes of `verifyLogoutToken`. */
  verifyLogoutToken(token: string): Promise<LogoutOrder>
  /** When the provider last gave an answer, to whatever was asked; seconds since the epoch. */
  lastAnswer(): number
  /** Gives up connections that are kept open. */
  close(): Promise<void>
}

/** What the provider's side works with. */
export interface ProviderRuntime {
  readonly transport: Transport
  /** Seconds since the epoch. */
  readonly now: () => number
  readonly emit: Emit
  readonly memory: RememberedWay
}

/** Makes the provider's side of a login. */
export function createProvider(
  settings: ProviderSettings,
  client: ClientSettings,
  { transport, now, emit, memory }: ProviderRuntime,
): Provider {
  const { issuer } = settings
  const clientId = client.id
  const answered = createAnswerCount(emit, now)
  const providerFetch = createProviderFetch(transport, settings.timeout, answered.emit)
  const runtime: SourceRuntime = { now, emit, answers: answered.count }
  const source = createMetadataSource(settings, providerFetch, runtime)
  let software: KnownProvider | undefined = settings.isLazyCat ? 'lazycat' : undefined
  const metadata = async () => {
    const known = await source()
    software = known.software ?? software
    return known
  }
  const jwksUri = async () => (await metadata()).jwks_uri
  const keys = createKeySource(jwksUri, providerFetch, runtime)
  const signingKeys = keys.find
  const keysForAnybody = limitWaiting(keys)
  const authentication: ClientAuthentication = createClientAuthentication(client, memory)
  // Of other tokens, whatever a published key fits: one that anybody may post must not wait for metadata.
  const others = { issuer, clientId, algorithms: settings.algorithms ?? ALGORITHMS }
  const openSigned = (token: string) => openSignedUserInfo(token, others, signingKeys)
  const requests = { providerFetch, clientId, authentication, signingKeys, openSigned, now }

  const expectedOf = (known: ProviderMetadata, nonce: string) => ({
    issuer,
    clientId,
    nonce,
    algorithms: acceptedAlgorithms(
      settings.algorithms,
      known.id_token_signing_alg_values_supported,
    ),
  })

  return {
    metadata,
    software: () => software,
    async redeem(request, { nonce, authentication: demanded }, recorder, deadline) {
      const known = await deadline.within('discovery', discoveryUrl(settings), metadata())
      const boundedKeys: KeySource = (header, tried) =>
        deadline.within('jwks', known.jwks_uri, signingKeys(header, tried))
      const redemption = {
        ...requests,
        providerFetch: deadline.bound(providerFetch),
        signingKeys: boundedKeys,
        openSigned: (token: string) => openSignedUserInfo(token, others, boundedKeys),
        metadata: known,
        keysAge: keys.age,
      }
      const expected = { ...expectedOf(known, nonce), authentication: demanded }
      // Beside the token request, not after it.
      keys.prepare()
      return redeemCode(redemption, request, expected, recorder)
    },

    async renew(refreshToken, { sub, nonce }, check) {
      const known = await metadata()
      const expected = { ...expectedOf(known, nonce), nonceOptional: true }
      return renewTokens({ ...requests, metadata: known, check }, refreshToken, expected, sub)
    },

    async push(request) {
      const known = await metadata()
      const { pushed_authorization_request_endpoint } = known
      if (pushed_authorization_request_endpoint === undefined) throw withoutPushing(issuer)
      const endpoint = { issuer, pushed_authorization_request_endpoint }
      return authentication.run(known, (asking) =>
        pushRequest(providerFetch, endpoint, asking, request),
      )
    },

    async revoke(token) {
      const known = await metadata()
      const { revocation_endpoint } = known
      // A request that is not made shows nothing of how the client proves itself.
      if (revocation_endpoint === undefined) return
      const endpoint = { issuer, revocation_endpoint }
      await authentication.run(known, (asking) =>
        revokeToken(providerFetch, endpoint, asking, token),
      )
    },

    lastAnswer: answered.last,
    close: transport.close,

    verifyLogoutToken: (token) => verifyLogoutToken(token, others, keysForAnybody, now),
  }
}

function withoutPushing(issuer: string): LoginError {
  const parameter = 'pushed_authorization_request_endpoint'
  return new LoginError('METADATA_INVALID', `provider metadata: no "${parameter}"`, {
    parameter,
    expected: `an https address, from ${shown(issuer)}`,
    seen: 'nothing',
  })
}

/** Counts the answers that are told as events, whatever was asked. */
function createAnswerCount(emit: Emit, now: () => number) {
  let count = 0
  let last = Number.NEGATIVE_INFINITY
  const counting: Emit = (event, error) => {
    if (event.type === 'provider-answered') {
      count += 1
      last = now()
    }
    emit(event, error)
  }
  return { emit: counting, count: () => count, last: () => last }
}
