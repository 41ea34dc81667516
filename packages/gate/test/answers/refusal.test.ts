/** The gate's own pages: the library's frame, both languages, and whole sentences in each of them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { page } from 'catflap/frame'
import { describe, expect, it } from 'vitest'
import { gateFactText } from '../../src/answers/facts.ts'
import { refusalResponse } from '../../src/answers/refusal.ts'
import { GATE_ERRORS, GateError, type GateErrorCode } from '../../src/errors.ts'

const CODES = Object.keys(GATE_ERRORS) as GateErrorCode[]
const asks =
  (headers: Readonly<Record<string, string>>) =>
  (name: string): string | undefined =>
    headers[name]
const PERSON = { accept: 'text/html,*/*;q=0.8' }

const headOf = (html: string): string => html.replace(/^.*<style>(.*)<\/style>.*$/s, '$1')

describe('a page of the gate', () => {
  it.each(CODES)('about %s stands in the frame of the library’s pages', async (code) => {
    const answer = refusalResponse(new GateError(code, { seen: '<b>' }), asks(PERSON))
    const frame = page('en', 200, { title: '', body: '' })
    for (const name of ['content-security-policy', 'referrer-policy', 'cache-control']) {
      expect(answer.headers.get(name)).toBe(frame.headers.get(name))
    }
    const html = await answer.text()
    expect(headOf(html)).toBe(headOf(await frame.text()))
    expect(html).toContain('<dd>&#60;b&#62;</dd>')
    expect(answer.status).toBe(GATE_ERRORS[code].status)
  })

  it('offers to ask again only where another answer may come', async () => {
    const offering = await Promise.all(
      CODES.map(async (code) => {
        const html = await refusalResponse(new GateError(code), asks(PERSON)).text()
        return html.includes('href=""') ? [code] : []
      }),
    )
    expect(offering.flat()).toEqual([
      'GATE_SOCKETS_TOO_MANY',
      'GATE_UPSTREAM_SLOW',
      'GATE_UPSTREAM_UNREACHABLE',
      'GATE_UPSTREAM_UNUSABLE',
    ])
  })

  it.each([
    [{ accept: 'application/json' }, 'application/problem+json'],
    [{ ...PERSON, 'sec-purpose': 'prefetch' }, 'application/problem+json'],
    [PERSON, 'text/html; charset=utf-8'],
  ])('is for people: %j gets %s', (headers, type) => {
    const answer = refusalResponse(new GateError('GATE_RULE_DENIES'), asks(headers))
    expect(answer.headers.get('content-type')).toBe(type)
  })
})

describe('in Chinese', () => {
  /** What the sources write as expected and seen, as far as it is no value. */
  const literals = readdirSync(join(import.meta.dirname, '../../src'), { recursive: true })
    .map(String)
    .filter((file) => /^(ask|doors|identity)\/.*\.ts$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(import.meta.dirname, '../../src', file), 'utf8')
      const facts = [...text.matchAll(/(?:expected|seen): '([^']+)'/g)].map(([, fact]) => fact)
      const templates = [...text.matchAll(/(?:expected|seen): `([^`]+)`/g)].map(([, fact = '']) =>
        fact.replace(/\$\{[^}]+\}/g, '7'),
      )
      const asked = [...text.matchAll(/misconfigured\(([^)]*)/g)].flatMap(([, inner = '']) =>
        [...inner.matchAll(/'([^']+)'/g)].map(([, fact = '']) => fact),
      )
      // Not the lines to write into a configuration, which are the same in each language.
      const chosen = [...text.matchAll(/(?<!line: \w+ )\? '([^']+)' : '([^']+)'/g)].flatMap(
        ([, a, b]) => [a, b],
      )
      return [...facts, ...templates, ...asked, ...chosen]
    })
    .filter((fact): fact is string => fact !== undefined && /[a-z] ?[a-z]/.test(fact))
    .filter(
      (fact) => !/^x-|^https?:|^(?:visitor|upstream|exactly|loosely|host|ipv[46])$/.test(fact),
    )

  it('are no English words among what was expected and seen', () => {
    expect(literals).toEqual(expect.arrayContaining(['not sent', 'several', 'a whole address']))
    const english = literals.filter((fact) => !/\p{Script=Han}/u.test(gateFactText(fact, 'zh')))
    expect(english).toEqual([])
  })

  it('keeps the values as they are', () => {
    expect(gateFactText('4000 bytes, 90 groups', 'zh')).toBe('4000 字节，90 个组')
    expect(gateFactText('ECONNREFUSED', 'zh')).toBe('ECONNREFUSED')
    expect(gateFactText('not sent', 'en')).toBe('not sent')
  })
})
