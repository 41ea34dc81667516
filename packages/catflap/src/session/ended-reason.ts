/**
 * Why a session ended that nobody had asked to end: kept for the next page that its person sees. The
 * request that met the end may have been a script's, or none at all. Sealed like the session, since what
 * was seen may be a claim of the person's.
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
const keyOf = ({ storeKey }: SessionKeys): string => `ended:${storeKey}`

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
  await attempt(() => store.write(keyOf(keys), value, condition, now)).catch(() => false)
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
  const key = keyOf(keys)
  const entry = await attempt(() => store.read(key, now))
  if (entry === undefined || entry.value.byteLength === 0) return undefined
  const { revision, expiresAt } = entry
  const first = await attempt(() => store.write(key, TOMBSTONE, { revision, expiresAt }, now))
  const { code, ...facts } = parseObject(open(keys.sealKey, NAME, entry.value) ?? '') ?? {}
  if (!first || !isCode(code)) return undefined
  const texts = Object.entries(facts).filter(([, value]) => typeof value === 'string')
  return new LoginError(code, 'session: it ended before', Object.fromEntries(texts))
}

function isCode(code: unknown): code is LoginErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code)
}
