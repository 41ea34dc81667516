/** Each path of the corpus, and what the rules say of it. */
import { describe, expect, it } from 'vitest'
import { decide } from '../../src/rules/decide.ts'
import { CORPUS, CORPUS_RULES, MORE, rulesOf } from './corpus.ts'

const rules = rulesOf(CORPUS_RULES)

const rows = [CORPUS, MORE].flatMap((corpus) =>
  Object.entries(corpus).flatMap(([kind, targets]) => targets.map((target) => [kind, target])),
)

describe(
  'two readings of a path (GHSA-63jm-59jj-478j, GHSA-3q34-rx83-r6mq, CVE-2026-134802, CVE-2026-107334, ' +
    'CVE-2025-66490, CVE-2025-47952, CVE-2026-48020, CVE-2026-65600, CVE-2026-27587)',
  () => {
    it('holds all 107 targets of the corpus', () => {
      expect(Object.values(CORPUS).flat()).toHaveLength(107)
    })

    it.each(rows)('is %s: GET %s', (kind = '', target = '') => {
      expect(decide(rules, 'GET', target).kind).toBe(kind)
    })
  },
)

describe('query or fragment in the match (CVE-2025-54576, CVE-2026-41059, CVE-2023-47106, CVE-2026-9800)', () => {
  it.each(['/admin?x=/public/', '/admin?/public', '/admin#/public', '/admin%3f/public/a'])(
    'is for the group: %s',
    (target) => {
      expect(decide(rules, 'GET', target).kind).toBe('groups')
    },
  )

  it.each(['/app?x=/public/a', '/app#/public/a', '/public/..#', '/healthz#x', '/x?=/healthz'])(
    'is not public: %s',
    (target) => {
      expect(decide(rules, 'GET', target).kind).toBe('signed-in')
    },
  )
})

describe('methods', () => {
  it.each([
    ['POST', '/api/hook', 'public'],
    ['GET', '/api/hook', 'signed-in'],
    ['PUT', '/api/hook', 'signed-in'],
    ['OPTIONS', '/api/hook', 'signed-in'],
    ['HEAD', '/public/a', 'public'],
    ['POST', '/public/a', 'signed-in'],
    ['M-SEARCH', '/app', 'signed-in'],
  ])('%s %s is %s', (method, target, kind) => {
    expect(decide(rules, method, target).kind).toBe(kind)
  })

  it.each(['', 'get', 'GET ', 'G\u0000T', 'GET,POST', '-GET'])('refuses %j', (method) => {
    expect(decide(rules, method, '/public')).toEqual({ kind: 'invalid', reason: 'method' })
  })

  it('HEAD is barred by what bars GET, and not opened by what opens it', () => {
    const some = rulesOf([
      { path: '/a', deny: true, methods: ['GET'] },
      { path: '/b', public: true, methods: ['GET'] },
    ])
    expect(decide(some, 'HEAD', '/a').kind).toBe('deny')
    expect(decide(some, 'HEAD', '/b').kind).toBe('signed-in')
  })
})
