/** Which request targets are the login's own. */
import { describe, expect, it } from 'vitest'
import { createOwnPaths } from '../../src/routes/own-paths.ts'

const PATHS = ['/login', '/app/callback', '/app/logout', '/app']

describe('a target is the login’s own', () => {
  const owns = createOwnPaths(PATHS, '')

  it.each(PATHS)('by its path: %s', (path) => {
    for (const target of [path, `${path}?`, `${path}?a=/b#c`, `${path}#`]) {
      expect(owns(target), target).toBe(true)
    }
  })

  it.each([
    ...['', '/', '?', '#', '/logi', '/login/', '/login2', '/LOGIN', '//login', 'login', ' /login'],
    ...['/login%3f', '/x/login', '/x?/login', '/app/callbac?', '/app/callbacks?', '/apx', '/appx?'],
    ...['/xxxxx', '/xxxxx?a', 'https://app.example/login'],
  ])('not by something else: %j', (target) => {
    expect(owns(target)).toBe(false)
  })
})

it('behind a proxy that cuts the beginning off, the rest of the paths below it are', () => {
  const owns = createOwnPaths(PATHS, '/app')
  const own = ['/callback', '/callback?x', '/logout', '']
  const others = ['/login', '/app/callback', '/app', '/', 'in']
  expect([...own, ...others].filter(owns)).toEqual(own)
})

it('without paths nothing is', () => {
  expect(createOwnPaths([], '')('/')).toBe(false)
})
