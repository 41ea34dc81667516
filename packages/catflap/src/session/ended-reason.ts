/**
 * Why a session ended that nobody had asked to end: kept for the next page that its person sees. The
 * request that met the end may have been a script's, or none at all. Sealed like the session, since what
 * was seen may be a claim of the person's; but for who ended a session from elsewhere, which says no more
 * than one byte, and whose writer has no cookie to seal with. Only a session that was there leaves a reason.
 */
import { ERRORS, LoginError, type LoginErrorCode } from '../errors.ts'
import { parseObject } from '../protocol/claims.ts'
import { type SessionStore, TOMBSTONE } from '../store/store.ts'
import { open, seal } from './seal.ts'
import type { SessionKeys } from './session-cookie.ts'
import { attempt } from './stored.ts'

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
 * @param now - seconds since the epoch
 */
export async function keepEndedBy(
  store: SessionStore,
  storeKey: string,
  by: EndedBy,
  now: number,
): Promise<void> {
  const value = new Uint8Array([ENDED_BY.indexOf(by) + 1])
  const condition = { revision: 0, expiresAt: now + KEPT }
  await attempt(() => store.write(keyOf(storeKey), value, condition, now)).catch(() => false)
}

/**
 * Keeps why a session ended: public facts of the error alone. At worst nobody is told.
 *
 * @param now - seconds since the epoch
 */
export async function keepReason(
  store: SessionStore,
  keys: SessionKeys,
  { code, parameter, expected, seen, said }: LoginError,
  now: number,
): Promise<void> {
  const value = seal(keys.sealKey, NAME, JSON.stringify({ code, parameter, expected, seen, said }))
  const condition = { revision: 0, expiresAt: now + KEPT }
  await attempt(() => store.write(keyOf(keys.storeKey), value, condition, now)).catch(() => false)
}

/**
 * Why the session of these keys ended, told once; `undefined` when it is not known, or not by us.
 *
 * @param now - seconds since the epoch
 * @throws {@link LoginError} `STORE_UNAVAILABLE`
 */
export async function takeReason(
  store: SessionStore,
  keys: SessionKeys,
  now: number,
): Promise<LoginError | undefined> {
  const key = keyOf(keys.storeKey)
  const entry = await attempt(() => store.read(key, now))
  if (entry === undefined || entry.value.byteLength === 0) return undefined
  const { revision, expiresAt } = entry
  const first = await attempt(() => store.write(key, TOMBSTONE, { revision, expiresAt }, now))
  const [byte = 0] = entry.value
  const by = entry.value.byteLength === 1 ? ENDED_BY[byte - 1] : undefined
  if (by !== undefined && first) return new LoginError('SESSION_ENDED', BEFORE, { seen: by })
  const { code, ...facts } = parseObject(open(keys.sealKey, NAME, entry.value) ?? '') ?? {}
  if (!first || !isCode(code)) return undefined
  const texts = Object.entries(facts).filter(([, value]) => typeof value === 'string')
  return new LoginError(code, BEFORE, Object.fromEntries(texts))
}

const BEFORE = 'session: it ended before'

function isCode(code: unknown): code is LoginErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code)
}
