/** Mistakes of leases and renewals; see `mistakes.mjs`. */

/** @typedef {{ file: string, from: string, to: string }} Change */
/** @typedef {Change & { name: string, also?: readonly Change[] }} Mistake */

/**
 * What waits for a renewal tells of a provider that is away or too slow.
 *
 * @param {readonly Change[]} others
 * @returns {readonly Change[]}
 */
function inVain(others) {
  const file = 'session/awaited-renewal.ts'
  return [
    { file, from: 'return !endsSession(error)', to: "return !endsSession(error) && 'in vain'" },
    { file, from: 'patience * 1000, true)', to: "patience * 1000, 'in vain')" },
    ...others,
  ]
}

/** @type {readonly Mistake[]} */
export const RENEWAL_MISTAKES = [
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
    name: 'a provider that is away ends the session',
    file: 'session/renewal.ts',
    from: 'return status < 500 || UNUSABLE.has(code)',
    to: 'return status < 600 || UNUSABLE.has(code)',
  },
  {
    name: 'a lease is given back by a stranger',
    file: 'session/lease.ts',
    from: 'if (found === undefined || readRecord(found)?.owner !== owner) return false',
    to: 'if (found === undefined) return false',
  },
  {
    name: 'the timer of a lease is never stopped',
    file: 'session/lease.ts',
    from: '      clearInterval(timer)\n',
    to: '',
  },
  {
    name: 'a refused renewal does not end its session',
    file: 'session/renewal.ts',
    from: 'return status < 500 || UNUSABLE.has(code)',
    to: 'return UNUSABLE.has(code)',
  },
  {
    name: 'renewals of all sessions share one result',
    file: 'session/renewal.ts',
    from: 'const name = `${keys.storeKey} ${state} ${insists}`',
    to: 'const name = `${state} ${insists}`',
  },
  {
    name: 'a renewal that is over is not forgotten',
    file: 'session/renewal.ts',
    from: 'flight = run(keys, wish).finally(() => flights.delete(name))',
    to: 'flight = run(keys, wish)',
  },
  {
    name: 'a wait that is over is not forgotten',
    file: 'session/awaited-renewal.ts',
    from: '      outcome.then(forget, forget)\n',
    to: '      outcome.catch(forget)\n',
  },
  {
    name: 'who was stopped until its lease ran out sends all the same',
    file: 'session/lease.ts',
    from: 'isHeld: () => now() < heldUntil - SKEW',
    to: 'isHeld: () => true',
  },
  {
    name: 'new tokens are given up when the store fails once',
    file: 'session/renewal.ts',
    from: 'if (!isAway || pause > LAST_PAUSE) throw error',
    to: 'throw error',
  },
  {
    name: "a renewal's result is written over a newer one",
    file: 'session/renewal.ts',
    from: 'if (Buffer.compare(entry.value, before.value) !== 0) return stored',
    to: '',
  },
  {
    name: "a renewal's result is written over the tombstone",
    file: 'session/renewal.ts',
    from: 'const { entry, stored } = await current(keys)\n      // A moved idle end leaves the bytes as they were; other bytes are another renewal.\n      if (Buffer.compare(entry.value, before.value) !== 0) return stored',
    to: 'const entry = (await attempt(() => store.read(keys.storeKey, now()))) ?? before\n      if (entry.value.byteLength > 0 && Buffer.compare(entry.value, before.value) !== 0) return renewed',
    // By itself harmless: no write follows a tombstone in any store.
    also: [
      {
        file: 'store/memory.ts',
        from: ' || current?.value.byteLength === 0) return false',
        to: ') return false',
      },
    ],
  },
  {
    name: 'a refused renewal ends whatever lies there',
    file: 'session/renewal.ts',
    from: 'return endSession(keys, isRefused)',
    to: 'return endSession(keys)',
  },
  {
    name: 'a lease is given back before the new tokens are written',
    file: 'session/renewal.ts',
    from: 'const renewed = await save(keys, before.entry, await refresh(before.stored, check))\n      await lease.release()',
    to: 'const fresh = await refresh(before.stored, check)\n      await lease.release()\n      const renewed = await save(keys, before.entry, fresh)',
  },
  {
    name: 'a lease is given back before the refused session has ended',
    file: 'session/renewal.ts',
    from: 'if (endsSession(failure) && before !== undefined) newer = await end(keys, failure, before)',
    to: 'if (endsSession(failure) && before !== undefined) {\n          await lease.release()\n          newer = await end(keys, failure, before)\n        }',
  },
  {
    name: 'an idle end that the store does not move fails with nobody there to see it',
    file: 'session/session-reader.ts',
    from: 'void attempt(write).catch(() => undefined)',
    to: 'void attempt(write)',
  },
  {
    name: 'a request that has waited in vain is let in without another look',
    file: 'session/session-reader.ts',
    from: 'if (isDue(record.renewBy, time)) return judgeRenewed(asked)',
    to: 'if (isDue(record.renewBy, time)) {\n        return runtime.awaitRenewal(keys).then((lives: unknown) => (lives === VAIN ? judge(asked, entry, now(), true) : judgeRenewed(asked)))\n      }',
    also: inVain([
      {
        file: 'session/session-reader.ts',
        from: 'const MAX_KNOWN = 1000',
        to: "const MAX_KNOWN = 1000\nconst VAIN = 'in vain'",
      },
    ]),
  },
  {
    name: 'a wait that was in vain is not forgotten',
    file: 'session/awaited-renewal.ts',
    from: '      outcome.then(forget, forget)\n',
    to: "      outcome.then((lives: unknown) => lives !== 'in vain' && forget(), forget)\n",
    also: inVain([]),
  },
]
