/**
 * What was sealed, as cookies and as entries of a store: whole, cut, with a bit turned, in the place of another, under
 * another name or a secret that is gone. Only what was sealed for that very place is opened, and all else is refused.
 *
 * An input is a Cookie header, a `state`, a digit for the entry that is replaced, and its bytes, in lines.
 */
import { LoginError, type LoginErrorCode } from '../../../packages/catflap/src/errors.ts'
import { takeReason } from '../../../packages/catflap/src/session/ended-reason.ts'
import type { Session } from '../../../packages/catflap/src/session/session.ts'
import { createSessionReader } from '../../../packages/catflap/src/session/session-reader.ts'
import { attemptId } from '../../../packages/catflap/src/session/transactions.ts'
import { runtimeAt } from '../../../packages/catflap/test/support/runtime.ts'
import { filled, pieceChange } from '../engine/pieces.ts'
import { must, type Target } from '../engine/target.ts'
import { onlyValue, type Pair, pairsOf } from '../worlds/header.ts'
import {
  ALICE,
  ATTEMPTS,
  attemptsIn,
  BEGUN,
  BOB,
  COOKIE,
  entriesWith,
  IDLE,
  LISTS,
  listsIn,
  NOW,
  type Person,
  PIECES,
  PREFIX,
  partsOf,
  REASONS,
  SECRETS,
  storeOf,
  transactionsIn,
} from '../worlds/sealed.ts'

/** Cookies of logins under way that may be left, their bytes, and how many one answer may remove. */
const MOST = { left: 5, bytes: 4096, removed: 20 }
const NAMES = Object.keys(PIECES)
type Entries = ReadonlyMap<string, string>

export const target: Target = {
  mostBytes: 2048,
  words: [
    ...['$n=$a', '$n=$b', '; ', '$C=$c', '$O=$o', '$G=$g', '$X=$x', '$C=$o', '$p', '$1', '$2'],
    ...['\n', '\n0\n', '\n1\n', '\n2\n', '\n3\n', '\n4\n', '\n5\n', '$e', '$q', '\x01$r', '\x02$q'],
    ...NAMES.map((name) => `$${name}`),
  ],
  change: pieceChange(NAMES),
  work: { base: 30_000, perByte: 200 },
  async run(input) {
    const [header = '', state = '', digit = '', ...rest] = filled(input, PIECES).split('\n')
    const entries = entriesWith(digit.charCodeAt(0) || 0, rest.join('\n'))
    const pairs = pairsOf(header)
    await checkSession(header, pairs, entries)
    await checkReason(entries)
    await checkLists(entries)
    await checkTransaction(header, pairs, state)
    await checkRoom(header, pairs)
  },
}

/** What comes of it; a code stands for the refusal, the only one that there may be. */
async function outcome<T, Code extends LoginErrorCode = 'STORE_UNAVAILABLE'>(
  what: () => T | Promise<T>,
  codes: readonly string[] = ['STORE_UNAVAILABLE'],
): Promise<T | Code> {
  try {
    return await what()
  } catch (error) {
    if (!(error instanceof LoginError)) throw error
    must(codes.includes(error.code), `it is refused by one of ${codes}, not ${error.code}`)
    must(error.reason === undefined || error.reason === 'UNREADABLE_ENTRY', 'and with its reason')
    return error.code as Code
  }
}

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

async function checkSession(header: string, pairs: readonly Pair[], entries: Entries) {
  const holder = [ALICE, BOB].find(({ cookie }) => cookie === onlyValue(pairs, COOKIE))
  const value = holder && entries.get(holder.keys.storeKey)
  const store = storeOf(entries)
  const reader = createSessionReader(
    store,
    COOKIE,
    IDLE,
    runtimeAt(() => NOW),
  )
  const found = await outcome(() => reader(header, undefined))
  if (holder === undefined || value === '')
    return must(found === undefined, 'a session comes of its own cookie alone, unless it has ended')
  const parts = partsOf(value!)
  const isWhole = holder.sealed.some(({ record }) => record === parts.record)
  must(isWhole === (typeof found === 'object'), 'only the record of that session opens')
  must(isWhole || found === 'STORE_UNAVAILABLE', 'and of no other it is told who is signed in')
  if (typeof found !== 'object') return
  await checkOpened(found, holder, parts)
}

async function checkOpened(
  session: Session,
  { sub, keys, trace, sealed }: Person,
  parts: ReturnType<typeof partsOf>,
) {
  must(session.sub === sub && session.id === keys.id, 'nobody is given the session of another')
  const opened = sealed.find(({ details }) => details === parts.details)
  const details = await outcome(() => session.details())
  const token = typeof details === 'object' ? details.accessToken : undefined
  must(token === opened?.token, 'tokens are those that were sealed for it')
  const told = await outcome(() => session.trace())
  const isTold = sealed.some((one) => one.trace === parts.trace)
  must(same(told, isTold ? trace : 'STORE_UNAVAILABLE'), 'and so are the steps of its login')
}

