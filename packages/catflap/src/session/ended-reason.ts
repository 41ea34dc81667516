/**
 * Why a session ended that nobody had asked to end: kept for the next page that its person sees. The
 * request that met the end may have been a script's, or none at all. Sealed like the session, since what
 * was seen may be a claim of the person's. Who ends a session from elsewhere has no cookie to seal with: that
 * is one byte, and behind it whose session it was, sealed as the session was. Only a session that was there
 * leaves a reason, and only its own person is told it.
 */
import { isLoginErrorCode, LoginError } from '../errors.ts'
import { isRecord, parseObject } from '../protocol/claims.ts'
import { type SessionStore, TOMBSTONE } from '../store/store.ts'
import { type Identified, isSessionOf } from './ingress-user.ts'
import { open, seal } from './seal.ts'
import type { SessionKeys } from './session-cookie.ts'
import { attempt } from './stored.ts'
import { readRecord, type SessionRecord, splitSession } from './stored-session.ts'

/** Seconds for which a reason waits for its person: a week, as long as a session lives by default. */
const KEPT = 604_800

const NAME = 'catflap ended reason'
const keyOf = (storeKey: string): string => `ended:${storeKey}`

/** Who ends a session that is not its person's own browser; as the event `session-ended` names it. */
export type EndedBy = 'back-channel-logout' | 'ended-elsewhere'
/** Each is stored as its place here, from 1 on. */
const ENDED_BY: readonly EndedBy[] = ['back-channel-logout', 'ended-elsewhere']

/**
 * Keeps who ended a session from elsewhere. At worst nobody is told.
 *
 * @param ended - where it lay, and what the store held of it
 * @param now - seconds since the epoch
 */
export async function keepEndedBy(
  store: SessionStore,
  { storeKey, value }: { readonly storeKey: string; readonly value: Uint8Array },
  by: EndedBy,
  now: number,
): Promise<void> {
  const kept = Buffer.concat([Buffer.of(ENDED_BY.indexOf(by) + 1), splitSession(value).record])
  await keep(store, storeKey, kept, now)
}

/**
 * Keeps why a session ended: public facts of the error, and whose session it was. At worst nobody is told.
 *
 * @param ended - `record` is unknown where it could not be opened
 * @param now - seconds since the epoch
 */
export async function keepReason(
  store: SessionStore,
  { keys, record }: { readonly keys: SessionKeys; readonly record: SessionRecord | undefined },
  { code, parameter, expected, seen, said }: LoginError,
  now: number,
): Promise<void> {
  const facts = { code, parameter, expected, seen, said }
  const value = seal(keys.sealKey, NAME, JSON.stringify({ facts, of: record && identify(record) }))
  await keep(store, keys.storeKey, value, now)
}

async function keep(
  store: SessionStore,
  storeKey: string,
  value: Uint8Array,
  now: number,
): Promise<void> {
  const condition = { revision: 0, expiresAt: now + KEPT }
  await attempt(() => store.write(keyOf(storeKey), value, condition, now)).catch(() => undefined)
}

/** As much of a record as `isSessionOf` looks at. */
function identify({ ingressUser, claims, userInfo }: SessionRecord): Identified {
  const { preferred_username: claimed } = claims
  const { preferred_username: told } = userInfo
  return {
    ingressUser,
    claims: { preferred_username: claimed },
    userInfo: { preferred_username: told },
  }
}

/**
 * Why the session of these keys ended, told once; `undefined` when it is not known, or not by us.
 *
 * @param now - seconds since the epoch
 * @param ingressUser - whom the ingress names; a person whose session it was not is told nothing, and it
 * waits on
 * @throws {@link LoginError} `STORE_UNAVAILABLE`
 */
export async function takeReason(
  store: SessionStore,
  keys: SessionKeys,
  now: number,
  ingressUser: string | undefined,
): Promise<LoginError | undefined> {
  const key = keyOf(keys.storeKey)
  const entry = await attempt(() => store.read(key, now))
  if (entry === undefined) return undefined
  const kept = openKept(keys, entry.value)
  if (kept === undefined) return undefined
  if (ingressUser !== undefined && !isSessionOf(kept.of, ingressUser)) return undefined
  const { revision, expiresAt } = entry
  const first = await attempt(() => store.write(key, TOMBSTONE, { revision, expiresAt }, now))
  return first ? kept.error : undefined
}

interface Kept {
  readonly error: LoginError
  readonly of: Identified
}

/** Of a session whose record nobody could open it is not known whose it was. */
const NOBODY: Identified = { ingressUser: undefined, claims: {}, userInfo: {} }

function openKept(keys: SessionKeys, value: Uint8Array): Kept | undefined {
  const by = ENDED_BY[value[0]! - 1]
  const record = readRecord(keys, value.subarray(1))
  if (by !== undefined && record !== undefined) {
    return { error: new LoginError('SESSION_ENDED', BEFORE, { seen: by }), of: record }
  }
  const { facts, of } = parseObject(open(keys.sealKey, NAME, value) ?? '') ?? {}
  const { code, ...others } = isRecord(facts) ? facts : {}
  if (!isLoginErrorCode(code)) return undefined
  // A later release may have kept more than texts.
  const texts = Object.entries(others).filter(([, text]) => typeof text === 'string')
  const error = new LoginError(code, BEFORE, Object.fromEntries(texts))
  return { error, of: isRecord(of) ? (of as unknown as Identified) : NOBODY }
}

const BEFORE = 'session: it ended before'
