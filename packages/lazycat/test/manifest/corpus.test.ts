import { describe, expect, it } from 'vitest'
import { checkManifest, FINDINGS, type Finding } from '../../src/manifest/index.ts'
import { readCorpus } from './corpus.ts'

/** `code at file:line`, as the head of a bad file says it. */
const places = (findings: readonly Finding[]) =>
  findings.map(({ code, file, line }) => `${code} at ${file}:${line}`)

const good = readCorpus('good')
const bad = readCorpus('bad')

describe('the corpus', () => {
  it.each(good)('finds nothing wrong with $name', ({ options }) => {
    expect(places(checkManifest(options))).toEqual([])
  })

  it.each(bad)('finds exactly one thing wrong with $name', ({ name, options }) => {
    const [, expected = ''] = /^# finding: (.*)$/m.exec(options.text) ?? []
    expect(places(checkManifest(options))).toEqual([expected])
    expect(name).toMatch(new RegExp(`^${expected.split(' ')[0]}(\\.[a-z-]+)?\\.yml$`))
  })

  it('has a bad file for every finding, and at least twelve good ones', () => {
    const named = new Set(bad.map(({ name }) => name.split('.')[0]))
    expect(Object.keys(FINDINGS).filter((code) => !named.has(code))).toEqual([])
    expect(good.length).toBeGreaterThanOrEqual(12)
  })
})

describe('a finding', () => {
  const findings = bad.flatMap(({ options }) => checkManifest(options))

  it.each(findings.map((finding) => [finding.code, finding] as const))(
    '%s says why and what to do, in both languages',
    (_, { why, fix }) => {
      for (const text of [why, fix]) {
        expect(text.en).toMatch(/[a-z]{2}/)
        expect(text.zh).toMatch(/[\u4e00-\u9fff]/)
        expect(text.en).not.toMatch(/[\u4e00-\u9fff]/)
      }
    },
  )

  it('repeats no secret', () => {
    const told = JSON.stringify(findings.filter(({ code }) => /secret|credential/.test(code)))
    expect(told).not.toMatch(/eyJ|PRIVATE KEY-|f00dfeed|s3cret/)
  })
})
