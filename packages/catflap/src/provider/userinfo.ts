/**
 * The UserInfo request and the checks of its response, signed or not.
 */
import { LoginError } from '../errors.ts'
import type { SigningAlgorithm } from '../protocol/algorithms.ts'
import { type Claims, isTextList } from '../protocol/claims.ts'
import { mediaType } from '../protocol/header.ts'
import { type ProviderFetch, type ProviderResponse, readObject } from './http.ts'
import type { KeySource } from './keys.ts'
import { refuseAs, verifySignature } from './signature.ts'

/** What a signed UserInfo response must match. */
export interface SignedUserInfoExpectation {
  readonly issuer: string
  readonly clientId: string
  readonly algorithms: readonly SigningAlgorithm[]
}

/** Verifies a signed response and gives its claims. */
export type OpenSigned = (token: string) => Promise<Claims>

/**
 * Makes the UserInfo request; what the response says is for {@link checkUserInfo}.
 *
 * @throws {@link LoginError} `USERINFO_UNAVAILABLE` or `USERINFO_INVALID`
 * @see OpenID Connect Core 1.0, section 5.3.1
 */
export function requestUserInfo(
  providerFetch: ProviderFetch,
  endpoint: string,
  accessToken: string,
): Promise<ProviderResponse> {
  const accept = 'application/json, application/jwt'
  return providerFetch('userinfo', endpoint, {
    headers: { accept, authorization: `Bearer ${accessToken}` },
  })
}

/**
 * Checks a UserInfo response and gives its claims.
 *
 * @param endpoint - where it came from
 * @param sub - whom it must be about
 * @throws {@link LoginError} `USERINFO_INVALID` or `USERINFO_SUB_MISMATCH`
 * @see OpenID Connect Core 1.0, sections 5.3.2 and 5.3.4
 */
export async function checkUserInfo(
  endpoint: string,
  answer: ProviderResponse,
  sub: string,
  openSigned: OpenSigned,
): Promise<Claims> {
  const signed = mediaType(answer.header('content-type')) === 'application/jwt'
  const claims =
    signed && answer.status === 200
      ? await openSigned(answer.text)
      : readObject('userinfo', endpoint, answer)
  if (typeof claims.sub === 'number') {
    fail('USERINFO_INVALID', 'sub', 'text', 'a number in place of text')
  }
  if (claims.sub !== sub) {
    const seen = claims.sub === undefined ? 'none' : 'another sub'
    fail('USERINFO_SUB_MISMATCH', 'sub', 'the sub of the ID Token', seen)
  }
  return claims
}

/**
 * Verifies a signed UserInfo response like an ID Token, as far as it has the same claims.
 *
 * @throws {@link LoginError} `USERINFO_INVALID`, and the codes of keys that cannot be told
 * @see OpenID Connect Core 1.0, section 5.3.2
 */
export async function openSignedUserInfo(
  token: string,
  { issuer, clientId, algorithms }: SignedUserInfoExpectation,
  signingKeys: KeySource,
): Promise<Claims> {
  const { claims } = await verifySignature(token, algorithms, signingKeys).catch(
    refuseAs('USERINFO_INVALID', 'userinfo'),
  )
  if (claims.iss !== issuer) {
    fail('USERINFO_INVALID', 'iss', issuer, claims.iss === undefined ? 'none' : 'another value')
  }
  const audiences = isTextList(claims.aud) ? claims.aud : [claims.aud]
  if (!audiences.includes(clientId)) {
    fail('USERINFO_INVALID', 'aud', clientId, claims.aud === undefined ? 'none' : 'another value')
  }
  return claims
}

function fail(
  code: 'USERINFO_INVALID' | 'USERINFO_SUB_MISMATCH',
  parameter: string,
  expected: string,
  seen: string,
): never {
  const message = `UserInfo response: unacceptable "${parameter}"`
  throw new LoginError(code, message, { parameter, expected, seen })
}
