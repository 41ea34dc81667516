/**
 * Login transactions: what one attempt must remember between the authorization request and its
 * response, sealed into a cookie of its own, so that tabs do not disturb each other.
 */
import { hash, randomBytes } from 'node:crypto'
import { LoginError } from '../errors.ts'
import { isRecord, isText, parseObject } from '../protocol/claims.ts'
import { cookiesWithPrefix, serializeCookie } from '../protocol/cookie.ts'
import type { LoginParameters } from '../protocol/login-parameters.ts'
import type { KeyRing } from './key-ring.ts'
import { open, seal } from './seal.ts'

/** Seconds within which a login must be completed. */
const LIFETIME = 600
/** Attempts that one browser may have under way; the oldest goes. */
const MAX_OPEN = 5
/**
 * Bytes that they may take in a Cookie header: a quarter of the head that Node accepts, since with
 * more of them than it accepts every request would fail, the logout too.
 */
const MAX_BYTES = 4096
/** What follows the prefix in the names of our cookies; see {@link attemptId}. */
const ATTEMPT = /^[\w-]{22}$/
/** Old cookies removed by one answer; a browser full of them needs several. */
const MAX_REMOVED = 20

/** One attempt to sign in. */
export interface LoginTransaction {
  readonly nonce: string
  readonly codeVerifier: string
  readonly returnTo: string
  /** What the link to the login asked of the provider. */
  readonly asked: LoginParameters
  /** Whether the browser keeps a fragment of the wanted page. */
  readonly fragment: boolean
  /** Logins that this browser had completed, one right after the other, when this one began. */
  readonly completed: number
  /** Seconds since the epoch. */
  readonly startedAt: number
}

/** Begins, finds and forgets login transactions. */
export interface LoginTransactions {
  /**
   * A new transaction with its `state`, and the cookies to set: its own, and removals of old ones.
   *
   * @param returnTo - accepted by `parseReturnTo`, which bounds it
   */
  begin(
    cookieHeader: string | undefined,
    returnTo: string,
    told?: Partial<Pick<LoginTransaction, 'asked' | 'fragment' | 'completed'>>,
  ): Promise<LoginTransaction & { readonly state: string; readonly setCookies: readonly string[] }>
  /**
   * The transaction of a `state` that came back.
   *
   * @throws {@link LoginError} `LOGIN_TRANSACTION_MISSING` (this browser has none), `STATE_MISMATCH`
   * (it has others), `LOGIN_TRANSACTION_EXPIRED`, `STORE_UNAVAILABLE`
   */
  find(cookieHeader: string | undefined, state: string): Promise<LoginTransaction>
  /** The `Set-Cookie` value that forgets a transaction. */
  clearCookie(state: string): string
}

/** Names an attempt in events; a hash, so that a log does not hold the state. */
export function attemptId(state: string): string {
  return hash('sha256', state, 'base64url').slice(0, 22)
}

/**
 * Makes the keeper of login transactions.
 *
 * @param prefix - what the names of their cookies begin with
 * @param now - seconds since the epoch
 */
export function createLoginTransactions(
  keyRing: KeyRing,
  prefix: string,
  now: () => number,
): LoginTransactions {
  const keys = () => keyRing.current('login transaction')

  const opened = (ring: readonly Buffer[], name: string, value: string) => {
    const sealed = Buffer.from(value, 'base64url')
    for (const key of ring) {
      const transaction = parseTransaction(open(key, name, sealed))
      if (transaction !== undefined) return transaction
    }
    return undefined
  }

  /** The cookies that we may have set: another app's may begin with the same letters. */
  const ours = (cookieHeader: string | undefined) =>
    cookiesWithPrefix(cookieHeader, prefix).filter(({ name }) =>
      ATTEMPT.test(name.slice(prefix.length)),
    )

  /** Removals that leave room for one more: what does not open goes first, then the oldest. */
  function makeRoom(
    ring: readonly Buffer[],
    cookieHeader: string | undefined,
    bytes: number,
  ): string[] {
    let [count, total] = [1, bytes]
    return ours(cookieHeader)
      .map(({ name, value }) => {
        const startedAt = opened(ring, name, value)?.startedAt ?? 0
        return { name, bytes: bytesOf(name, value), startedAt }
      })
      .sort((a, b) => b.startedAt - a.startedAt)
      .filter((one) => {
        count += 1
        total += one.bytes
        return count > MAX_OPEN || total > MAX_BYTES
      })
      .slice(-MAX_REMOVED)
      .map(({ name }) => serializeCookie(name, '', 0))
  }

  return {
    async begin(cookieHeader, returnTo, { asked = {}, fragment = false, completed = 0 } = {}) {
      const ring = await keys()
      const [state, nonce, codeVerifier] = randomTexts()
      const told = { asked, fragment, completed }
      const transaction = { nonce, codeVerifier, returnTo, ...told, startedAt: now() }
      const name = prefix + attemptId(state)
      const value = seal(ring[0], name, JSON.stringify(transaction)).toString('base64url')
      const setCookies = [
        ...makeRoom(ring, cookieHeader, bytesOf(name, value)),
        serializeCookie(name, value, LIFETIME),
      ]
      return { ...transaction, state, setCookies }
    },

    async find(cookieHeader, state) {
      const cookies = ours(cookieHeader)
      const name = prefix + attemptId(state)
      const named = cookies.filter((one) => one.name === name)
      if (named.length === 0) {
        const code = cookies.length === 0 ? 'LOGIN_TRANSACTION_MISSING' : 'STATE_MISMATCH'
        throw new LoginError(code, 'authorization response: no login of this browser', {
          parameter: 'state',
          expected: 'the state of a login under way in this browser',
          seen: cookies.length === 0 ? 'no login under way' : 'another state',
        })
      }
      const ring = await keys()
      // Only our seal tells ours from a second cookie of its name, as plain http lets others set.
      const [transaction] = named.flatMap(({ value }) => opened(ring, name, value) ?? [])
      const age = transaction === undefined ? undefined : now() - transaction.startedAt
      if (transaction !== undefined && age! < LIFETIME) return transaction
      throw new LoginError('LOGIN_TRANSACTION_EXPIRED', 'authorization response: too late', {
        parameter: 'state',
        expected: `a login begun at most ${LIFETIME} seconds ago`,
        seen: age === undefined ? 'one sealed with a key that is gone' : `${age} seconds`,
      })
    },

    clearCookie: (state) => serializeCookie(prefix + attemptId(state), '', 0),
  }
}

/** Bytes of a cookie in a Cookie header, with `=` and what stands between it and the next. */
const bytesOf = (name: string, value: string): number => name.length + value.length + 3

/** Three texts of 256 bits, in the 43 characters that RFC 7636, section 4.1, asks of a code verifier; drawn at once. */
function randomTexts(): [string, string, string] {
  const bytes = randomBytes(96)
  const text = (at: number) => bytes.toString('base64url', at, at + 32)
  return [text(0), text(32), text(64)]
}

function parseTransaction(text: string | undefined): LoginTransaction | undefined {
  const value = text === undefined ? undefined : parseObject(text)
  if (value === undefined) return undefined
  const { nonce, codeVerifier, returnTo, asked, fragment, completed, startedAt } = value
  if (!isText(nonce) || !isText(codeVerifier) || !isText(returnTo)) return undefined
  if (typeof startedAt !== 'number' || typeof completed !== 'number') return undefined
  // What opens was sealed here, whole.
  const parameters = isRecord(asked) ? (asked as LoginParameters) : {}
  const told = { asked: parameters, fragment: fragment === true, completed }
  return { nonce, codeVerifier, returnTo, ...told, startedAt }
}
