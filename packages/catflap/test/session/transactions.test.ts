import { describe, expect, it } from 'vitest'
import { createKeyRing } from '../../src/session/key-ring.ts'
import { deriveKey, seal } from '../../src/session/seal.ts'
import { attemptId, createLoginTransactions } from '../../src/session/transactions.ts'
import { createMemoryStore } from '../../src/store/memory.ts'
import type { SessionStore } from '../../src/store/store.ts'
import { createClock, START } from '../support/clock.ts'
import { refusal } from '../support/refusal.ts'

const PREFIX = '__Host-catflap-login-'
const SECRET = 'a secret of the app'

function fixture(secrets: readonly string[] = [SECRET], store: SessionStore = createMemoryStore()) {
  const clock = createClock()
  return {
    clock,
    store,
    transactions: createLoginTransactions(
      createKeyRing(store, secrets, clock.now),
      PREFIX,
      clock.now,
    ),
  }
}
const pairOf = (setCookie: string) => setCookie.split(';')[0]!
const nameOf = (setCookie: string) => setCookie.split('=')[0]!
/** Splits what `begin` sets into the new cookie and the removals. */
function split(setCookies: readonly string[]) {
  const removed = setCookies.filter((cookie) => cookie.includes('Max-Age=0'))
  const [set, ...more] = setCookies.filter((cookie) => !cookie.includes('Max-Age=0'))
  expect(more).toEqual([])
  return { set: set!, removed: removed.map(nameOf) }
}

