import { describe, expect, it } from 'vitest'
import { isDocument, isNavigation, isSubresource } from '../../src/protocol/fetch-metadata.ts'

type Headers = Record<string, string>
const reader = (headers: Headers) => (name: string) => headers[name]

describe('navigation', () => {
  it.each<[string, boolean, Headers]>([
    ['a click', true, { 'sec-fetch-mode': 'navigate', accept: 'text/html' }],
    ['a navigation that takes anything', true, { 'sec-fetch-mode': 'navigate', accept: '*/*' }],
    ['a script', false, { 'sec-fetch-mode': 'cors', accept: 'text/html' }],
    ['an image', false, { 'sec-fetch-mode': 'no-cors' }],
    ['a prefetch', false, { 'sec-fetch-mode': 'navigate', 'sec-purpose': 'prefetch' }],
    ['a prerender', false, { 'sec-fetch-mode': 'navigate', 'sec-purpose': 'prefetch;prerender' }],
    ['another purpose', true, { 'sec-fetch-mode': 'navigate', 'sec-purpose': 'preview' }],
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
    ['an image of Safari before 16.4', true, { accept: 'image/webp,image/*;q=0.8,*/*;q=0.5' }],
    ['a script of Safari before 16.4', true, { accept: '*/*' }],
    ['its fetch for JSON', true, { accept: 'application/json' }],
    ['its fetch for nothing', true, { accept: '' }],
    ['its WebSocket', true, { upgrade: 'websocket' }],
    [
      'its click',
      false,
      { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
    ],
    ['a request without headers', false, {}],
  ])('%s counts: %s', (_, counts, headers) => {
    expect(isSubresource(reader(headers))).toBe(counts)
  })
})

describe('a document of a window', () => {
  it.each<[string, boolean, Headers]>([
    ['a click', true, { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' }],
    ['a frame', false, { 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate' }],
    ['a script', false, { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'cors' }],
    ['an old browser', false, { accept: 'text/html' }],
  ])('%s counts: %s', (_, counts, headers) => {
    expect(isDocument(reader(headers))).toBe(counts)
  })
})
