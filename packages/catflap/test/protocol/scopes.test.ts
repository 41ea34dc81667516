import { expect, it } from 'vitest'
import { chooseScopes } from '../../src/protocol/scopes.ts'

it.each<[string, readonly string[] | undefined, readonly string[] | undefined, string]>([
  [
    'all of ours when the provider does not say',
    undefined,
    undefined,
    'openid profile email groups',
  ],
  ['those that the provider offers', undefined, ['groups', 'email', 'x'], 'openid email groups'],
  ['openid alone when nothing of ours is offered', undefined, [], 'openid'],
  ['exactly the configured ones, offered or not', ['b', 'a'], ['email'], 'openid b a'],
  ['openid first and once', ['email', 'openid'], undefined, 'openid email'],
  ['no scope twice', ['a', 'a'], undefined, 'openid a'],
  ['openid alone when none is configured', [], undefined, 'openid'],
])('asks for %s', (_, configured, offered, scope) => {
  expect(chooseScopes(configured, offered, false)).toBe(scope)
})

it('asks for offline_access only where it is needed and offered, or configured', () => {
  const offered = ['openid', 'groups', 'offline_access']
  expect(chooseScopes(undefined, offered, false)).toBe('openid groups')
  expect(chooseScopes(undefined, offered, true)).toBe('openid groups offline_access')
  expect(chooseScopes(undefined, ['openid'], true)).toBe('openid')
  expect(chooseScopes(['offline_access'], offered, false)).toBe('openid offline_access')
})
