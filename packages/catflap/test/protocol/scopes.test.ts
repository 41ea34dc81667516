import { expect, it } from 'vitest'
import { chooseScopes } from '../../src/protocol/scopes.ts'

const ALL = 'openid profile email groups offline_access'

it.each<[string, readonly string[] | undefined, readonly string[] | undefined, string]>([
  ['all of ours when the provider does not say', undefined, undefined, ALL],
  ['those that the provider offers', undefined, ['groups', 'email', 'x'], 'openid email groups'],
  ['openid alone when nothing of ours is offered', undefined, [], 'openid'],
  ['exactly the configured ones, offered or not', ['b', 'a'], ['email'], 'openid b a'],
  ['openid first and once', ['email', 'openid'], undefined, 'openid email'],
  ['no scope twice', ['a', 'a'], undefined, 'openid a'],
  ['openid alone when none is configured', [], undefined, 'openid'],
])('asks for %s', (_, configured, offered, scope) => {
  expect(chooseScopes(configured, offered)).toBe(scope)
})

it('asks for nothing that is known to be given never, unless it is configured', () => {
  const offered = ['openid', 'groups', 'offline_access']
  expect(chooseScopes(undefined, offered, ['offline_access'])).toBe('openid groups')
  expect(chooseScopes(undefined, undefined, ['offline_access'])).toBe('openid profile email groups')
  expect(chooseScopes(['offline_access'], offered, ['offline_access'])).toBe(
    'openid offline_access',
  )
})
