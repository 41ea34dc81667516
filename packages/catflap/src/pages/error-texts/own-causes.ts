/**
 * The first cause at a provider that is known: what this code means there, and where it is set right.
 */
import type { LoginError, LoginErrorCode } from '../../errors.ts'
import type { KnownProvider } from '../../protocol/known-provider.ts'
import { type KnownPlaces, placesOf } from '../known-places.ts'
import type { Language } from '../language.ts'

type Texts = Readonly<Record<Language, string>>

/** Of a code, at whichever provider has a place for it. */
const BY_PLACE: Readonly<
  Partial<
    Record<
      LoginErrorCode,
      (places: KnownPlaces, error: Pick<LoginError, 'seen'>) => Texts | undefined
    >
  >
> = {
  CLIENT_REFUSED: ({ name, secret }) => ({
    en: `Id or secret are not what ${name} has: ${secret}.`,
    zh: `client id 或密钥与 ${name} 那里的不同：${secret}。`,
  }),
  AUTHORIZATION_REFUSED: ({ name, scopes }, { seen }) =>
    scopes === undefined || seen !== 'invalid_scope'
      ? undefined
      : {
          en: `${name} does not allow this client one of the scopes: ${scopes}.`,
          zh: `${name} 不允许该客户端使用其中某个 scope：${scopes}。`,
        },
  FORBIDDEN: ({ name, groups }) =>
    groups === undefined
      ? undefined
      : {
          en: `${name} tells an app groups only where that is set up: ${groups}.`,
          zh: `${name} 只有在设置之后才会把用户组告诉应用：${groups}。`,
        },
  REFRESH_TOKEN_MISSING: ({ name, refresh }) =>
    refresh === undefined
      ? undefined
      : {
          en: `${name} gives a refresh token only where that is set up: ${refresh}.`,
          zh: `${name} 只有在设置之后才会发放刷新令牌：${refresh}。`,
        },
}

/** What is peculiar to one provider. */
const PECULIAR: Readonly<Partial<Record<KnownProvider, Partial<Record<LoginErrorCode, Texts>>>>> = {
  authentik: {
    ID_TOKEN_ALG_REFUSED: {
      en: 'No Signing Key is selected in the provider of authentik, so it signs with the client secret (HS256): Applications → Providers → (your provider) → Signing Key.',
      zh: 'authentik 的 provider 没有选择 Signing Key，因此用客户端密钥签名（HS256）：Applications → Providers → (your provider) → Signing Key。',
    },
  },
  dex: {
    RENEWAL_REFUSED: {
      en: 'You signed in again elsewhere: Dex keeps one refresh token per person and client, so the newer login ends the older.',
      zh: '你在别处又登录了一次：Dex 对每个人和客户端只保留一个刷新令牌，后一次登录会让前一次失效。',
    },
    TOKEN_ENDPOINT_UNAVAILABLE: {
      en: 'Dex says server_error with status 500 also of a code that has expired, that belongs to another client, or that came several times at once, such as from two instances of this app.',
      zh: 'Dex 在授权码已过期、属于另一个客户端，或同一授权码同时送达了多份（例如本应用有两个实例）时，也会以状态码 500 回答 server_error。',
    },
  },
}

/** The first cause of a failure at this provider; `undefined` where nothing is known that is its own. */
export function ownCause(
  error: Pick<LoginError, 'code' | 'seen'>,
  software: KnownProvider | undefined,
  language: Language,
): string | undefined {
  const places = placesOf(software)
  if (software === undefined || places === undefined) return undefined
  const texts = PECULIAR[software]?.[error.code] ?? BY_PLACE[error.code]?.(places, error)
  return texts?.[language]
}
