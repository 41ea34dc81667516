/** Two people and what was sealed for them, for the target `sealed`: made once, and copied for each input. */
import { LoginError } from '../../../packages/catflap/src/errors.ts'
import { cookieNames } from '../../../packages/catflap/src/protocol/cookie.ts'
import { keepReason } from '../../../packages/catflap/src/session/ended-reason.ts'
import { createKeyRing } from '../../../packages/catflap/src/session/key-ring.ts'
import { createLoginAttempts } from '../../../packages/catflap/src/session/login-attempts.ts'
import { sessionKeys } from '../../../packages/catflap/src/session/session-cookie.ts'
import { createSessionLists } from '../../../packages/catflap/src/session/session-lists.ts'
import {
  type SessionDetails,
  type SessionRecord,
  sealSession,
  sealTrace,
} from '../../../packages/catflap/src/session/stored-session.ts'
import { createLoginTransactions } from '../../../packages/catflap/src/session/transactions.ts'
import { createMemoryStore } from '../../../packages/catflap/src/store/memory.ts'
import type { SessionStore } from '../../../packages/catflap/src/store/store.ts'
import type { LoginTrace } from '../../../packages/catflap/src/trace.ts'
import type { Pieces } from '../engine/pieces.ts'
import { pairsOf } from './header.ts'

/** Seconds since the epoch. */
export const NOW = 1_800_000_000
/** Seconds. */
export const IDLE = 3600
export const { session: COOKIE, transaction: PREFIX } = cookieNames('catflap', true, '')
/** Those of the configuration; the first seals. Another one was there before. */
export const SECRETS = ['the new secret', 'the old secret'] as const
const GONE = 'a secret that is gone'
const ISSUER = 'https://op.example'
const now = () => NOW

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
/** One character per byte, back to bytes. */
export const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1')

/** The parts of a stored session by the lengths at its start, however wrong those are. */
export function partsOf(value: string): { record: string; details: string; trace: string } {
  const bytes = bytesOf(value)
  const [one, two] = bytes.length < 8 ? [0, 0] : [bytes.readUInt32BE(0), bytes.readUInt32BE(4)]
  return {
    record: value.slice(8, 8 + one),
    details: value.slice(8 + one, 8 + one + two),
    trace: value.slice(8 + one + two),
  }
}

/** Somebody with a session, whose tokens were renewed once. */
function personOf(sub: string, letter: string) {
  const cookie = `1${letter.repeat(43)}`
  const keys = sessionKeys(cookie)!
  const claims = { sub, preferred_username: `${sub}@box` }
  const record: SessionRecord = {
    ...{ sub, sid: undefined, claims, userInfo: {}, attempt: 'a', returnTo: '/' },
    ...{ createdAt: NOW - 60, expiresAt: NOW + 7200 },
    ...{ ingressUser: undefined, renewAt: undefined, renewBy: undefined },
  }
  const detailsOf = (accessToken: string): SessionDetails => ({
    ...{ accessToken, idToken: 'i.d.t', refreshToken: `refresh-${sub}` },
    ...{ accessTokenExpiresAt: NOW + 60, startedAt: NOW - 90 },
  })
  const trace: LoginTrace = { steps: [], checks: [] }
  const sealedTrace = sealTrace(keys, trace)
  const sealed = [`access-${sub}`, `old-access-${sub}`].map((token) => {
    const value = textOf(sealSession(keys, { record, details: detailsOf(token), sealedTrace }))
    return { value, token, ...partsOf(value) }
  })
  return { sub, cookie, keys, trace, sealed }
}

export type Person = ReturnType<typeof personOf>
export const [ALICE, BOB] = [personOf('alice', 'a'), personOf('bob', 'b')]

/** What something writes, by the keys of the store. */
async function writesOf(what: (store: SessionStore) => Promise<unknown>) {
  const store = createMemoryStore()
  const written = new Map<string, string>()
  await what({
    ...store,
    write(key, value, condition, at) {
      written.set(key, textOf(value))
      return store.write(key, value, condition, at)
    },
  })
  return [...written][0]!
}

const listOf = ({ sub, keys: { id, storeKey } }: Person, secret: string) =>
  writesOf((store) => {
    const times = { createdAt: NOW, issuedAt: NOW, expiresAt: NOW + 7200 }
    const one = { id: `${id.slice(0, 8)} ${secret}`, storeKey, ...times, browser: '', sub }
    const ring = createKeyRing(store, [secret], now)
    const lists = createSessionLists(store, { ring, issuer: ISSUER, now })
    return lists.change({ sub }, () => [{ ...one, sid: undefined }])
  })

const attemptsOf = (secret: string) =>
  writesOf(async (store) => {
    const attempts = createLoginAttempts(store, createKeyRing(store, [secret], now), now)
    const nothing = { code: undefined, step: undefined, parameter: undefined }
    const one = { attempt: secret, ...nothing, expected: undefined, seen: undefined, browser: '' }
    attempts.record(one)
    await attempts.flush()
  })

