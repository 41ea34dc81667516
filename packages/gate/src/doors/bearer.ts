/** The access token for the app behind the public door: of a session, live, and in a form that is one header. */
import type { Session } from 'catflap'
import { GateError } from '../errors.ts'

/** Most bytes of one: servers in front of apps take fields of 8 kB. */
const MAX_BYTES = 8000
/** @see RFC 6750, section 2.1 */
const BEARER = /^[A-Za-z0-9._~+/-]+=*$/

/**
 * The value of `Authorization`, by a token that has been renewed when need be.
 *
 * @throws what `Session.accessToken` throws; {@link GateError} `GATE_IDENTITY_UNUSABLE`
 */
export async function bearerOf(session: Pick<Session, 'accessToken'>): Promise<string> {
  const token = await session.accessToken()
  if (token.length <= MAX_BYTES && BEARER.test(token)) return `Bearer ${token}`
  throw new GateError('GATE_IDENTITY_UNUSABLE', {
    parameter: 'access_token',
    expected: `at most ${MAX_BYTES} characters of a Bearer token (RFC 6750, section 2.1)`,
    seen: `${token.length} characters`,
    line: 'identity: { accessToken: false }',
  })
}
