/**
 * How the client proves who it is at the token endpoint: by the method configured, else by the first
 * offered one that the provider accepts, which is remembered.
 */
import * as oauth from 'oauth4webapi'
import type { ClientSettings } from '../configuration/options.ts'
import { LoginError } from '../errors.ts'
import type { AuthenticationMethod } from '../protocol/client-authentication.ts'
import type { ProviderMetadata } from '../protocol/metadata.ts'

/**
 * One way to authenticate. Of Basic there are two in the wild: id and secret encoded as RFC 6749 section
 * 2.3.1 has it, and as they are.
 */
export type Way = AuthenticationMethod | typeof RAW
const RAW = 'client_secret_basic, unencoded'

/** Who asks for tokens, and how it proves that. */
export interface AuthenticatedClient {
  readonly clientId: string
  readonly authentication: oauth.ClientAuth
  /** What carries the proof, by its wire name; `undefined` when there is none. */
  readonly proof: string | undefined
}

const PROOFS: Readonly<Record<Way, string | undefined>> = {
  client_secret_basic: 'authorization',
  [RAW]: 'authorization',
  client_secret_post: 'client_secret',
  private_key_jwt: 'client_assertion',
  none: undefined,
}

/** Where the way that worked is kept beyond this process; neither rejects. */
export interface RememberedWay {
  read(): Promise<string | undefined>
  write(way: string): Promise<void>
}

/** See {@link createClientAuthentication}. */
export interface ClientAuthentication {
  /**
   * Makes a request as this client. One refused with `CLIENT_REFUSED` is made again by the next way, each
   * way once: the provider has done nothing for a client that it does not know.
   */
  run<T>(
    metadata: ProviderMetadata,
    request: (client: AuthenticatedClient) => Promise<T>,
  ): Promise<T>
  /** The way that was accepted last; `undefined` before any was. */
  accepted(): Way | undefined
}

/** Makes the authentication of one client. */
export function createClientAuthentication(
  client: ClientSettings,
  memory: RememberedWay,
): ClientAuthentication {
  const clientId = client.id
  const byPrivateKey = assertionsBy(client)
  let accepted: Way | undefined
  let recalled: Promise<string | undefined> | undefined

  async function authenticationBy(way: Way): Promise<oauth.ClientAuth> {
    const secret = client.secret ?? ''
    if (way === 'private_key_jwt') return byPrivateKey()
    if (way === 'client_secret_post') return oauth.ClientSecretPost(secret)
    if (way === 'none') return oauth.None()
    return (_issuer, _client, _body, headers) => {
      const encode = way === RAW ? (text: string) => text : encodeForm
      const credentials = Buffer.from(`${encode(clientId)}:${encode(secret)}`).toString('base64')
      headers.set('authorization', `Basic ${credentials}`)
    }
  }

  async function ordered(metadata: ProviderMetadata): Promise<readonly Way[]> {
    const ways = waysOf(client, metadata)
    if (ways.length === 1) return ways
    recalled ??= memory.read()
    const first = accepted ?? (await recalled)
    return [...ways.filter((way) => way === first), ...ways.filter((way) => way !== first)]
  }

  function accept(way: Way, ways: readonly Way[]): void {
    if (accepted === way) return
    accepted = way
    if (ways.length > 1) void memory.write(way)
  }

  return {
    accepted: () => accepted,
    async run(metadata, request) {
      const ways = await ordered(metadata)
      let refused: unknown
      for (const way of ways) {
        try {
          const authentication = await authenticationBy(way)
          const result = await request({ clientId, authentication, proof: PROOFS[way] })
          accept(way, ways)
          return result
        } catch (error) {
          if (!isRefused(error)) {
            // What else is wrong is said to a client that is known.
            if (error instanceof LoginError && error.status < 500) accept(way, ways)
            throw error
          }
          refused ??= error
        }
      }
      throw refused
    },
  }
}

const isRefused = (error: unknown): boolean =>
  error instanceof LoginError && error.code === 'CLIENT_REFUSED'

/** The ways worth trying, best first: never one that the provider does not offer, where it says so. */
function waysOf(client: ClientSettings, metadata: ProviderMetadata): readonly Way[] {
  const { id, secret = '', authentication } = client
  const plain = `${id}:${secret}`
  const basic: readonly Way[] =
    `${encodeForm(id)}:${encodeForm(secret)}` === plain || id.includes(':')
      ? ['client_secret_basic']
      : ['client_secret_basic', RAW]
  if (authentication === 'client_secret_basic') return basic
  if (authentication !== undefined) return [authentication]
  // Silence means Basic (OpenID Connect Discovery 1.0, section 3), and often nothing.
  const offered = metadata.token_endpoint_auth_methods_supported
  if (offered === undefined) return [...basic, 'client_secret_post']
  if (!offered.includes('client_secret_post')) return basic
  return offered.includes('client_secret_basic')
    ? ['client_secret_post', ...basic]
    : ['client_secret_post']
}

/** As forms are encoded: `- _ . *` stay, so that most secrets are the same in both ways of Basic. */
const encodeForm = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1)

/** Signs assertions by the private key, which is imported once. */
function assertionsBy({ privateKey }: ClientSettings): () => Promise<oauth.ClientAuth> {
  let imported: Promise<oauth.ClientAuth> | undefined
  async function importKey(): Promise<oauth.ClientAuth> {
    if (privateKey === undefined) throw new LoginError('INTERNAL', 'private_key_jwt without a key')
    const { jwk, alg, kid } = privateKey
    const { importJWK } = await import('jose/key/import')
    const key = (await importJWK({ ...jwk }, alg)) as oauth.CryptoKey
    return oauth.PrivateKeyJwt(kid === undefined ? key : { key, kid }, {
      // Ed25519 by the name that providers know (RFC 8037), not the newer one (RFC 9864).
      [oauth.modifyAssertion]: (header) => {
        header.alg = alg
      },
    })
  }
  return () => {
    imported ??= importKey()
    return imported
  }
}