const reasonOf = ({ keys, sealed }: Person) =>
  writesOf((store) => {
    const record = { sub: sealed[0]!.record } as unknown as SessionRecord
    const error = new LoginError('SESSION_ENDED', 'it ended', { seen: 'for a test' })
    const known = { ...record, ingressUser: 'alice', claims: {}, userInfo: {} }
    return keepReason(store, { keys, record: known }, error, NOW)
  })

/** A login under way, as its browser has it. */
async function begunWith(secret: string, age: number) {
  const ring = createKeyRing(createMemoryStore(), [secret], now)
  const transactions = createLoginTransactions(ring, PREFIX, () => NOW - age)
  const { state, setCookies, ...transaction } = await transactions.begin(undefined, `/${secret}`)
  const [{ name, value } = { name: '', value: '' }] = pairsOf(setCookies[0] ?? '')
  const isOurs = (SECRETS as readonly string[]).includes(secret)
  return { state, name, value, transaction, age, isOurs }
}

/** Sealed by the first secret, by the second, by one that is gone, and too long ago. */
export const BEGUN = await Promise.all([
  begunWith(SECRETS[0], 0),
  begunWith(SECRETS[1], 10),
  begunWith(GONE, 20),
  begunWith(SECRETS[0], 600),
])

const [NEW_LIST, OLD_LIST, BOBS_LIST] = [
  await listOf(ALICE, SECRETS[0]),
  await listOf(ALICE, SECRETS[1]),
  await listOf(BOB, SECRETS[0]),
]
/** Alice's lists, by the secret that has made each. */
export const LISTS = [NEW_LIST, OLD_LIST]
/** The list of attempts as each secret seals it. */
export const ATTEMPTS = await Promise.all([...SECRETS, GONE].map(attemptsOf))
/** Why a session ended: Alice's, and Bob's. */
export const REASONS = [await reasonOf(ALICE), await reasonOf(BOB)]

/** What the store holds, unless an input says otherwise. */
const USUAL: ReadonlyMap<string, string> = new Map([
  [ALICE.keys.storeKey, ALICE.sealed[0]!.value],
  [BOB.keys.storeKey, BOB.sealed[0]!.value],
  NEW_LIST,
  OLD_LIST,
  ATTEMPTS[0]!,
])
/** The keys of entries that an input may replace, by its digit. */
const REPLACED = [...USUAL.keys(), REASONS[0]![0]]

/** The entries of an input. */
export function entriesWith(digit: number, value: string): ReadonlyMap<string, string> {
  const key = REPLACED[digit % REPLACED.length] ?? REPLACED[0]!
  return new Map([...USUAL, [key, value]])
}

/** A store with such entries. */
export function storeOf(entries: ReadonlyMap<string, string>): SessionStore {
  const store = createMemoryStore()
  const condition = { revision: 0, expiresAt: NOW + IDLE }
  for (const [key, value] of entries) void store.write(key, bytesOf(value), condition, NOW)
  return store
}

export const RING = (store: SessionStore) => createKeyRing(store, SECRETS, now)
export const listsIn = (store: SessionStore) =>
  createSessionLists(store, { ring: RING(store), issuer: ISSUER, now })
export const attemptsIn = (store: SessionStore) => createLoginAttempts(store, RING(store), now)
export const transactionsIn = (store: SessionStore) =>
  createLoginTransactions(RING(store), PREFIX, now)

/** What an input may be made of; see `pieces.ts`. */
export const PIECES: Pieces = Object.fromEntries([
  ...Object.entries({ n: COOKIE, p: PREFIX, a: ALICE.cookie, b: BOB.cookie }),
  ...['c', 'o', 'g', 'x'].flatMap((letter, i) => {
    const { name, value, state } = BEGUN[i]!
    return [
      [letter, value],
      [letter.toUpperCase(), name],
      [String(i + 1), state],
    ]
  }),
  ...[ALICE, BOB].flatMap(({ sealed: [now, before] }, i) => {
    const all = { e: now!.value, r: now!.record, d: now!.details, t: now!.trace }
    const old = { q: before!.record, s: before!.details }
    return Object.entries({ ...all, ...old }).map(([letter, value]) =>
      i === 0 ? [letter, value] : [letter.toUpperCase(), value],
    )
  }),
  ...Object.entries({ l: NEW_LIST[1], k: OLD_LIST[1], L: BOBS_LIST[1] }),
  ...Object.entries({ h: ATTEMPTS[0]![1], H: ATTEMPTS[1]![1], i: ATTEMPTS[2]![1] }),
  ...Object.entries({ m: REASONS[0]![1], M: REASONS[1]![1] }),
])
