/** Who waits for the provider's keys, and for how long: time is moved by the test. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LoginError } from '../../src/errors.ts'
import type { ProviderFetch } from '../../src/provider/http.ts'
import { createKeySource } from '../../src/provider/keys.ts'
import { createClock } from '../support/clock.ts'
import { createEventLog } from '../support/events.ts'
import { refusal } from '../support/refusal.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const DAY = 86_400
const key = (kid: string) => ({ kty: 'RSA', kid, n: kid, e: 'AQAB' })
const rs256 = (kid: string) => ({ alg: 'RS256', kid }) as const
const away = new LoginError('JWKS_UNAVAILABLE', 'jwks: no answer', { parameter: 'timeout' })

/** A source whose provider answers what the list says, and its last word again and again. */
function fixture(
  ...answers: [readonly string[] | LoginError, ...(readonly string[] | LoginError)[]]
) {
  const clock = createClock()
  const log = createEventLog()
  const count = { fetches: 0 }
  const providerFetch: ProviderFetch = async () => {
    const answer = answers[Math.min(count.fetches++, answers.length - 1)]!
    if (answer instanceof LoginError) throw answer
    return { status: 200, header: () => null, text: JSON.stringify({ keys: answer.map(key) }) }
  }
  const runtime = { now: clock.now, emit: log.emit, answers: () => 0 }
  const source = createKeySource(async () => 'https://op.example/keys', providerFetch, runtime)
  /** How a wait ends that is given so many milliseconds. */
  async function after<T>(milliseconds: number, waiting: Promise<T>): Promise<T | 'still waiting'> {
    waiting.catch(() => undefined)
    await vi.advanceTimersByTimeAsync(milliseconds)
    return Promise.race([waiting, Promise.resolve('still waiting' as const)])
  }
  return { ...source, clock, log, count, after }
}

describe('a kid that nobody has seen', () => {
  it('waits for nothing where the last fetch is three seconds old', async () => {
    const { find, clock, after, count } = fixture(['a'], ['a', 'b'])
    await find(rs256('a'))
    clock.move(3)
    expect(await after(0, find(rs256('b')))).toEqual([key('b')])
    expect(count.fetches).toBe(2)
  })

  it.each([
    ['for what is left of three seconds', 1, 2000],
    ['for three seconds at most, though the clock was set back', -60, 3000],
  ])('waits %s', async (_, moved, wait) => {
    const { find, clock, after, count } = fixture(['a'], ['a', 'b'])
    await find(rs256('a'))
    clock.move(moved)
    const waiting = find(rs256('b'))
    expect(await after(wait - 1, waiting)).toBe('still waiting')
    expect(count.fetches).toBe(1)
    expect(await after(1, waiting)).toEqual([key('b')])
  })

  it('is not called unknown while newer keys are out of reach', async () => {
    const { find, clock, after } = fixture(['a'], away)
    await find(rs256('a'))
    clock.move(60)
    await expect(after(0, find(rs256('b')))).rejects.toBe(away)
  })

  it('is looked for by its name alone, as long as nothing was tried', async () => {
    const { find } = fixture(['a', 'b'])
    expect(await find(rs256('b'), [])).toEqual([key('b')])
  })
})

describe('keys of more than a day', () => {
  it('serve nobody while newer ones are out of reach, and nobody is told that they do', async () => {
    const { find, clock, after, log } = fixture(['a'], away)
    await find(rs256('a'))
    clock.move(DAY + 1)
    await expect(after(1000, find(rs256('a')))).rejects.toEqual(
      refusal('JWKS_UNAVAILABLE', {
        parameter: 'jwks',
        expected: `keys of the last ${DAY} seconds`,
        seen: `keys that are ${DAY + 1} seconds old, and no newer ones to be had`,
        cause: away,
      }),
    )
    expect(log.events).toEqual([])
  })

  it('are waited for once more, which may be enough', async () => {
    const { find, clock, after, count } = fixture(['a'], away, ['a'])
    await find(rs256('a'))
    clock.move(DAY + 1)
    const waiting = find(rs256('a'))
    expect(await after(999, waiting)).toBe('still waiting')
    expect(await after(1, waiting)).toEqual([key('a')])
    expect(count.fetches).toBe(3)
  })
})

describe('keys that are at hand', () => {
  it('are known without asking while they are fresh, of the name that is asked for', async () => {
    const { find, known, age, clock, count } = fixture(['a', 'b'])
    expect(known(rs256('a'))).toEqual([])
    await find(rs256('a'))
    expect([known(rs256('a')), known(rs256('c'))]).toEqual([[key('a')], []])
    clock.move(599)
    expect([known(rs256('b')), age()]).toEqual([[key('b')], 599])
    clock.move(1)
    expect(known(rs256('b'))).toEqual([])
    expect(count.fetches).toBe(1)
  })

  it('may be asked for before a token comes, and a failure of that is nobody’s', async () => {
    const { prepare, find, known, count } = fixture(away, ['a'])
    prepare()
    await vi.advanceTimersByTimeAsync(0)
    expect([count.fetches, known(rs256('a'))]).toEqual([1, []])
    const waiting = find(rs256('a'))
    await vi.advanceTimersByTimeAsync(1000)
    expect(await waiting).toEqual([key('a')])
    prepare()
    expect(count.fetches).toBe(2)
  })
})
