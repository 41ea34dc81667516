import { describe, expect, it } from 'vitest'
import {
  cookieNames,
  cookiesWithPrefix,
  cookieValue,
  serializeCookie,
} from '../../src/protocol/cookie.ts'

describe('one cookie out of a header', () => {
  it.each<[string, string | undefined, string | undefined]>([
    ['alone', 'n=v', 'v'],
    ['first', 'n=v; o=w', 'v'],
    ['in the middle', 'a=b; n=v; o=w', 'v'],
    ['last', 'a=b; n=v', 'v'],
    ['without spaces', 'a=b;n=v;o=w', 'v'],
    ['after several spaces', 'a=b;   n=v', 'v'],
    ['empty', 'n=; o=w', ''],
    ['holding equals signs', 'n=a=b==', 'a=b=='],
    ['twice: the first counts', 'n=1; n=2', '1'],
    ['not there', 'a=b; o=w', undefined],
    ['as the end of another name', 'xn=v', undefined],
    ['as the beginning of another name', 'nx=v', undefined],
    ['as a value', 'a=n=v', undefined],
    ['without equals sign', 'n; a=b', undefined],
    ['in other letters', 'N=v', undefined],
    ['after stray semicolons', ';;; n=v', 'v'],
    ['in an empty header', '', undefined],
    ['in no header', undefined, undefined],
  ])('reads a cookie %s', (_, header, value) => {
    expect(cookieValue(header, 'n')).toBe(value)
  })
})

describe('cookies by prefix', () => {
  it('gives them in the order sent, with their values', () => {
    expect(cookiesWithPrefix('p-b=2; x=1; p-a=1=1;p-=0; p-c', 'p-')).toEqual([
      { name: 'p-b', value: '2' },
      { name: 'p-a', value: '1=1' },
      { name: 'p-', value: '0' },
    ])
  })

  it('gives none for no header', () => {
    expect(cookiesWithPrefix(undefined, 'p-')).toEqual([])
  })
})

describe('our cookies', () => {
  it('have the __Host- prefix wherever the app is on https', () => {
    expect(cookieNames(true)).toEqual({
      session: '__Host-catflap',
      transaction: '__Host-catflap-login-',
      completed: '__Host-catflap-completed',
      logout: '__Host-catflap-logout',
    })
  })

  it('go without it on plain http, where browsers refuse the prefix', () => {
    expect(cookieNames(false).session).toBe('catflap')
  })

  it('meet what the prefix demands: Secure, Path=/ and no Domain', () => {
    expect(serializeCookie('__Host-n', 'v', 60, true)).toBe(
      '__Host-n=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax',
    )
  })

  it('are hidden from scripts and from other sites on plain http too', () => {
    expect(serializeCookie('n', '', 0, false)).toBe('n=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax')
  })
})
