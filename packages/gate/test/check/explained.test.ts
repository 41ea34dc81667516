/** What `check` explains is what the doors do: the same answers, for the same people. */
import type { Login, Session } from 'catflap'
import { describe, expect, it } from 'vitest'
import { explainRequest } from '../../src/check/explained.ts'
import { parseAsking } from '../../src/check/question.ts'
import { createJudge, type Outcome } from '../../src/doors/judge.ts'
import { CORPUS, CORPUS_RULES, MORE, rulesOf } from '../rules/corpus.ts'

const RULES = [...CORPUS_RULES, { path: '/api', unauthenticated: '401' }]

const PEOPLE: readonly (readonly string[] | undefined)[] = [
  undefined,
  [],
  ['ADMIN'],
  ['/ADMIN'],
  ['STAFF'],
]

/** What the doors' judge says, in the words of `check`. */
function judged(method: string, target: string, groups: readonly string[] | undefined): string {
  const session = groups === undefined ? undefined : ({ groups } as Session)
  const login: Pick<Login, 'origin' | 'readSession'> = {
    origin: 'https://app.example',
    readSession: () => session,
  }
  const judge = createJudge({ login, rules: rulesOf(RULES), origins: [] })
  const outcome = judge({ method, target, header: () => undefined }) as Outcome
  if (outcome.kind === 'pass') return 'app'
  if (outcome.kind === 'sign-in') return outcome.program ? '401' : 'sign-in'
  return String(outcome.error.status)
}

const targets = [
  ...Object.values(CORPUS).flat(),
  ...Object.values(MORE).flat(),
  '/api',
  '/api/hook',
]

describe('an explanation', () => {
  it.each(PEOPLE.map((groups) => [groups]))(
    'of %j is what the doors do, over the corpus',
    (groups) => {
      const rules = rulesOf(RULES)
      for (const method of ['GET', 'HEAD', 'POST']) {
        const said = targets.map((target) => {
          const found = explainRequest(rules, { method, target }, groups)
          return [target, found.kind === 'judged' ? found.asked.answer : '400']
        })
        expect(said).toEqual(targets.map((target) => [target, judged(method, target, groups)]))
      }
    },
  )

  it('names the rule, the reading that decided, and who passes', () => {
    const found = explainRequest(
      rulesOf(RULES),
      { method: 'GET', target: '/public/..%2fadmin' },
      undefined,
    )
    expect(found).toMatchObject({
      kind: 'judged',
      access: 'groups',
      rule: { at: 'rules[1]', path: '/admin', groups: ['ADMIN'] },
      decisive: { path: '/admin', steps: ['decode', 'dot-segments'] },
      outcomes: [
        { groups: undefined, answer: 'sign-in' },
        { groups: [], answer: '403' },
        { groups: ['ADMIN'], answer: 'app' },
      ],
    })
  })

  it('says that a path is closed only since it is not plain', () => {
    const closed = (target: string) => {
      const found = explainRequest(rulesOf(RULES), { method: 'GET', target }, undefined)
      return found.kind === 'judged' && found.closedAsUnplain
    }
    expect(['/public//a', '/public/a', '/app'].map(closed)).toEqual([true, false, false])
  })

  it.each([
    ['/_catflap/login', 'GET', 'own'],
    ['/_catflap', 'GET', 'own'],
    ['/_catflapper', 'GET', 'judged'],
    ['/', 'TRACE', 'method-refused'],
    ['/', 'get', 'invalid'],
  ])('of %s by %s is %s', (target, method, kind) => {
    expect(explainRequest(rulesOf([]), { method, target }, undefined).kind).toBe(kind)
  })
})

describe('what is asked about', () => {
  it.each([
    [['/a'], 'GET', '/a'],
    [['POST', '/a?b=c'], 'POST', '/a?b=c'],
    [['https://app.example/a/../b?x=1#top'], 'GET', '/a/../b?x=1'],
    [['HTTPS://u@app.example:8443'], 'GET', '/'],
    [['https://app.example?x'], 'GET', '/?x'],
    [['/a//b#c'], 'GET', '/a//b#c'],
    [['http:/a'], 'GET', 'http:/a'],
  ])('%j is %s %s, byte for byte', (operands, method, target) => {
    expect(parseAsking(operands)).toEqual({ method, target })
  })
})
