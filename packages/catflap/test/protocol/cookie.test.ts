import { describe, expect, it } from 'vitest'
import {
  cookieNames,
  cookiesWithPrefix,
  cookieValue,
  isCookieName,
  isOwnCookie,
  serializeCookie,
} from '../../src/protocol/cookie.ts'

/** White space to JavaScript, and part of a name to a browser; below U+0100, as Node reads bytes. */
const NO_BLANKS = ['\xa0', '\x0b', '\x0c', '\x85', '\u2003', '\ufeff']

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
    ['after a tab', 'a=b;\tn=v', 'v'],
    ['twice with one value', 'n=v; a=b; n=v', 'v'],
    ['twice with two values: nothing tells which is ours', 'n=1; a=b; n=2', undefined],
    ['not there', 'a=b; o=w', undefined],
    ['as the end of another name', 'xn=v', undefined],
    ['as the beginning of another name', 'nx=v', undefined],
    ['as a value', 'a=n=v', undefined],
    ['without equals sign', 'n; a=b', undefined],
    ['in other letters', 'N=v', undefined],
    ['after stray semicolons', ';;; n=v', 'v'],
    ['in an empty header', '', undefined],
    ['in no header', undefined, undefined],
    ...NO_BLANKS.flatMap((c): [string, string, undefined][] => [
      [`with ${JSON.stringify(c)} before its name`, `a=b; ${c}n=v`, undefined],
      [`with ${JSON.stringify(c)} after its name`, `n${c}=v`, undefined],
    ]),
    ['with a blank after its name, as no browser sends it', 'n =v', undefined],
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

  it.each(NO_BLANKS)('takes no name with %j before it for one of ours', (c) => {
    expect(cookiesWithPrefix(`${c}p-a=1; a=b;${c}p-b=2; ${c} p-c=3`, 'p-')).toEqual([])
  })

  it('reads names as the one cookie is read, after spaces and tabs', () => {
    const header = ' p-a=1;\t p-b=2; p-c =3'
    const names = cookiesWithPrefix(header, 'p-').map(({ name }) => name)
    expect(names).toEqual(['p-a', 'p-b', 'p-c '])
    expect(cookieValue(header, 'p-b')).toBe('2')
    expect(cookieValue(header, 'p-c')).toBeUndefined()
  })

  it('takes no value of the next cookie for that of one without', () => {
    expect(cookiesWithPrefix('p-a; x=1; p-b=2', 'p-')).toEqual([{ name: 'p-b', value: '2' }])
  })

  it('gives none for no header', () => {
    expect(cookiesWithPrefix(undefined, 'p-')).toEqual([])
  })
})

describe('our cookies', () => {
  it('have the __Host- prefix wherever the app is on https', () => {
    expect(cookieNames('catflap', true, '')).toEqual({
      session: '__Host-catflap',
      transaction: '__Host-catflap-login-',
      completed: '__Host-catflap-completed',
      logout: '__Host-catflap-logout',
      silent: '__Host-catflap-silent',
    })
  })

  it('have the port instead on plain http, where browsers refuse the prefix and share cookies', () => {
    expect(cookieNames('catflap', false, '5005')).toEqual({
      session: 'catflap-5005',
      transaction: 'catflap-5005-login-',
      completed: 'catflap-5005-completed',
      logout: 'catflap-5005-logout',
      silent: 'catflap-5005-silent',
    })
  })

  it('have the port behind the prefix where it is not the one of https', () => {
    expect(cookieNames('catflap', true, '8443')).toMatchObject({
      session: '__Host-catflap-8443',
      transaction: '__Host-catflap-8443-login-',
    })
  })

  it('begin with the name that an app has chosen', () => {
    expect(cookieNames('mine', true, '').transaction).toBe('__Host-mine-login-')
    expect(cookieNames('mine', false, '80').session).toBe('mine-80')
  })

  it.each([
    'mine',
    'm',
    'My.App_2',
    "!#$%&'*+.^_`|~-",
    'x'.repeat(64),
    '_mine',
    'login',
    'a-logins',
    'my__app',
  ])('may begin with %j', (name) => {
    expect(isCookieName(name)).toBe(true)
  })

  it.each([
    '',
    'x'.repeat(65),
    'a b',
    'a=b',
    'a;b',
    'a,b',
    'a"b',
    'a/b',
    'a\xa0',
    'a\n',
    '应用',
    ...['__Host-mine', '__Secure-mine', '__host-mine', '__mine'],
    ...[
      'mine-80',
      'mine-0',
      'mine-completed',
      'mine-logout',
      'mine-login',
      'mine-login-x',
      'mine-Login-x',
    ],
  ])('may not begin with %j', (name) => {
    expect(isCookieName(name)).toBe(false)
  })

  it('of two apps are never one, and neither prefix holds a cookie of the other', () => {
    const bases = ['app', 'app-2x', 'app-2-80x', 'app-80.', 'apple', 'app-l', 'app2']
    expect(bases.filter((base) => !isCookieName(base))).toEqual([])
    const sets = bases.flatMap((base) => [
      ...['', '80', '2', '8080'].map((port) => cookieNames(base, true, port)),
      ...['80', '2', '8080'].map((port) => cookieNames(base, false, port)),
    ])
    const all = sets.flatMap(({ transaction, ...rest }) => [
      ...Object.values(rest),
      transaction + 'x'.repeat(22),
    ])
    for (const { transaction } of sets) {
      expect(all.filter((name) => name.startsWith(transaction))).toHaveLength(1)
    }
  })

  it('are known by their names, and nobody else’s are taken for them', () => {
    const names = cookieNames('catflap', true, '')
    const { transaction, ...whole } = names
    for (const name of [...Object.values(whole), transaction, `${transaction}x`]) {
      expect(isOwnCookie(names, name), name).toBe(true)
    }
    const begun = Object.values(whole).map((name) => `${name}x`)
    for (const name of [...begun, 'catflap', `x${transaction}`, transaction.slice(0, -1), '']) {
      expect(isOwnCookie(names, name), name).toBe(false)
    }
  })

  it('meet what the prefix demands: Secure, Path=/ and no Domain', () => {
    expect(serializeCookie('__Host-n', 'v', 60)).toBe(
      '__Host-n=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax',
    )
  })

  it('are hidden from scripts and from other sites on plain http too', () => {
    expect(serializeCookie('n', '', 0)).toBe('n=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax')
  })
})
