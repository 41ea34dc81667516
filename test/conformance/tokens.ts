/** Tokens of the suite's provider, signed rightly or in one wrong way. */
import { createHmac, createPublicKey, type KeyObject } from 'node:crypto'
import { generateKeyPair, SignJWT } from 'jose'
import { rsaKey } from '../support/box-keys.ts'

export const CLIENT = { id: 'conformance', secret: 'a secret of the suite' } as const

export interface Key {
  readonly kid: string
  readonly privateKey: KeyObject
  /** Its public half, as it is published. */
  readonly jwk: object
}

/** How a token is signed, if not by the published RS256 key with its `kid`. */
export type Manner = 'none' | 'HS256' | 'ES256' | 'altered' | 'without kid'

type Json = Readonly<Record<string, unknown>>

/** A key that differs from the seven before it. */
export function createKey(): Key {
  const privateKey = rsaKey()
  const kid = crypto.randomUUID()
  const published = createPublicKey(privateKey).export({ format: 'jwk' })
  return { kid, privateKey, jwk: { ...published, kid, use: 'sig', alg: 'RS256' } }
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