async function checkReason(entries: Entries) {
  const store = storeOf(entries)
  const [key, reason] = REASONS[0]!
  const kept = entries.get(key) ?? ''
  const isBy =
    [1, 2].includes(kept.charCodeAt(0)) &&
    ALICE.sealed.some(({ record }) => record === kept.slice(1))
  const strangers = await takeReason(store, ALICE.keys, NOW, 'bob')
  must(strangers === undefined, 'somebody else is told nothing')
  must((await takeReason(store, BOB.keys, NOW, undefined)) === undefined, 'nor of another cookie')
  const told = await takeReason(store, ALICE.keys, NOW, undefined)
  must((told !== undefined) === (isBy || kept === reason), 'a reason is one that was kept for it')
  must(told === undefined || told.code === 'SESSION_ENDED', 'it is the one that was kept')
  const again = await takeReason(store, ALICE.keys, NOW, undefined)
  must(again === undefined, 'and it is told once')
}

async function checkLists(entries: Entries) {
  const isWhole = LISTS.every(([key, value]) => entries.get(key) === value)
  const store = storeOf(entries)
  const listed = await outcome(() => listsIn(store).read({ sub: ALICE.sub }))
  must(isWhole === (typeof listed === 'object'), 'no list opens but the one of that place')
  const secrets = typeof listed === 'object' ? listed.map(({ id }) => id.slice(9)) : SECRETS
  must(same([...secrets].sort(), [...SECRETS].sort()), 'all that it lists is told')
  const kept = entries.get(ATTEMPTS[0]![0])
  const secret = SECRETS.find((_, i) => ATTEMPTS[i]![1] === kept)
  const attempts = await attemptsIn(store).list()
  const names = attempts.map(({ attempt }) => attempt)
  must(same(names, secret === undefined ? [] : [secret]), 'attempts are those that were sealed')
}

const isOurs = ({ name }: Pair): boolean =>
  name.startsWith(PREFIX) && /^[\w-]{22}$/.test(name.slice(PREFIX.length))

/** The login under way that a cookie holds, if it is one that is opened. */
const begunIn = ({ name, value }: Pair) =>
  BEGUN.find((one) => {
    const sealed = Buffer.from(one.value, 'base64url')
    return one.isOurs && one.name === name && sealed.equals(Buffer.from(value, 'base64url'))
  })

async function checkTransaction(header: string, pairs: readonly Pair[], state: string) {
  const ours = pairs.filter(isOurs)
  const named = ours.filter(({ name }) => name === PREFIX + attemptId(state))
  const begun = named.map(begunIn).find((one) => one !== undefined)
  const code = [
    ...(ours.length === 0 ? ['LOGIN_TRANSACTION_MISSING'] : []),
    ...(named.length === 0 ? ['STATE_MISMATCH'] : []),
    'LOGIN_TRANSACTION_EXPIRED',
  ][0]!
  const transactions = transactionsIn(storeOf(new Map()))
  const found = await outcome(() => transactions.find(header, state), [code])
  const wanted = begun !== undefined && begun.age < 600 ? begun.transaction : code
  must(same(found, wanted), 'a login under way is the one that was sealed for this state')
}

/** A further login leaves as many cookies as a browser may have, and the newest of them. */
async function checkRoom(header: string, pairs: readonly Pair[]) {
  const transactions = transactionsIn(storeOf(new Map()))
  const { setCookies } = await transactions.begin(header, '/')
  const set = setCookies.map((line) => pairsOf(line)[0]!)
  const removed = new Set(set.filter(({ value }) => value === '').map(({ name }) => name))
  must(set.length <= MOST.removed + 1, 'one answer removes so many at most')
  must(!removed.has(set.at(-1)!.name), 'the new one is set')
  const ours = pairs.filter(isOurs)
  must(
    [...removed].every((name) => ours.some((one) => one.name === name)),
    'others stay',
  )
  const left = ours.filter(({ name }) => !removed.has(name))
  if (ours.length <= MOST.removed) {
    must(left.length < MOST.left, 'there is room for one more')
    const bytes = [...left, set.at(-1)!].map(({ name, value }) => name.length + value.length + 3)
    must(bytes.reduce((sum, one) => sum + one, 0) <= MOST.bytes, 'in bytes, too')
  }
  const goneOpen = ours.some((one) => removed.has(one.name) && begunIn(one) !== undefined)
  const isUnique = new Set(ours.map(({ name }) => name)).size === ours.length
  if (goneOpen && isUnique)
    must(
      left.every((one) => begunIn(one) !== undefined),
      'what does not open goes first',
    )
}
