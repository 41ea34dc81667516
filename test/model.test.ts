/**
 * The model of lease, renewal and logout (spec/) stands for functions of the library: when one of them changes,
 * somebody has to look whether the model still says what it does.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { read } from '../spec/check.mjs'
import { CONFIGURATIONS, MISTAKES } from '../spec/configurations.mjs'
import { changedFunctions, namedFunctions, sourceOf } from '../spec/functions.mjs'

const SPEC = new URL('../spec/', import.meta.url)
const text = (file: string): string => readFileSync(new URL(file, SPEC), 'utf8')
const models = readdirSync(SPEC)
  .filter((file) => file.endsWith('.pml'))
  .map(text)
  .join('\n')

it('the model was looked at since its functions changed: look, then npm run model -- --looked-at', () => {
  expect(changedFunctions()).toEqual([])
})

it('the model names the functions of lease, renewal and ends', () => {
  const names = namedFunctions()
  for (const name of ['session/lease.ts takeLease', 'session/renewal.ts replace']) {
    expect(names).toContain(name)
  }
  for (const name of ['session/stored.ts endStored', 'routes/back-channel-logout.ts claim']) {
    expect(names).toContain(name)
  }
})

it('a function is taken from its first line to its last', () => {
  expect(sourceOf('session/lease.ts release')).toMatch(
    /^ {4}async release\(code\) \{\n[\s\S]*\n {4}\}/,
  )
  expect(sourceOf('session/lease.ts isHeld')).toBe('    isHeld: () => now() < heldUntil - SKEW,')
  expect(sourceOf('session/renewal.ts replace')).toMatch(
    /^ {2}async function replace\([\s\S]*\n {2}\}$/,
  )
  const file = 'function a() {\n  b()\n}\nfunction c() {}\n'
  expect(sourceOf('x.ts a', () => file)).toBe('function a() {\n  b()\n}')
})

it('a function that is not there any more is told', () => {
  expect(() => sourceOf('session/lease.ts nothing')).toThrow('no such function')
})

it('every proctype and inline but those of the environment says what it stands for', () => {
  const silent = ['lease.pml', 'session.pml', 'logout.pml'].flatMap((file) =>
    text(file)
      .split(/^(?=(?:active .*)?(?:proctype|inline) )/m)
      .slice(1)
      .map((part) => /(?:proctype|inline) (\w+)/.exec(part)?.[1] ?? '')
      .filter((name) => !standsFor(text(file), name)),
  )
  expect(silent).toEqual(['own', 'foreign', 'own', 'foreign', 'disown', 'InTheEnd'])
})

/** Whether the comment right above, or one inside, says what it stands for. */
function standsFor(file: string, name: string): boolean {
  const [before = '', after = ''] = file.split(
    new RegExp(`^(?:active .*)?(?:proctype|inline) ${name}\\b`, 'm'),
  )
  const comment = before.slice(before.lastIndexOf('/*'))
  const body = after.slice(0, after.indexOf('\n}'))
  return /^\/\*[^*]*Stands for: [^*]*\*\/\n$/.test(comment) || body.includes('Stands for: ')
}

it('every mistake is a switch of the model, in a configuration that there is', () => {
  for (const { set, in: name } of MISTAKES) {
    expect(models).toMatch(new RegExp(`#ifn?def ${set}\\b|defined\\(${set}\\)`))
    expect(Object.keys(CONFIGURATIONS)).toContain(name)
  }
})

it('every name that a configuration sets is one of the model’s', () => {
  for (const { set } of Object.values(CONFIGURATIONS)) {
    for (const one of set) {
      const name = one.split('=')[0] ?? ''
      expect(models).toMatch(new RegExp(`#ifn?def ${name}\\b|defined\\(${name}\\)`))
    }
  }
})

const REPORT = `State-vector 168 byte, depth reached 449, errors: 0
    13233 states, stored
  128.000\ttotal actual memory usage
pan: elapsed time 0.5 seconds`

it.each([
  ['was cut short', `error: max search depth too small\n${REPORT}`],
  ['ran out of memory', `pan: out of memory\n${REPORT}`],
  ['said nothing', ''],
])('a search that %s proves nothing', (_, report) => {
  expect(() => read(report)).toThrow('did not come to its end')
})

it('a search that came to its end is told with its figures, one with an error by it', () => {
  expect(read(REPORT)).toEqual({ states: 13233, seconds: 0.5, megabytes: 128, error: undefined })
  const failed = `pan:1: assertion violated x (at depth 4)\n${REPORT.replace('errors: 0', 'errors: 1')}`
  expect(read(failed).error).toBe('assertion violated x (at depth 4)')
})
