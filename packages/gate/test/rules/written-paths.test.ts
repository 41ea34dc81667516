/** Paths that were found by chance or made on purpose: escaped in part, or costly to read. */
import { describe, expect, it } from 'vitest'
import { decide } from '../../src/rules/decide.ts'
import { readingsOf } from '../../src/rules/readings.ts'
import { rulesOf } from './corpus.ts'
import { isAsStrict } from './strictness.ts'

describe('a path of which a part is escaped', () => {
  const admin = [{ path: '/a/*', groups: ['1'] }]
  const alone = [{ path: '=/a', groups: ['2'] }]
  it.each<[string, readonly object[], string, string]>([
    ['a slash of two, behind a name with a suffix', admin, '/a%23/%2f', '/a%23%2F%2f'],
    ['a slash of two, of which one is a name', admin, '/a/%2f', '/a%2f%2f'],
    [
      'the slash before dots',
      [{ path: '/admin', deny: true }],
      '/x%2fy/../admin',
      '/x%2fy%2f../admin',
    ],
    [
      'the slash behind dots',
      [{ path: '/admin', deny: true }],
      '/x%2fy/../admin',
      '/x%2fy/..%2fadmin',
    ],
    ['a dot of several', alone, '/a/%2e...', '/a/%2e%2E..'],
    [
      'a backslash of two',
      [{ path: '=/admin', deny: true }],
      '/\\admin%2e%5Ca',
      '/%5Cadmin%2e%5Ca',
    ],
    [
      'a slash of two before a backslash',
      [{ path: '/admin/*', deny: true }],
      '//admin%5C/',
      '/%2Fadmin%5C/',
    ],
    ['a parameter of two', [{ path: '=/*', deny: true }], '/;/%3b', '/%3B/%3b'],
    ['a "#" behind a name with "?"', [{ path: '=/*', deny: true }], '/%3fx/#', '/%3fx/%23'],
    ['the same at once behind it', [{ path: '=/*', deny: true }], '/%3f#/x', '/%3f%23/x'],
    ['behind a name of a rule', [{ path: '=/*/a', deny: true }], '/%3f/a#/x', '/%3f/a%23/x'],
    ['behind its suffix', [{ path: '=/*/a', deny: true }], '/%3fb/a.b#/x', '/%3fb/a.b%23/x'],
    [
      'within what may be any name',
      [{ path: '/users/*', deny: true }],
      '/users/%3fb#c/d',
      '/users/%3fb%23c/d',
    ],
    ['behind an escaped slash', [{ path: '=/*', deny: true }], '/%3fx%2f#y/z', '/%3fx%2f%23y/z'],
    ['a "?" behind a name with "#"', [{ path: '=/*', deny: true }], '/%23x/?y', '/%23x/%3Fy'],
    ['such a "#", twice', [{ path: '=/*', deny: true }], '/%3fx/%2f#y', '/%3fx/%2f%2523y'],
    ['a dot behind a blank', [{ path: '=/', deny: true }], '/x/..%20.', '/x/..%20%2e'],
    ['a dot of several, twice', alone, '/a/%252e...', '/a/%252e%252e..'],
  ])('is judged as strictly: %s', (_, list, written, escaped) => {
    const set = rulesOf(list)
    expect(isAsStrict(decide(set, 'GET', escaped), decide(set, 'GET', written))).toBe(true)
  })

  it('is barred by a name of several, whichever slash of them is escaped', () => {
    const set = rulesOf([{ path: '/a/*/c', deny: true }])
    const written = [
      '/a/%2f/c',
      '/a/%2f%2fc',
      '/a%2f%2f/c',
      '/a%2f%2f%2fc',
      '/a/x%2fy%2fc',
      '/a/%252f%252fc',
    ]
    expect(written.map((text) => decide(set, 'GET', text).kind)).toEqual(written.map(() => 'deny'))
    expect(decide(set, 'GET', '/a%2fc').kind).toBe('signed-in')
  })
})

describe('a path that somebody made to cost much', () => {
  it.each([
    ['slashes', `/${'%2f'.repeat(2600)}`],
    ['dots', `/${'.'.repeat(8000)}x`],
    ['blanks', `/${'%20'.repeat(2600)}x`],
    ['encodings of encodings', `/%${'25'.repeat(3900)}61`],
    ['parameters', `/${';a/'.repeat(2600)}`],
    ['all at once', `/${'%252f..;x%5c%2e%2e%2523.%2520/'.repeat(250)}`],
  ])('has a bounded number of characters to be read: %s', (_, target) => {
    const readings = readingsOf(target)
    const read = typeof readings === 'string' ? [] : readings
    expect(read.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(65_536)
    expect(['public', 'groups']).not.toContain(decide(rulesOf([]), 'GET', target).kind)
  })

  it('is refused when it has more readings than anybody needs', () => {
    const target = `/%${'25'.repeat(3900)}61`
    expect(decide(rulesOf([]), 'GET', target)).toEqual({
      kind: 'invalid',
      reason: 'too-many-readings',
    })
  })
})
