/** A list of sessions comes back as it was packed, whoever they belong to. */
import { expect, it } from 'vitest'
import type { IndexedSession } from '../../src/session/packed-list.ts'
import { packList, unpackList } from '../../src/session/packed-list.ts'

const KEY = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE'
const times = { createdAt: 1_700_000_000, issuedAt: 1_699_999_999, expiresAt: 1_700_600_000 }
const session = (change: Partial<IndexedSession> = {}): IndexedSession => {
  const fixed = { storeKey: KEY, id: KEY.slice(0, 16), browser: 'Firefox, Linux' }
  return { ...fixed, ...times, sub: 'u-1', sid: undefined, ...change }
}

it.each<[string, readonly IndexedSession[]]>([
  ['no session', []],
  ['one', [session()]],
  ['many of one person', [session(), session({ browser: '' }), session()]],
  ['one provider session after another', [session({ sid: 'a' }), session({ sid: 'b' })]],
  [
    'with a sid, without, with the same, and with it again',
    [...[session({ sid: 'a' }), session(), session({ sid: 'a' }), session({ sid: 'a' })]],
  ],
  ['without a sid, and then with one', [session(), session({ sid: 'a' })]],
  ['empty texts', [session({ sub: '', sid: '' }), session({ sub: '', sid: '' }), session()]],
  [
    'several people of one sid',
    [...[session({ sid: 'a' }), session({ sub: 'u-2', sid: 'a' }), session({ sid: 'a' })]],
  ],
  ['a name of its own', [session({ id: 'another' }), session({ id: '' })]],
])('%s', (_, list) => {
  expect(unpackList(packList(list))).toEqual(list)
})

it('objects, as earlier builds wrote them, are read', () => {
  expect(unpackList(JSON.stringify([session({ sid: 'a' })]))).toEqual([session({ sid: 'a' })])
})

it.each(['{}', 'null', '1', '"x"', '[1]', '[[],{}]'])('%s is no list', (text) => {
  expect(unpackList(text)).toBeUndefined()
})

it('of a hundred sessions of a person takes 12 kB at most', () => {
  const long = 'x'.repeat(60)
  const hundred = Array.from({ length: 100 }, () => session({ sub: long, sid: long }))
  expect(packList(hundred).length).toBeLessThan(12_000)
})
