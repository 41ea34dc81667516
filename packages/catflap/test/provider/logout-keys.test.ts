import { expect, it } from 'vitest'
import type { Jwk } from '../../src/protocol/signing-keys.ts'
import { limitWaiting } from '../../src/provider/logout-token.ts'
import { refusal } from '../support/refusal.ts'

const HEADER = { alg: 'RS256', kid: 'made-up' } as const

it('a hundred forged tokens wait for keys, and the next is told to come again', async () => {
  let arrive = () => {}
  const arrived = new Promise<readonly []>((resolve) => {
    arrive = () => resolve([])
  })
  let asked = 0
  const keys = limitWaiting({
    known: () => [],
    find: () => {
      asked++
      return arrived
    },
  })
  const waiting = Array.from({ length: 100 }, () => keys(HEADER))
  await expect(keys(HEADER)).rejects.toEqual(refusal('JWKS_UNAVAILABLE', { parameter: 'kid' }))
  expect(asked).toBe(100)
  arrive()
  await Promise.all(waiting)
  expect(await keys(HEADER)).toEqual([])
})

it('a token whose keys cannot be had waits no longer', async () => {
  const keys = limitWaiting({ known: () => [], find: () => Promise.reject(new Error('away')) })
  for (let i = 0; i < 200; i++) await expect(keys(HEADER)).rejects.toThrow('away')
})

it('a token whose key is known waits for nothing, unless that key was tried', async () => {
  const [known, newer] = [
    { kty: 'RSA', kid: 'known' },
    { kty: 'RSA', kid: 'newer' },
  ] as Jwk[]
  const asked: unknown[] = []
  const keys = limitWaiting({
    known: ({ kid }) => (kid === 'known' ? [known!] : []),
    find: async (...of) => {
      asked.push(of)
      return [newer!]
    },
  })
  expect(await keys({ alg: 'RS256', kid: 'known' })).toEqual([known])
  expect(asked).toEqual([])
  expect(await keys({ alg: 'RS256', kid: 'known' }, [known!])).toEqual([newer])
  expect(await keys(HEADER)).toEqual([newer])
  expect(asked).toEqual([
    [{ alg: 'RS256', kid: 'known' }, [known]],
    [HEADER, []],
  ])
})
