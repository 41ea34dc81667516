import { describe, expect, it } from 'vitest'
import { isNavigation, isSameOrigin, isSubresource } from '../../src/protocol/fetch-metadata.ts'

type Headers = Record<string, string>
const reader = (headers: Headers) => (name: string) => headers[name]
const ORIGIN = 'https://app.example'

describe('navigation', () => {
  it.each<[string, boolean, Headers]>([
    ['a click', true, { 'sec-fetch-mode': 'navigate', accept: 'text/html' }],
    ['a navigation that takes anything', true, { 'sec-fetch-mode': 'navigate', accept: '*/*' }],
    ['a script', false, { 'sec-fetch-mode': 'cors', accept: 'text/html' }],
    ['an image', false, { 'sec-fetch-mode': 'no-cors' }],
    ['a prefetch', false, { 'sec-fetch-mode': 'navigate', 'sec-purpose': 'prefetch' }],
    ['a prerender', false, { 'sec-fetch-mode': 'navigate', 'sec-purpose': 'prefetch;prerender' }],
    ['an old browser', true, { accept: 'text/html,application/xhtml+xml' }],
    ['a program', false, { accept: 'application/json' }],
    ['a program that takes anything', false, { accept: '*/*' }],
    ['a request without headers', false, {}],
  ])('%s counts: %s', (_, counts, headers) => {
    expect(isNavigation(reader(headers))).toBe(counts)
  })
})

describe('subresource', () => {
  it.each<[string, boolean, Headers]>([
    ['an image', true, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['a script', true, { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }],
    [
      'a prefetch',
      true,
      { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-purpose': 'prefetch' },
    ],
    ['a click', false, { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    ['a click elsewhere', false, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['a program', false, { accept: '*/*' }],
    ['a request without headers', false, {}],
  ])('%s counts: %s', (_, counts, headers) => {
    expect(isSubresource(reader(headers))).toBe(counts)
  })
})

describe('same origin', () => {
  it.each<[string, boolean, Headers]>([
    ['both headers of this origin', true, { 'sec-fetch-site': 'same-origin', origin: ORIGIN }],
    ['Sec-Fetch-Site alone', true, { 'sec-fetch-site': 'same-origin' }],
    ['Origin alone', true, { origin: ORIGIN }],
    ['neither header', false, {}],
    ['empty headers', false, { 'sec-fetch-site': '', origin: '' }],
    ['a neighbour on the same site', false, { 'sec-fetch-site': 'same-site', origin: ORIGIN }],
    ['another site', false, { 'sec-fetch-site': 'cross-site' }],
    ['no site, as typed addresses have', false, { 'sec-fetch-site': 'none' }],
    ['another origin', false, { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }],
    ['a hidden origin', false, { 'sec-fetch-site': 'same-origin', origin: 'null' }],
    ['a hidden origin alone', false, { origin: 'null' }],
    ['another port', false, { origin: `${ORIGIN}:8443` }],
    ['another scheme', false, { origin: 'http://app.example' }],
    ['an origin that begins alike', false, { origin: `${ORIGIN}.evil` }],
    ['two origins', false, { origin: `${ORIGIN}, https://evil.example` }],
  ])('%s counts: %s', (_, counts, headers) => {
    expect(isSameOrigin(reader(headers), ORIGIN)).toBe(counts)
  })
})
