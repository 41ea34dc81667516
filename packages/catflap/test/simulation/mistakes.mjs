/**
 * Mistakes that people make in code like this, each as a change of one line of the library: the histories
 * must find every one of them. A line that is not there any more fails the test, so the list stays true.
 */

/** @type {readonly { name: string, file: string, from: string, to: string }[]} */
export const MISTAKES = [
  {
    name: 'the session is not looked at again once the lease is held',
    file: 'session/renewal.ts',
    from: 'if (!isDue(before, found)) {',
    to: 'if (false) {',
  },
  {
    name: 'a lease is taken without being written',
    file: 'session/lease.ts',
    from: "if (!(await hold())) return { kind: 'taken' }",
    to: 'revision += 1; heldUntil = now() + HOLD',
  },
  {
    name: "another's lease is passed over",
    file: 'session/lease.ts',
    from: 'previous.until > now()',
    to: 'previous.until < 0',
  },
  {
    name: 'a lease is not extended, and runs out',
    file: 'session/lease.ts',
    from: 'const isOurs = await write({ owner, until, failures })',
    to: 'const isOurs = await write({ owner, until: until - HOLD + 0.1, failures })',
  },
  {
    name: 'a lease is never given back',
    file: 'session/lease.ts',
    from: 'await write({ owner, until: now() + pause,',
    to: 'await write({ owner, until: now() + 86_400,',
  },
  {
    name: 'renewed tokens are not written',
    file: 'session/renewal.ts',
    from: 'if (await attempt(() => store.write(keys.storeKey, value, condition, now()))) return renewed',
    to: 'return renewed',
  },
  {
    name: 'the old refresh token is kept',
    file: 'routes/refresh.ts',
    from: 'refreshToken: tokens.refreshToken ?? refreshToken }',
    to: 'refreshToken }',
  },
  {
    name: 'a provider that is away ends the session',
    file: 'session/renewal.ts',
    from: 'return status < 500 || UNUSABLE.has(code)',
    to: 'return status < 600 || UNUSABLE.has(code)',
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
]
