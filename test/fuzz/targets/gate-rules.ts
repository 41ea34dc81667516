/** What the gate's rules say of a target: no way to write a path opens what another way does not. */
import { decide } from '../../../packages/gate/src/rules/decide.ts'
import { explain } from '../../../packages/gate/src/rules/explain.ts'
import { parseRules } from '../../../packages/gate/src/rules/parse.ts'
import {
  hasOneReading,
  isPlain,
  pathOf,
  readingsOf,
} from '../../../packages/gate/src/rules/readings.ts'
import type { Rules } from '../../../packages/gate/src/rules/rule.ts'
import { CORPUS_RULES, rulesOf } from '../../../packages/gate/test/rules/corpus.ts'
import { isAsStrict } from '../../../packages/gate/test/rules/strictness.ts'
import { must, type Target } from '../engine/target.ts'

const RULES = rulesOf(CORPUS_RULES)
/** A line of rules as JSON may stand before the target. */
const OWN_RULES = /^(\[.*\])\n/

export const target: Target = {
  mostBytes: 512,
  words: [
    ...[
      '/',
      '//',
      '/.',
      '/..',
      '/./',
      '/../',
      '\\',
      ';',
      ';x=1',
      '?',
      '#',
      '%',
      '%2f',
      '%5c',
      '%2e',
      '%252e',
      '%252f',
      '%25',
      '%3b',
      '%00',
      '%20',
      '%0a',
    ],
    ...[
      '%c0%af',
      '%EF%BC%8F',
      '%E2%80%A5',
      '%EF%BD%81',
      '%C4%B1',
      '%C3%9F',
      'internal',
      'admin',
      'public',
      'healthz',
      '/api/hook',
      'ADMIN',
      '.json',
      ':80',
      '/public/',
      '/admin',
    ],
    ...[
      '{"path":"/a","deny":true}',
      '{"path":"=/b/*","public":true}',
      '{"path":"/c","groups":["G"]}',
      '[',
      ']',
      ',',
      '\n',
      '"methods":["GET"]',
      '"unauthenticated":"401"',
    ],
  ],
  // A path may have hundreds of readings, each of them bounded.
  work: { base: 60_000_000, perByte: 0 },
  slow: 200,
  run(input) {
    const text = input.toString('latin1')
    const [line = '', written] = OWN_RULES.exec(text) ?? []
    const rules = written === undefined ? RULES : rulesIn(written)
    const wanted = text.slice(line.length)
    const verdict = decide(rules, 'GET', wanted)
    const explained = explain(rules, 'GET', wanted)
    must(
      JSON.stringify(explained.verdict) === JSON.stringify(verdict),
      'the explanation is the decision',
    )
    for (const method of ['get', 'G T', '', 'GET\n'])
      must(decide(rules, method, wanted).kind === 'invalid', 'a method is one')
    if (verdict.kind === 'invalid') return
    const path = pathOf(wanted)
    const readings = readingsOf(path)
    must(typeof readings !== 'string', 'what is judged can be read')
    if (hasOneReading(path))
      must(readings.length === 1 && isPlain(path), 'what has one reading has one')
    if (rules === RULES)
      must(isAsStrict(decide(rules, 'HEAD', wanted), verdict), 'HEAD opens no more than GET')
    must(
      JSON.stringify(decide(rules, 'GET', `${path}?x=/../admin#y`)) ===
        JSON.stringify(decide(rules, 'GET', path)),
      'no query changes anything',
    )
    if (rules === RULES && verdict.kind === 'public') {
      must(/^\/(?:public(?:$|\/)|healthz$)/.test(path), 'public is what a rule opens')
      must(!/\/\.{1,2}(?:\/|$)|\/\/|\\|%2f/i.test(path), 'and in a plain form')
    }
    for (const at of [1, (path.length >> 1) | 1, path.length - 1]) {
      if (at < 1 || at >= path.length) continue
      const code = path.charCodeAt(at).toString(16).padStart(2, '0')
      const other = `${path.slice(0, at)}%${code}${path.slice(at + 1)}`
      must(isAsStrict(decide(rules, 'GET', other), verdict), 'an escape opens nothing')
    }
  },
}

/** The rules of a text, or those of the corpus where it holds none. */
function rulesIn(text: string): Rules {
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    return RULES
  }
  const { rules, problems } = parseRules(list, undefined)
  must(
    (rules === undefined) === (problems?.length ?? 0) > 0,
    'there are rules, or what is wrong with them',
  )
  return rules ?? RULES
}
