/**
 * Mistakes that people make in code like this, each as a change of one line of the library, or of as many as keep
 * one another from harm: the histories must find every one of them. A line that is not there any more fails the test, so
 * the list stays true.
 */

import { RENEWAL_MISTAKES } from './mistakes-of-renewal.mjs'

/** @typedef {import('./mistakes-of-renewal.mjs').Mistake} Mistake */

/** @type {readonly Mistake[]} */
export const MISTAKES = [
  ...RENEWAL_MISTAKES,
  {
    name: 'the old refresh token is kept',
    file: 'routes/refresh.ts',
    from: 'refreshToken: tokens.refreshToken ?? refreshToken }',
    to: 'refreshToken }',
  },
  {
    name: 'a store that fails means "not signed in"',
    file: 'session/session-reader.ts',
    from: '(error) => Promise.reject(unavailable(error)),',
    to: '() => undefined,',
  },
  {
    name: 'what was opened before is served when the store fails',
    file: 'session/session-reader.ts',
    from: '(error) => Promise.reject(unavailable(error)),',
    to: '() => (asked.known === undefined ? undefined : judge(asked, asked.known.entry, now())),',
  },
  {
    name: 'what was opened before is served without asking the store',
    file: 'session/session-reader.ts',
    from: 'entry = store.read(keys.storeKey, time, known?.entry)',
    to: 'entry = known?.entry ?? store.read(keys.storeKey, time)',
  },
  {
    name: 'a session is not entered into its lists',
    file: 'routes/completion.ts',
    from: '(session) => index.add({ ...session, sub, sid, issuedAt: claims.iat, browser }),',
    to: 'async () => undefined,',
  },
  {
    name: 'a session is entered into its lists behind the answer',
    file: 'routes/completion.ts',
    from: '(session) => index.add({ ...session, sub, sid, issuedAt: claims.iat, browser }),',
    to: 'async (session) => void index.add({ ...session, sub, sid, issuedAt: claims.iat, browser }).catch(() => undefined),',
  },
  {
    name: 'a code is redeemed by each copy of a callback',
    file: 'routes/callback.ts',
    from: 'await claim(context, id)',
    to: '',
  },
  {
    name: 'a callback is marked behind its redemption',
    file: 'routes/callback.ts',
    from: 'await claim(context, id)',
    to: 'void claim(context, id).catch(() => undefined)',
  },
  {
    name: 'a logout is answered before the session has ended',
    file: 'routes/logout.ts',
    from: 'const ended = await sessions.endWithDetails(cookies)',
    to: 'const ended = undefined as Awaited<ReturnType<typeof sessions.endWithDetails>>; void sessions.endWithDetails(cookies).catch(() => undefined)',
  },
  {
    name: 'a logout is acknowledged though the store failed',
    file: 'routes/logout.ts',
    from: 'const ended = await sessions.endWithDetails(cookies)',
    to: 'const ended = await sessions.endWithDetails(cookies).catch(() => undefined)',
  },
  {
    name: 'a Logout Token is answered before its sessions have ended',
    file: 'routes/back-channel-logout.ts',
    from: 'await obey(await provider.verifyLogoutToken(token))',
    to: 'void obey(await provider.verifyLogoutToken(token)).catch(() => undefined)',
  },
  {
    name: 'lists are written over one another',
    file: 'session/session-lists.ts',
    from: 'if (await attempt(() => store.write(name, value, { revision, expiresAt }, now()))) return',
    to: 'await attempt(() => store.write(name, value, { revision, expiresAt }, now())); return',
  },
  {
    name: 'a Logout Token ends none of its own second',
    file: 'routes/back-channel-logout.ts',
    from: 'issuedAt <= iat',
    to: 'issuedAt < iat',
  },
  {
    name: 'a tombstone is shorter than its session',
    file: 'session/stored.ts',
    from: 'const expiresAt = Math.max(entry.expiresAt, now() + GRAVE)',
    to: 'const expiresAt = now() + 10',
  },
  {
    name: 'callbacks of different logins share one result',
    file: 'routes/callback.ts',
    from: 'const flight = flights.join(id, recorder, async () => {',
    to: "const flight = flights.join('', recorder, async () => {",
  },
  {
    name: 'what was opened is found by a part of the cookie',
    file: 'session/session-reader.ts',
    from: 'const known = recent.get(value)',
    to: 'const known = [...recent.values()][0]',
  },
  {
    name: 'the steps of the login that were asked for first are told to everybody',
    file: 'session/session.ts',
    from: 'return openTrace(this.#opened.keys, this.#opened.sealed.trace)',
    to: 'return (OpenSession.told ??= openTrace(this.#opened.keys, this.#opened.sealed.trace))',
    also: [
      {
        file: 'session/session.ts',
        from: 'class OpenSession implements Session {',
        to: 'class OpenSession implements Session {\n  static told: LoginTrace | undefined',
      },
    ],
  },
  {
    name: 'the session before is not ended by a new login',
    file: 'routes/completion.ts',
    from: "const previous = await endPrevious(header('cookie') ?? undefined)",
    to: 'const previous = undefined as string | undefined',
  },
  {
    name: 'a Logout Token is marked as used before its sessions have ended',
    file: 'routes/back-channel-logout.ts',
    from: 'await checkUnused(context, order)',
    to: 'await claim(context, order)',
  },
  {
    name: 'sessions are not found by the sid of the provider',
    file: 'session/session-lists.ts',
    from: 'return sid === undefined ? [{ sub }] : [{ sub }, { sid }]',
    to: 'return [{ sub }]',
  },
  {
    name: 'a list that cannot be read is taken for an empty one',
    file: 'session/session-lists.ts',
    from: 'const entry = await attempt(() => store.read(name, now()))',
    to: 'const entry = await attempt(() => store.read(name, now())).catch(() => undefined)',
  },
  {
    name: 'an ended session stays in its lists',
    file: 'session/session-index.ts',
    from: 'entry !== undefined && entry.value.byteLength > 0',
    to: 'entry !== undefined',
  },
  {
    name: 'lists of the secret before are not looked at',
    file: 'session/key-ring.ts',
    from: 'all: onceEach(async (purpose) => keysOf(purpose, [...secrets, await kept()]))',
    to: 'all: onceEach(async (purpose) => keysOf(purpose, secrets.slice(0, 1)))',
  },
  {
    name: 'a write whose answer was lost is taken for one that was done',
    file: 'routes/callback.ts',
    from: 'const first = await storeAttempt(() => store.write(`spent:${id}`, MARK, condition, now()))',
    to: 'const first = await storeAttempt(() => store.write(`spent:${id}`, MARK, condition, now())).catch(() => true)',
  },
  {
    name: 'a session is handed out that may not have been written',
    file: 'session/sessions.ts',
    from: 'const [written] = await Promise.all([writing, list(created)])',
    to: 'const [written] = await Promise.all([writing.catch(() => true), list(created)])',
  },
  {
    name: 'a store does not look at the revision',
    file: 'store/memory.ts',
    from: '(current?.revision ?? 0) !== revision || ',
    to: '',
  },
  {
    name: 'the marks of spent logins stay for ever',
    file: 'routes/callback.ts',
    from: 'const SPENT = 900',
    to: 'const SPENT = 900_000_000',
  },
  {
    name: 'a request is served on an access token that has ended',
    file: 'session/session-reader.ts',
    from: 'if (isDue(record.renewBy, time)) return judgeRenewed(asked)',
    to: '',
  },
  {
    name: 'a session that somebody else is writing is left alive',
    file: 'session/stored.ts',
    from: 'if (await attempt(() => store.write(key, TOMBSTONE, condition, now()))) return entry.value',
    to: 'await attempt(() => store.write(key, TOMBSTONE, condition, now())); return entry.value',
  },
  {
    name: 'callbacks that are over are not forgotten',
    file: 'routes/flights.ts',
    from: 'if (until > now() && kept.size < MAX_KEPT) return',
    to: 'if (kept.size < MAX_KEPT) return',
  },
  {
    name: 'the end of all sessions passes over one that the store does not end',
    file: 'session/session-index.ts',
    from: 'const value = await endStored(store, storeKey, now)',
    to: 'const value = await endStored(store, storeKey, now).catch(() => undefined)',
  },
  {
    name: 'a login under way is opened by the first secret alone',
    file: 'session/transactions.ts',
    from: 'for (const key of ring) {',
    to: 'for (const key of ring.slice(0, 1)) {',
  },
  {
    name: 'a failed answer removes the cookie',
    file: 'login.ts',
    from: "if (failure.code === 'METHOD_NOT_ALLOWED') {",
    to: "if (failure.status >= 500) response.headers.append('set-cookie', sessions.clearCookie)\n    if (failure.code === 'METHOD_NOT_ALLOWED') {",
  },
  {
    name: 'a moved idle end is written over whatever lies there',
    file: 'session/session-reader.ts',
    from: 'store.write(key, value, { revision, expiresAt }, time)',
    to: 'Promise.resolve(store.read(key, now())).then((found) => store.write(key, value, { revision: found?.revision ?? revision, expiresAt }, now()))',
  },
  {
    name: "a refused client is taken for the person's refusal",
    file: 'provider/token-endpoint.ts',
    from: "return new LoginError('CLIENT_REFUSED', 'token request: client refused', details)",
    to: "return new LoginError(refused.code, 'token request: client refused', details)",
  },
  {
    name: 'a request that has waited for a renewal is let in without another look',
    file: 'session/session-reader.ts',
    from: 'if (isDue(record.renewBy, time)) return judgeRenewed(asked)',
    to: 'if (isDue(record.renewBy, time)) {\n        return runtime.awaitRenewal(keys).then((lives) => (lives ? judge(asked, entry, now(), true) : undefined))\n      }',
  },
]
