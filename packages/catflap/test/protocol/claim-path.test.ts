import { describe, expect, it } from 'vitest'
import { isAt, textsAt, withoutAt } from '../../src/protocol/claim-path.ts'

const claims = {
  groups: ['a'],
  'cognito:groups': ['b'],
  'https://example.com/roles': ['c'],
  realm_access: { roles: ['d'], other: 1 },
  resource_access: { 'my.client': { roles: ['e'] }, account: { roles: ['f'] } },
  'realm_access.exact': ['g'],
  single: 'h',
  mixed: ['i', 1],
}

describe('a path of claims', () => {
  it.each([
    ['groups', ['a']],
    ['cognito:groups', ['b']],
    ['https://example.com/roles', ['c']],
    ['realm_access.roles', ['d']],
    ['resource_access.my.client.roles', ['e']],
    ['resource_access.account.roles', ['f']],
    ['realm_access.exact', ['g']],
  ])('%s leads to its texts', (path, texts) => {
    expect(textsAt(claims, path)).toEqual(texts)
    expect(isAt(claims, path)).toBe(true)
  })

  it.each([
    'roles',
    'realm_access',
    'realm_access.',
    'realm_access.roles.length',
    'groups.0',
    'single',
    'mixed',
    'constructor.name',
    '__proto__.x',
    '',
    '.',
  ])('%j leads to no texts', (path) => {
    expect(textsAt(claims, path)).toBeUndefined()
  })

  it('has no member without a name that it does not name', () => {
    expect(isAt({ '': { b: ['x'] } }, 'ab')).toBe(false)
    expect(textsAt({ '': { b: ['x'] } }, '.b')).toEqual(['x'])
  })

  it('is taken out, and nothing beside it', () => {
    expect(withoutAt(claims, 'realm_access.roles')).toEqual({
      ...claims,
      realm_access: { other: 1 },
    })
    expect(withoutAt(claims, 'resource_access.my.client.roles').resource_access).toEqual({
      'my.client': {},
      account: { roles: ['f'] },
    })
    expect(withoutAt(claims, 'nothing.here')).toBe(claims)
    expect(isAt(withoutAt(claims, 'https://example.com/roles'), 'https://example.com/roles')).toBe(
      false,
    )
    expect(claims.realm_access.roles).toEqual(['d'])
  })
})
