import { describe, expect, it } from 'vitest'
import { LoginError } from '../../src/errors.ts'
import type { ProviderFetch } from '../../src/provider/http.ts'
import { createKeySource } from '../../src/provider/keys.ts'
import { createClock } from '../support/clock.ts'
import { createEventLog } from '../support/events.ts'
import { refusal } from '../support/refusal.ts'

const key = (kid: string | undefined) => ({ kty: 'RSA', kid, n: kid ?? 'n', e: 'AQAB' })
const rs256 = (kid: string | undefined) => ({ alg: 'RS256', kid }) as const

/** A source whose provider publishes what `set` says at the moment. */
function fixture(...first: (string | undefined)[]) {
  const clock = createClock()
  const log = createEventLog()
  let answer: { status: number; text: string } | LoginError
  const count = { fetches: 0 }
  const publish = (...keys: unknown[]) => {
    answer = { status: 200, text: JSON.stringify({ keys }) }
  }
  publish(...first.map(key))
  const providerFetch: ProviderFetch = async (endpoint, url) => {
    expect([endpoint, url]).toEqual(['jwks', 'https://op.example/keys'])
    count.fetches++
    if (answer instanceof LoginError) throw answer
    return { ...answer, header: () => null }
  }
  const { find: keys } = createKeySource(async () => 'https://op.example/keys', providerFetch, {
    now: clock.now,
    emit: log.emit,
    answers: () => 0,
  })
  return {
    keys,
    clock,
    count,
    log,
    publish,
    answerWith: (next: typeof answer) => {
      answer = next
    },
  }
}
const unreachable = new LoginError('JWKS_UNAVAILABLE', 'jwks: no answer', { parameter: 'timeout' })

describe("the provider's keys", () => {
  it('are fetched once and then known', async () => {
    const { keys, count, clock } = fixture('a', 'b')
    expect(await keys(rs256('b'))).toEqual([key('b')])
    clock.move(599)
    expect(await keys(rs256('a'))).toEqual([key('a')])
    expect(count.fetches).toBe(1)
  })

  it('are asked for again after ten minutes, so that a withdrawn key dies', async () => {
    const { keys, count, clock, publish } = fixture('old')
    await keys(rs256('old'))
    publish(key('new'))
    clock.move(600)
    expect(await keys(rs256('new'))).toEqual([key('new')])
    expect(count.fetches).toBe(2)
  })

  it('serve on while the provider is away, and that is told', async () => {
    const { keys, clock, answerWith, log } = fixture('a')
    await keys(rs256('a'))
    answerWith(unreachable)
    clock.move(600)
    expect(await keys(rs256('a'))).toEqual([key('a')])
    expect(log.events).toEqual([{ type: 'stale-used', endpoint: 'jwks' }])
  })

  it('serve for a day at most while newer ones are out of reach, and then nobody can tell', async () => {
    const { keys, clock, answerWith, log, publish } = fixture('a')
    await keys(rs256('a'))
    answerWith(unreachable)
    clock.move(86_400)
    expect(await keys(rs256('a'))).toEqual([key('a')])
    expect(log.events).toEqual([{ type: 'stale-used', endpoint: 'jwks' }])
    clock.move(31)
    await expect(keys(rs256('a'))).rejects.toMatchObject({
      code: 'JWKS_UNAVAILABLE',
      status: 503,
      seen: 'keys that are 86431 seconds old, and no newer ones to be had',
    })
    await expect(keys(rs256('unknown'))).rejects.toMatchObject({ code: 'JWKS_UNAVAILABLE' })
    // They did not serve, so nobody is told that they did.
    expect(log.events).toHaveLength(1)
    publish(key('a'))
    clock.move(31)
    expect(await keys(rs256('a'))).toEqual([key('a')])
  })

  it('serve no longer than that when the clock was set back', async () => {
    const { keys, clock, answerWith } = fixture('a')
    await keys(rs256('a'))
    answerWith(unreachable)
    clock.move(-86_400)
    expect(await keys(rs256('a'))).toEqual([key('a')])
    clock.move(-31)
    await expect(keys(rs256('a'))).rejects.toMatchObject({ code: 'JWKS_UNAVAILABLE' })
  })

  it('that are garbage for a day are out of reach too', async () => {
    const { keys, clock, answerWith } = fixture('a')
    await keys(rs256('a'))
    answerWith({ status: 200, text: 'garbage' })
    clock.move(86_401)
    await expect(keys(rs256('a'))).rejects.toMatchObject({ code: 'JWKS_UNAVAILABLE' })
  })

  it('of other names follow where the named one does not verify, and none twice', async () => {
    const { keys, count, clock } = fixture('old', 'new')
    const named = await keys(rs256('old'))
    expect(named).toEqual([key('old')])
    const others = await keys(rs256('old'), named)
    expect(others).toEqual([key('new')])
    clock.move(3)
    expect(await keys(rs256('old'), [...named, ...others])).toEqual([])
    expect(count.fetches).toBe(2)
  })

  it('that were rotated under their name are fetched again, unless they have just come', async () => {
    const { keys, count, clock, publish } = fixture('one')
    const old = await keys(rs256('one'))
    publish({ ...key('one'), n: 'newer' })
    expect(await keys(rs256('one'), old)).toEqual([])
    expect(count.fetches).toBe(1)
    clock.move(3)
    const newer = await keys(rs256('one'), old)
    expect(newer).toEqual([{ ...key('one'), n: 'newer' }])
    expect(await keys(rs256('one'), [...old, ...newer])).toEqual([])
    expect(count.fetches).toBe(2)
  })

  it('that do not verify prove nothing while newer ones are out of reach', async () => {
    const { keys, clock, answerWith } = fixture('one')
    const old = await keys(rs256('one'))
    answerWith(unreachable)
    clock.move(3)
    await expect(keys(rs256('one'), old)).rejects.toMatchObject({ code: 'JWKS_UNAVAILABLE' })
  })

  it('are at most ten for one token', async () => {
    const { keys } = fixture(...Array<undefined>(50))
    expect(await keys(rs256(undefined))).toHaveLength(10)
  })

  it.each([
    ['a JWK Set without keys', 200, '{}', 'keys', 'JSON without a list of keys'],
    ['keys that are no list', 200, '{"keys":{}}', 'keys', 'JSON without a list of keys'],
    ['no JSON', 200, 'keys', 'body', 'no JSON'],
    ['another status', 404, '{"keys":[]}', 'status', 'status 404'],
  ])('cannot be read from %s', async (_, status, text, parameter, seen) => {
    const { keys, answerWith } = fixture()
    answerWith({ status, text })
    await expect(keys(rs256('a'))).rejects.toEqual(refusal('JWKS_INVALID', { parameter, seen }))
  })

  it('are out of reach when the provider is and none are known', async () => {
    const { keys, answerWith } = fixture()
    answerWith(unreachable)
    await expect(keys(rs256('a'))).rejects.toBe(unreachable)
  })
})

