/** What `npm run mutation -- --changed` asks of sources that have changed since they were measured, and when it fails. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changesOf, faultsOf, rangesOf } from '../mutation/changes.mjs'
import { filesIn } from '../mutation/measure.mjs'
import { PARTS, testsOf } from '../mutation/parts.mjs'
import { hashOfText, ROOT, sourcesOf } from '../mutation/records.mjs'

describe('the lines that are asked', () => {
  let root: string
  const git = (...args: readonly string[]) => {
    const own = ['user.name=a', 'user.email=a@example.org', 'commit.gpgSign=false']
    execFileSync('git', [...own.flatMap((one) => ['-c', one]), ...args], {
      cwd: root,
      stdio: 'pipe',
    })
  }
  const commit = (text: string, file = 'a.ts') => {
    writeFileSync(join(root, file), text)
    git('add', '.')
    git('commit', '--quiet', '--message', 'x')
  }
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'catflap-changes-'))
    git('init', '--quiet')
    commit('one\ntwo\nthree\nfour\n')
  })
  afterEach(() => rmSync(root, { recursive: true }))
  const measured = hashOfText('one\ntwo\nthree\nfour\n')

  it('are those that differ from what was measured, however many commits ago that was', () => {
    commit('one\n2\nthree\nfour\n')
    commit('one\n2\nthree\nfour\nfive\nsix\n')
    commit('elsewhere', 'b.ts')
    expect(changesOf(root, 'a.ts', measured)).toEqual(['a.ts:2-2', 'a.ts:5-6'])
  })

  it('are the same whatever the person who asks has git show', () => {
    git('config', 'color.ui', 'always')
    git('config', 'diff.external', 'true')
    commit('one\n2\nthree\nfour\n')
    expect(changesOf(root, 'a.ts', measured)).toEqual(['a.ts:2-2'])
  })

  it('are none when the source is again what was measured', () => {
    commit('one\n')
    commit('one\ntwo\nthree\nfour\n')
    expect(changesOf(root, 'a.ts', measured)).toEqual([])
  })

  it('are all of a source whose measured version is not known', () => {
    expect(changesOf(root, 'a.ts', hashOfText('of another history'))).toEqual(['a.ts'])
    expect(changesOf(root, 'a.ts', undefined)).toEqual(['a.ts'])
  })

  it.each([
    ['a line', '@@ -4 +4 @@ f()', [[4, 4]]],
    ['some lines', '@@ -4,2 +5,3 @@', [[5, 7]]],
    ['lines beside those that are gone', '@@ -4,2 +3,0 @@', [[3, 4]]],
    ['the first line where those before it are gone', '@@ -1,2 +0,0 @@', [[1, 1]]],
    [
      'two places',
      '@@ -1 +1 @@\n-a\n+b\n@@ -9,0 +9,2 @@\n+@@ -1 +1 @@',
      [
        [1, 1],
        [9, 10],
      ],
    ],
  ])('are %s', (_, diff, ranges) => {
    expect(rangesOf(`--- a/a.ts\n+++ b/a.ts\n${diff}\n`)).toEqual(ranges)
  })
})

describe('changes are held', () => {
  const file = 'a.ts'
  const location = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } }
  const faults = (statuses: readonly string[], reasons = {}) => {
    const mutants = statuses.map((status) => ({ status, replacement: 'b', location }))
    return faultsOf({ files: { [file]: { source: 'a', mutants } } }, [file], { [file]: reasons })
  }

  it('when every mutant of theirs is noticed, is prose, or has a reason', () => {
    expect(faults(['Killed', 'Timeout', 'Ignored'])).toEqual([])
    expect(faults(['Survived'], { 'a → b': 'both say the same' })).toEqual([])
    expect(faults([])).toEqual([])
    expect(faultsOf({ files: {} }, [file], {})).toEqual([])
  })

  it.each(['Survived', 'NoCoverage'])('not when one is not noticed: %s', (status) => {
    expect(faults(['Killed', status])).toEqual(['survived, a.ts:1: a → b'])
  })

  it.each(['RuntimeError', 'Pending'])('not when one was not asked: %s', (status) => {
    expect(faults(['Killed', status])).toEqual(['not asked, a.ts: 1'])
  })
})

it('a source with tests of its own is one of its part, and its tests are there', () => {
  for (const [name, { own = {}, tests }] of Object.entries(PARTS)) {
    const sources = sourcesOf(name)
    const bases = sources.map((file) => basename(file, '.ts'))
    expect(Object.keys(own).filter((base) => !bases.includes(base))).toEqual([])
    expect(
      Object.values(own)
        .flat()
        .filter((test) => !existsSync(join(ROOT, test))),
    ).toEqual([])
    for (const file of sources)
      expect(filesIn(ROOT, testsOf(name, file), /\.test\.tsx?$/)).not.toEqual([])
    expect(testsOf(name, 'elsewhere.ts')).toEqual(tests)
  }
})
