/**
 * How the client proves who it is at the token endpoint: by the method configured, else by the first
 * offered one that the provider accepts, which is remembered.
 */
import { randomUUID } from 'node:crypto'
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

/** A request that does not say yet who makes it. */
export interface Unproved {
  /** Of the provider. */
  readonly issuer: string
  readonly form: URLSearchParams
  readonly headers: Record<string, string>
}

/** Puts the proof of the client into a request. */
export type Authenticate = (request: Unproved) => void | Promise<void>

/** Who asks for tokens, and how it proves that. */
export interface AuthenticatedClient {
  readonly clientId: string
  readonly authenticate: Authenticate
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
  const authentications = authenticationsBy(client)
  const basic = waysOfBasic(client)
  let accepted: Way | undefined
  let recalled: Promise<string | undefined> | undefined

  async function ordered(metadata: ProviderMetadata): Promise<readonly Way[]> {
    const ways = waysOf(client.authentication, basic, metadata)
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
          const authenticate = authentications[way]
          const result = await request({ clientId, authenticate, proof: PROOFS[way] })
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

/** The ways to say Basic: one, where both are the same, or the other would be another id. */
function waysOfBasic({ id, secret = '' }: ClientSettings): readonly Way[] {
  const isSame = `${encodeForm(id)}:${encodeForm(secret)}` === `${id}:${secret}`
  return isSame || id.includes(':') ? ['client_secret_basic'] : ['client_secret_basic', RAW]
}

/** The ways worth trying, best first: never one that the provider does not offer, where it says so. */
function waysOf(
  configured: AuthenticationMethod | undefined,
  basic: readonly Way[],
  { token_endpoint_auth_methods_supported: offered }: ProviderMetadata,
): readonly Way[] {
  if (configured === 'client_secret_basic') return basic
  if (configured !== undefined) return [configured]
  // Silence means Basic (OpenID Connect Discovery 1.0, section 3), and often nothing.
  if (offered === undefined) return [...basic, 'client_secret_post']
  if (!offered.includes('client_secret_post')) return basic
  return offered.includes('client_secret_basic')
    ? ['client_secret_post', ...basic]
    : ['client_secret_post']
}

/** As forms are encoded: `- _ . *` stay, so that most secrets are the same in both ways of Basic. */
const encodeForm = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1)

/** What proves a client in each way; made once. */
function authenticationsBy(client: ClientSettings): Readonly<Record<Way, Authenticate>> {
  const { id, secret = '' } = client
  const basic = (encode: (text: string) => string): Authenticate => {
    const credentials = Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')
    return ({ headers }) => {
      headers.authorization = `Basic ${credentials}`
    }
  }
  return {
    client_secret_basic: basic(encodeForm),
    [RAW]: basic((text) => text),
    client_secret_post({ form }) {
      form.set('client_id', id)
      form.set('client_secret', secret)
    },
    none({ form }) {
      form.set('client_id', id)
    },
    private_key_jwt: byAssertion(client),
  }
}

/** Seconds that an assertion is good for. */
const ASSERTION_LIFETIME = 60

/**
 * Signs assertions by the private key, which is imported once; with what signs, loaded when there is a key.
 *
 * @see RFC 7523, sections 2.2 and 3; OpenID Connect Core 1.0, section 9
 */
function byAssertion({ id, privateKey }: ClientSettings): Authenticate {
  let signer: Promise<(issuer: string) => Promise<string>> | undefined
  async function createSigner() {
    if (privateKey === undefined) throw new LoginError('INTERNAL', 'private_key_jwt without a key')
    const { jwk, alg, kid } = privateKey
    const { importJWK, SignJWT } = await import('jose')
    const key = await importJWK({ ...jwk }, alg)
    return (issuer: string) => {
      const now = Math.floor(Date.now() / 1000)
      const claims = { jti: randomUUID(), iss: id, sub: id, aud: issuer, iat: now, nbf: now }
      return new SignJWT({ ...claims, exp: now + ASSERTION_LIFETIME })
        .setProtectedHeader({ alg, ...(kid !== undefined && { kid }) })
        .sign(key)
    }
  }
  return async ({ issuer, form }) => {
    signer ??= createSigner()
    const sign = await signer
    form.set('client_id', id)
    form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    form.set('client_assertion', await sign(issuer))
  }
}
