/** Tokens of the suite's provider, signed rightly or in one wrong way. */
import { createHmac } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export const CLIENT = { id: 'conformance', secret: 'a secret of the suite' } as const

export interface Key {
  readonly kid: string
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey']
  /** Its public half, as it is published. */
  readonly jwk: object
}

/** How a token is signed, if not by the published RS256 key with its `kid`. */
export type Manner = 'none' | 'HS256' | 'ES256' | 'altered' | 'without kid'

type Json = Readonly<Record<string, unknown>>

export async function createKey(): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const kid = crypto.randomUUID()
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' }
  return { kid, privateKey, jwk }
}

export async function signToken(
  { kid, privateKey }: Key,
  claims: Json,
  manner?: Manner,
): Promise<string> {
  switch (manner) {
    case 'none':
      return `${unsigned({ alg: 'none' }, claims)}.`
    case 'HS256': {
      const input = unsigned({ alg: 'HS256', kid }, claims)
      return `${input}.${createHmac('sha256', CLIENT.secret).update(input).digest('base64url')}`
    }
    case 'ES256': {
      const stranger = await generateKeyPair('ES256')
      return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).sign(stranger.privateKey)
    }
    case 'altered': {
      const [header, payload, signature = ''] = (
        await signToken({ kid, privateKey, jwk: {} }, claims)
      ).split('.')
      const bytes = Buffer.from(signature, 'base64url')
      bytes[0] = (bytes[0] ?? 0) ^ 0xff
      return [header, payload, bytes.toString('base64url')].join('.')
    }
    default: {
      const named = manner === 'without kid' ? {} : { kid }
      return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...named }).sign(privateKey)
    }
  }
}

const unsigned = (header: Json, claims: Json): string =>
  [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