describe('a kid that nobody has seen', () => {
  it('is found by one fetch that twenty tokens share', async () => {
    const { keys, count, clock, publish } = fixture('old')
    await keys(rs256('old'))
    publish(key('old'), key('new'))
    clock.move(60)
    const found = await Promise.all(Array.from({ length: 20 }, () => keys(rs256('new'))))
    expect(found).toEqual(Array(20).fill([key('new')]))
    expect(count.fetches).toBe(2)
  })

  it('is refused after one fetch when it is forged', async () => {
    const { keys, count, clock } = fixture('a')
    await keys(rs256('a'))
    clock.move(60)
    await expect(keys(rs256('forged'))).rejects.toEqual(
      refusal('ID_TOKEN_KEY_UNKNOWN', {
        parameter: 'kid',
        seen: 'kid forged, not among 1 published',
      }),
    )
    expect(count.fetches).toBe(2)
  })

  it('costs one fetch per three seconds, however many are forged', async () => {
    const { keys, count, clock } = fixture('a')
    await keys(rs256('a'))
    clock.move(2.9)
    const forged = Array.from({ length: 20 }, (_, i) => keys(rs256(`forged-${i}`)))
    const settled = await Promise.allSettled(forged)
    expect(settled.every(({ status }) => status === 'rejected')).toBe(true)
    expect(count.fetches).toBe(2)
  })

  it('waits for its turn: two forged in a row make no two fetches at once', async () => {
    const { keys, count, clock } = fixture('a')
    await keys(rs256('a'))
    clock.move(2.9)
    await expect(keys(rs256('forged-1'))).rejects.toThrow()
    clock.move(2.9)
    const start = performance.now()
    await expect(keys(rs256('forged-2'))).rejects.toThrow()
    expect(performance.now() - start).toBeGreaterThan(80)
    expect(count.fetches).toBe(3)
  })

  it('leaves tokens with a known kid alone while it waits', async () => {
    const { keys, count, clock } = fixture('a')
    await keys(rs256('a'))
    clock.move(2.9)
    const forged = keys(rs256('forged')).catch(() => 'refused')
    expect(await Promise.race([forged, keys(rs256('a'))])).toEqual([key('a')])
    expect(count.fetches).toBe(1)
    expect(await forged).toBe('refused')
  })

  it('is told apart from a provider that publishes no key at all', async () => {
    const { keys, clock, publish } = fixture('a')
    await keys(rs256('a'))
    clock.move(60)
    publish()
    await expect(keys(rs256('b'))).rejects.toEqual(
      refusal('ID_TOKEN_KEY_UNKNOWN', { seen: 'a JWK Set without a key' }),
    )
  })

  it('is told apart from a token without kid that no key fits', async () => {
    const { keys, publish, clock } = fixture()
    publish({ kty: 'oct', k: 'c2VjcmV0' })
    await expect(
      (async () => {
        const waiting = keys(rs256(undefined))
        await Promise.resolve()
        clock.move(60)
        return waiting
      })(),
    ).rejects.toEqual(
      refusal('ID_TOKEN_KEY_UNKNOWN', { seen: 'a token without kid, and no fitting key' }),
    )
  })
})
