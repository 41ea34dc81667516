/** The plainest session that can be stored; a test changes what it is about. */
import type { SessionDetails, SessionRecord } from '../../src/session/stored-session.ts'
import { START } from './clock.ts'

export const record: Omit<SessionRecord, 'createdAt' | 'expiresAt'> = {
  sub: 'u-1',
  sid: undefined,
  claims: {},
  userInfo: {},
  attempt: 'a',
  returnTo: '/',
  ingressUser: undefined,
  renewAt: undefined,
  renewBy: undefined,
}

export const details: SessionDetails = {
  accessToken: 'a',
  idToken: 'i',
  refreshToken: undefined,
  accessTokenExpiresAt: undefined,
  startedAt: START,
}

/** Of a login that nobody asks about. */
export const sealedTrace: Uint8Array = new Uint8Array(0)

/** The lists of a session that nobody looks for. */
export const unlisted = async (): Promise<void> => undefined
