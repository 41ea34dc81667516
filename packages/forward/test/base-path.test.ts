import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinBase } from '../src/index.ts'

describe('an app below a path', () => {
  it.each([
    ['/', '/app/'],
    ['/a/b?x=/../..', '/app/a/b?x=/../..'],
    ['//a', '/app//a'],
    ['/a%2Fb', '/app/a%2Fb'],
    ['/a.b/.well-known/..a', '/app/a.b/.well-known/..a'],
  ])('is asked for %s at %s', (target, joined) => {
    expect(joinBase('/app', target)).toBe(joined)
  })

  it('at the root gets every target as it came', () => {
    expect(joinBase('', '/../%2e%2e')).toBe('/../%2e%2e')
  })

  it.each([
    '/..',
    '/../admin',
    '/a/../../admin',
    '/./x',
    '/%2e%2e/admin',
    '/.%2E/admin',
    '/%252e%252e/admin',
    '/%25252e%25252e/admin',
    '/..%2fadmin',
    '/..\\admin',
    '/..%5cadmin',
    '/..;x=1/admin',
    '/..%3bx/admin',
    '/..%20/admin',
    '/..%3f/admin',
    '/..%23/admin',
    '/%ef%bc%8e%ef%bc%8e/admin',
    '/%e2%80%a5/admin',
    '/..%00/admin',
    '/a%0a/../admin',
    '/%zz',
    '/%c0%ae%c0%ae/admin',
    'http://evil.example/',
    '*',
  ])(
    'is never left by %s: CVE-2021-21321, CVE-2021-21322, GHSA-2q7r-29rg-6m5h, CVE-2026-120213',
    (target) => {
      expect(joinBase('/app', target)).toBeUndefined()
    },
  )

  it('is never left as a URL parser reads it', () => {
    const piece = fc.constantFrom(
      '.',
      '..',
      '/',
      '\\',
      '%2e',
      '%2f',
      '%5c',
      ';',
      'a',
      '%25',
      '?',
      '#',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const joined = joinBase('/app', `/${pieces.join('')}`)
        if (joined === undefined) return
        expect(new URL(`http://host${joined}`).pathname).toMatch(/^\/app\//)
      }),
    )
  })
})
