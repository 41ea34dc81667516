/** What a list of rules must look like, and what is told of one that does not. */
import { describe, expect, it } from 'vitest'
import { decide } from '../../src/rules/decide.ts'
import { parseRules } from '../../src/rules/parse.ts'
import { rulesOf } from './corpus.ts'

const told = (list: unknown, otherwise?: unknown) =>
  (parseRules(list, otherwise).problems ?? []).map(({ code, at }) => [code, at])

describe('rules as they are written', () => {
  it('are none where nothing is said: whoever is signed in may pass', () => {
    expect(decide(rulesOf([]), 'GET', '/x').kind).toBe('signed-in')
    expect(decide(parseRules(undefined, undefined).rules!, 'GET', '/x').kind).toBe('signed-in')
  })

  it.each([
    ['deny', 'deny', []],
    [{ groups: ['STAFF'] }, 'groups', ['STAFF']],
    ['signed-in', 'signed-in', []],
  ])('by default %j', (otherwise, kind, groups) => {
    expect(decide(rulesOf([], otherwise), 'GET', '/x')).toMatchObject({ kind, groups })
  })

  it('the first that covers a path decides', () => {
    const rules = rulesOf([
      { path: '/admin/help', 'signed-in': true },
      { path: '/admin', groups: ['ADMIN'] },
      { path: '/users/*/avatar', public: true },
      { path: '/users', groups: ['STAFF'] },
    ])
    const kind = (target: string) => decide(rules, 'GET', target).kind
    expect(kind('/admin/help/x')).toBe('signed-in')
    expect(kind('/admin/helper')).toBe('groups')
    expect(kind('/users/1/avatar')).toBe('public')
    expect(kind('/users//avatar')).toBe('groups')
    expect(kind('/users/1/2/avatar')).toBe('groups')
  })

  it('an exception written in one case is none in another', () => {
    const rules = rulesOf([
      { path: '/admin/help', 'signed-in': true },
      { path: '/admin', groups: ['ADMIN'] },
    ])
    for (const target of ['/admin/HELP', '/Admin/help', '/admin/help.json', '/admin/help;x']) {
      expect([target, decide(rules, 'GET', target).kind]).toEqual([target, 'groups'])
    }
  })

  it('a path that two rules about groups cover in two readings is for members of both alone', () => {
    const rules = rulesOf([
      { path: '/a', groups: ['ONE', 'BOTH'] },
      { path: '/b', groups: ['TWO', 'BOTH'] },
      { path: '/c', groups: ['ONE'] },
    ])
    expect(decide(rules, 'GET', '/a/../b')).toMatchObject({ kind: 'groups', groups: ['BOTH'] })
    expect(decide(rules, 'GET', '/b/../c').kind).toBe('deny')
  })

  it('a path for programs says so in every reading', () => {
    const rules = rulesOf([{ path: '/api', unauthenticated: '401' }])
    expect(decide(rules, 'GET', '/api/x')).toMatchObject({
      kind: 'signed-in',
      unauthenticated: '401',
    })
    expect(decide(rules, 'GET', '/x/../api')).toMatchObject({ unauthenticated: '401' })
    expect(decide(rules, 'GET', '/x')).toMatchObject({ unauthenticated: undefined })
  })

  it.each([
    ['/', '/x', true],
    ['=/', '/', true],
    ['=/', '/x', false],
    ['=/', '/x/..%23y', true],
    ['=/', '/x/..%3Fy', true],
    ['=/', '/..%20', true],
    ['=/', '/x/..%20.', true],
    ['=/a/', '/a/', true],
    ['=/a/', '/a/b', false],
    ['=/a', '/a/b', false],
    ['=/a', '/a.json', true],
    ['/a.b', '/a.b/c', true],
    ['/a.b', '/a', false],
    ['/你好', '/%E4%BD%A0%E5%A5%BD/x', true],
    ['/ας', '/%CE%91%CE%A3.json', true],
    ['/*/x', '/a/x', true],
    ['/*/x', '//x', true],
    ['/*/x', '/x', false],
    ['/*', '/', false],
    ['/*', '/a', true],
  ])('%s bars %s: %s', (path, target, barred) => {
    const { kind } = decide(rulesOf([{ path, deny: true }]), 'GET', target)
    expect(kind === 'deny').toBe(barred)
  })
})

