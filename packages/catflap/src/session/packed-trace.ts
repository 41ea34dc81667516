/**
 * The trace of a session's login, in an entry of its own: the request path does not carry it along.
 * Sealed like the session, it opens for the session's cookie alone, and goes when that could not
 * live any longer. Compressed, to a third: what it holds of secrets is spent, so that its length tells
 * nothing of any that is alive. A session's tokens are not.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { SessionStore } from '../store/store.ts'
import type { LoginTrace } from '../trace.ts'
import { openBytes, seal } from './seal.ts'
import type { SessionKeys } from './session-cookie.ts'
import { attempt, contended, unreadable } from './stored.ts'

const NAME = 'catflap login trace'
const keyOf = ({ storeKey }: SessionKeys): string => `trace:${storeKey}`

/**
 * Keeps the trace of a new session's login.
 *
 * @param expiresAt - the session's absolute end; seconds since the epoch, like `now`
 * @throws `LoginError` `STORE_UNAVAILABLE`
 */
export async function writeTrace(
  store: SessionStore,
  keys: SessionKeys,
  { steps, checks }: LoginTrace,
  expiresAt: number,
  now: number,
): Promise<void> {
  const packed = deflateRawSync(JSON.stringify({ steps, checks }))
  const sealed = seal(keys.sealKey, NAME, packed)
  const condition = { revision: 0, expiresAt }
  if (!(await attempt(() => store.write(keyOf(keys), sealed, condition, now)))) throw contended()
}

/** The trace of a session's login. @throws `LoginError` `STORE_UNAVAILABLE` */
export async function readTrace(
  store: SessionStore,
  keys: SessionKeys,
  now: number,
): Promise<LoginTrace | undefined> {
  const entry = await attempt(() => store.read(keyOf(keys), now))
  if (entry === undefined) return undefined
  const packed = openBytes(keys.sealKey, NAME, entry.value)
  if (packed === undefined) throw unreadable('the trace of a login')
  return JSON.parse(inflateRawSync(packed).toString()) as LoginTrace
}
