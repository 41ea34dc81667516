/**
 * A list of sessions as it is stored: rows without names, and of what a row says as the one before does
 * only that. A person's list says the same `sub` a hundred times, and is read and written at each login.
 */
import { isRecord } from '../protocol/claims.ts'

/** Under what a session is listed: its subject and, when the provider named one, its `sid`. */
export interface SessionOwners {
  readonly sub: string
  readonly sid: string | undefined
}

/** A session as a list keeps it. Instants are seconds since the epoch. */
export interface IndexedSession extends SessionOwners {
  /** Names the session in events and lists; it signs nobody in. */
  readonly id: string
  readonly storeKey: string
  readonly createdAt: number
  /** `iat` of the login's ID Token: by the provider's clock, not ours. */
  readonly issuedAt: number
  /** Absolute end. */
  readonly expiresAt: number
  /** Such as `Firefox, Linux`; empty when it could not be told. */
  readonly browser: string
}

/** In the place of a text: that of the row before; of an id: what it is made of the store's key. */
const SAME = 0
/** In the place of a text that there is not. */
const NONE = null

/** Characters of a store's key that name its session; see `session-cookie.ts`. */
const ID = 16

type Text = string | typeof SAME | typeof NONE
type Row = readonly [string, Text, number, number, number, string, Text, Text]

/** The list as JSON. */
export function packList(sessions: readonly IndexedSession[]): string {
  const rows = sessions.map((one, i): Row => {
    const { storeKey, id, createdAt, issuedAt, expiresAt, browser, sub, sid } = one
    const before = sessions[i - 1]
    return [
      ...([storeKey, id === storeKey.slice(0, ID) ? SAME : id] as const),
      ...([createdAt, issuedAt, expiresAt, browser] as const),
      before?.sub === sub ? SAME : sub,
      before?.sid === sid ? SAME : (sid ?? NONE),
    ]
  })
  return JSON.stringify(rows)
}

/** What {@link packList} gave, or objects as earlier builds wrote them; `undefined` for anything else. */
export function unpackList(text: string): readonly IndexedSession[] | undefined {
  const list: unknown = JSON.parse(text)
  if (!Array.isArray(list)) return undefined
  if (list.every(isRecord)) return list as unknown as IndexedSession[]
  if (!list.every(Array.isArray)) return undefined
  let sub!: string
  let sid: string | undefined
  return (list as unknown as readonly Row[]).map((row) => {
    const [storeKey, id, createdAt, issuedAt, expiresAt, browser, ofSub, ofSid] = row
    if (typeof ofSub === 'string') sub = ofSub
    if (ofSid !== SAME) sid = ofSid ?? undefined
    const named = typeof id === 'string' ? id : storeKey.slice(0, ID)
    return { storeKey, id: named, createdAt, issuedAt, expiresAt, browser, sub, sid }
  })
}