describe('rules that are refused', () => {
  it.each<[string, unknown, string, string]>([
    ['no list', { path: '/a' }, 'RULES_NOT_A_LIST', 'rules'],
    ['a word', ['/admin'], 'RULE_NOT_A_MAPPING', 'rules[0]'],
    ['an unknown key', [{ path: '/a', public: true, x: 1 }], 'RULE_KEY_UNKNOWN', 'rules[0].x'],
    ['nobody', [{ path: '/a' }], 'RULE_ACCESS_MISSING', 'rules[0]'],
    ['two', [{ path: '/a', public: true, deny: true }], 'RULE_ACCESS_CONFLICT', 'rules[0]'],
    ['public: false', [{ path: '/a', public: false }], 'RULE_VALUE_INVALID', 'rules[0].public'],
    ['public: "true"', [{ path: '/a', public: 'true' }], 'RULE_VALUE_INVALID', 'rules[0].public'],
    ['no group', [{ path: '/a', groups: [] }], 'RULE_VALUE_INVALID', 'rules[0].groups'],
    ['one group as text', [{ path: '/a', groups: 'A' }], 'RULE_VALUE_INVALID', 'rules[0].groups'],
    ['an empty group', [{ path: '/a', groups: [''] }], 'RULE_VALUE_INVALID', 'rules[0].groups'],
    [
      'methods in small letters',
      [{ path: '/a', public: true, methods: ['get'] }],
      'RULE_VALUE_INVALID',
      'rules[0].methods',
    ],
    [
      'another status',
      [{ path: '/a', unauthenticated: 403 }],
      'RULE_VALUE_INVALID',
      'rules[0].unauthenticated',
    ],
    ['everything public', [{ path: '/', public: true }], 'RULE_PATH_TOO_OPEN', 'rules[0].path'],
    ['any segment public', [{ path: '/*', public: true }], 'RULE_PATH_TOO_OPEN', 'rules[0].path'],
    [
      'a rule below one that covers it',
      [
        { path: '/a', public: true },
        { path: '/a/b', groups: ['X'] },
      ],
      'RULE_NEVER_APPLIES',
      'rules[1].path',
    ],
  ])('%s', (_, list, code, at) => {
    expect(told(list)).toEqual([[code, at]])
  })

  it.each([
    ...[
      '',
      'admin',
      'http://x/admin',
      '^/admin',
      '/admin/',
      '/a//b',
      '/a/./b',
      '/a/../b',
      '/%61',
      '/a b',
    ],
    ...[
      '/a?x',
      '/a#x',
      '/a;x',
      '/a\\b',
      '/a\u0000',
      '=admin',
      '/a.',
      '/**',
      '/*.css',
      '/a*',
      '/ａ',
      '/ |/x',
    ],
  ])('a path like %j', (path) => {
    expect(told([{ path, deny: true }])).toEqual([['RULE_PATH_INVALID', 'rules[0].path']])
  })

  it.each(['ip', 'network', 'source', 'userAgent', 'header', 'query', 'host'])(
    'exceptions by header or address (CVE-2026-34457, GHSA-wr5q-7wxw-x568, CVE-2024-47070): %s',
    (key) => {
      const list = [{ path: '/a', public: true, [key]: 'x' }]
      expect(told(list)).toEqual([['RULE_BY_ADDRESS', `rules[0].${key}`]])
    },
  )

  it.each(['public', 'open', null, [], { groups: [] }, { groups: ['A'], x: 1 }])(
    'by default %j',
    (otherwise) => {
      expect(told([], otherwise)).toEqual([['RULE_VALUE_INVALID', 'default']])
    },
  )

  it('all at once, each with what to write in both languages', () => {
    const { problems = [] } = parseRules([{ path: 'a' }, { path: '/b', publik: true }, 7], 'open')
    expect(problems.map(({ at }) => at)).toEqual([
      ...['default', 'rules[0]', 'rules[0].path', 'rules[1].publik', 'rules[1]', 'rules[2]'],
    ])
    for (const { fix } of problems) {
      expect(fix.en).toMatch(/\w/)
      expect(fix.zh).toMatch(/\p{Script=Han}/u)
    }
  })

  it('a rule is no rule above another one about other methods or fewer paths', () => {
    const list = [
      { path: '=/a', public: true },
      { path: '/a', groups: ['A'] },
      { path: '/b', public: true, methods: ['GET'] },
      { path: '/b', deny: true },
      { path: '/*/c', deny: true },
    ]
    expect(told(list)).toEqual([])
  })
})
