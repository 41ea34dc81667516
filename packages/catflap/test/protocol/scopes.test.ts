import { expect, it } from 'vitest'
import type { ProviderMetadata } from '../../src/protocol/metadata.ts'
import { chooseScopes, scopesOf } from '../../src/protocol/scopes.ts'

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

it.each<[string, readonly string[] | undefined, Partial<ProviderMetadata>, string]>([
  ['what its configuration names', ['a'], { scopes_supported: ['email'] }, 'openid a'],
  ['what the provider offers', undefined, { scopes_supported: ['email'] }, 'openid email'],
  [
    'offline_access at a provider that needs it',
    undefined,
    { scopes_supported: ['email', 'offline_access'], software: 'dex' },
    'openid email offline_access',
  ],
])('a client asks for %s', (_, scopes, metadata, scope) => {
  expect(scopesOf({ client: { scopes } }, metadata as ProviderMetadata)).toBe(scope)
})