describe('a login transaction', () => {
  it('is found again by its state', async () => {
    const { transactions } = fixture()
    const { state, setCookies, ...begun } = await transactions.begin(undefined, '/x?y=1')
    expect(begun.returnTo).toBe('/x?y=1')
    expect(await transactions.find(`a=b; ${pairOf(setCookies[0]!)}`, state)).toEqual(begun)
  })

  it('has fresh random values of 256 bits', async () => {
    const { transactions } = fixture()
    const values = new Set<string>()
    for (let i = 0; i < 20; i++) {
      const { state, nonce, codeVerifier } = await transactions.begin(undefined, '/')
      for (const value of [state, nonce, codeVerifier]) {
        expect(value).toMatch(/^[\w-]{43}$/)
        values.add(value)
      }
    }
    expect(values.size).toBe(60)
  })

  it('is in one cookie, for ten minutes, that shows nothing of it', async () => {
    const { transactions } = fixture()
    const { state, nonce, codeVerifier, setCookies } = await transactions.begin(
      undefined,
      '/secret',
    )
    expect(setCookies).toEqual([
      expect.stringMatching(
        /^__Host-catflap-login-[\w-]{22}=[\w-]+; Path=\/; Max-Age=600; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ])
    for (const value of [state, nonce, codeVerifier, '/secret']) {
      expect(setCookies[0]).not.toContain(value)
      expect(
        Buffer.from(setCookies[0]!.split(/[=;]/)[1]!, 'base64url').toString('latin1'),
      ).not.toContain(value)
    }
    expect(setCookies[0]).toContain(attemptId(state))
    expect(transactions.clearCookie(state)).toBe(
      `${nameOf(setCookies[0]!)}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax`,
    )
  })

  it('ends after 600 seconds', async () => {
    const { transactions, clock } = fixture()
    const { state, setCookies } = await transactions.begin(undefined, '/')
    const cookie = pairOf(setCookies[0]!)
    clock.move(599)
    await expect(transactions.find(cookie, state)).resolves.toBeTruthy()
    clock.move(1)
    await expect(transactions.find(cookie, state)).rejects.toEqual(
      refusal('LOGIN_TRANSACTION_EXPIRED', { parameter: 'state', seen: '600 seconds' }),
    )
  })

  it.each([
    ['without any cookie', 'LOGIN_TRANSACTION_MISSING', undefined],
    ['with cookies of others', 'LOGIN_TRANSACTION_MISSING', 'a=b; __Host-catflap=1'],
    ['with other logins under way', 'STATE_MISMATCH', `${PREFIX}${'o'.repeat(22)}=x`],
  ] as const)('is not found %s', async (_, code, cookies) => {
    const { transactions } = fixture()
    const seen = code === 'STATE_MISMATCH' ? 'another state' : 'no login under way'
    await expect(transactions.find(cookies, 'state')).rejects.toEqual(
      refusal(code, { parameter: 'state', seen }),
    )
  })

  it.each(['\xa0', '\x0b', '\x0c'])(
    'is not found in a cookie that a neighbour can set, with %j before its name',
    async (c) => {
      const { transactions } = fixture()
      const { state, setCookies } = await transactions.begin(undefined, '/')
      const planted = `a=b; ${c}${pairOf(setCookies[0]!)}`
      await expect(transactions.find(planted, state)).rejects.toEqual(
        refusal('LOGIN_TRANSACTION_MISSING'),
      )
    },
  )

  it('is found beside a planted cookie of the same name, which does not open', async () => {
    const { transactions } = fixture()
    const { state, setCookies, ...begun } = await transactions.begin(undefined, '/')
    const pair = pairOf(setCookies[0]!)
    const planted = `${nameOf(pair)}=x; ${pair}; ${nameOf(pair)}=`
    expect(await transactions.find(planted, state)).toEqual(begun)
  })

  it('is not found by the state of another tab', async () => {
    const { transactions } = fixture()
    const one = await transactions.begin(undefined, '/')
    const other = await transactions.begin(undefined, '/')
    await expect(transactions.find(pairOf(one.setCookies[0]!), other.state)).rejects.toEqual(
      refusal('STATE_MISMATCH'),
    )
  })

  it('does not open under the name of another state', async () => {
    const { transactions } = fixture()
    const one = await transactions.begin(undefined, '/')
    const other = await transactions.begin(undefined, '/')
    const value = pairOf(one.setCookies[0]!).split('=')[1]
    const planted = `${nameOf(other.setCookies[0]!)}=${value}`
    await expect(transactions.find(planted, other.state)).rejects.toEqual(
      refusal('LOGIN_TRANSACTION_EXPIRED', { seen: 'one sealed with a key that is gone' }),
    )
  })

  it('of an earlier release, which asked for nothing, is found', async () => {
    const { transactions, clock } = fixture()
    const older = { nonce: 'n', codeVerifier: 'v', returnTo: '/', completed: 0 }
    const name = PREFIX + attemptId('s')
    for (const more of [{}, { asked: null, fragment: 'yes' }]) {
      const text = JSON.stringify({ ...older, ...more, startedAt: clock.now() })
      const value = seal(deriveKey('login transaction', SECRET), name, text)
      const found = await transactions.find(`${name}=${value.toString('base64url')}`, 's')
      expect(found).toEqual({ ...older, startedAt: clock.now(), asked: {}, fragment: false })
    }
  })

  it('keeps what it was told, and else nothing', async () => {
    const { transactions } = fixture()
    const told = { asked: { prompt: 'login' }, fragment: true, completed: 2 }
    for (const [given, kept] of [
      [told, told],
      [undefined, { asked: {}, fragment: false, completed: 0 }],
    ] as const) {
      const { state, setCookies } = await transactions.begin(undefined, '/', given)
      expect(await transactions.find(pairOf(setCookies[0]!), state)).toMatchObject(kept)
    }
  })

  it.each([
    ['nonce', { nonce: '' }],
    ['code verifier', { codeVerifier: undefined }],
    ['place to return to', { returnTo: 7 }],
    ['count of logins', { completed: '1' }],
    ['time', { startedAt: 'now' }],
    ['time as a number', { startedAt: String(START) }],
  ])('is not used without its %s', async (_, change) => {
    const { transactions, clock } = fixture()
    const startedAt = clock.now()
    const whole = {
      nonce: 'n',
      codeVerifier: 'v',
      returnTo: '/',
      asked: { prompt: 'login' },
      fragment: true,
      completed: 0,
      startedAt,
    }
    const name = PREFIX + attemptId('s')
    const cookie = (value: object) =>
      `${name}=${seal(deriveKey('login transaction', SECRET), name, JSON.stringify(value)).toString('base64url')}`
    await expect(transactions.find(cookie(whole), 's')).resolves.toEqual(whole)
    await expect(transactions.find(cookie({ ...whole, ...change }), 's')).rejects.toEqual(
      refusal('LOGIN_TRANSACTION_EXPIRED'),
    )
  })
})

describe('many tabs', () => {
  async function beginMany(count: number) {
    const { transactions, clock } = fixture()
    const jar: string[] = []
    for (let i = 0; i < count; i++) {
      clock.move(1)
      const { set } = split((await transactions.begin(jar.join('; '), `/${i}`)).setCookies)
      jar.push(pairOf(set))
    }
    return { transactions, clock, jar }
  }

  it('have five logins under way without a loss', async () => {
    const { transactions, jar } = await beginMany(4)
    expect(split((await transactions.begin(jar.join('; '), '/')).setCookies).removed).toEqual([])
  })

  it('lose the oldest with the sixth, wherever it stands in the header', async () => {
    const { transactions, jar } = await beginMany(5)
    for (const order of [jar, jar.toReversed()]) {
      const { removed } = split((await transactions.begin(order.join('; '), '/')).setCookies)
      expect(removed).toEqual([nameOf(jar[0]!)])
    }
  })

  it('lose first what does not open', async () => {
    const { transactions, jar } = await beginMany(4)
    const [x, y] = [PREFIX + 'x'.repeat(22), PREFIX + 'y'.repeat(22)]
    const garbage = [`${x}=x`, `${y}=`]
    const header = [garbage[0], ...jar, garbage[1]].join('; ')
    const { removed } = split((await transactions.begin(header, '/')).setCookies)
    expect(removed.toSorted()).toEqual([x, y])
  })

  it('are rid of twenty at most by one answer, the oldest of them', async () => {
    const { transactions, jar } = await beginMany(5)
    const garbage = Array.from({ length: 30 }, (_, i) => `${PREFIX}${`${i}`.padStart(22, 'x')}=x`)
    const all = [...jar, ...garbage].join('; ')
    const { setCookies } = await transactions.begin(all, '/')
    expect(setCookies.slice(0, -1)).toEqual(
      garbage
        .slice(10)
        .map((pair) => `${nameOf(pair)}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax`),
    )
  })

  it('may take 4096 bytes of the header, and not one more, whatever stands between them', async () => {
    const { transactions } = fixture()
    const { set } = split((await transactions.begin(undefined, '/')).setCookies)
    const name = PREFIX + 'x'.repeat(22)
    for (const [bytes, removed] of [
      [4096, []],
      [4097, [name]],
    ] as const) {
      // Of each cookie, with its equals sign, and a semicolon and a blank behind it.
      const rest = bytes - (pairOf(set).length + 2) - (name.length + 3)
      const begun = await transactions.begin(`${name}=${'x'.repeat(rest)}`, '/')
      expect(split(begun.setCookies).removed, `${bytes}`).toEqual(removed)
    }
  })

  it('leave cookies alone that are named like none of ours', async () => {
    const { transactions, jar } = await beginMany(5)
    const others = [`${PREFIX}x=${'x'.repeat(4000)}`, `${PREFIX}${'y'.repeat(23)}=y`, `${PREFIX}=z`]
    const header = [...others, ...jar].join('; ')
    const { removed } = split((await transactions.begin(header, '/')).setCookies)
    expect(removed).toEqual([nameOf(jar[0]!)])
  })

  it.each([1, 100, 300, 700, 1200, 2047])(
    'have logins to paths of %i characters under way within 4 KiB, the newest first',
    async (length) => {
      const { transactions, clock } = fixture()
      let jar: string[] = []
      for (let i = 0; i < 8; i++) {
        clock.move(1)
        const begun = await transactions.begin(jar.join('; '), `/${'x'.repeat(length)}`)
        const { set, removed } = split(begun.setCookies)
        for (const line of begun.setCookies) expect(line.length).toBeLessThan(4096)
        const before = jar.length
        jar = [...jar.filter((pair) => !removed.includes(nameOf(pair))), pairOf(set)]
        expect(jar.join('; ').length).toBeLessThanOrEqual(4096)
        // What went had to go: with the next older one it would have been too much.
        if (jar.length <= before) {
          expect(jar.length === 5 || jar.join('; ').length + jar[0]!.length > 4094).toBe(true)
        }
        await expect(transactions.find(jar.join('; '), begun.state)).resolves.toBeTruthy()
      }
      expect(jar.length).toBe(length < 300 ? 5 : jar.length)
    },
  )
})
