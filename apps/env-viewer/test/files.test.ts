import { execFileSync } from 'node:child_process'
import { parseEnv } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Entry, type FileRemarks, writeDotenv, writeExport } from '../src/env/files.ts'

const REMARKS: FileRemarks = { heading: 'heading', blank: 'blank', inexpressible: 'left out' }

const VALUES: Readonly<Record<string, string>> = {
  PLAIN: 'https://mybox.heiyu.space/sys/oauth',
  EMPTY: '',
  SPACES: '  two  spaces  ',
  HASH: 'a # b',
  SINGLE: "it's",
  DOUBLE: 'say "hi"',
  SINGLE_DOUBLE: `it's "so"`,
  BACKTICKS: '`id`',
  SINGLE_BACKTICK: "it's `id`",
  DOLLAR: '$HOME ${HOME} $(id) $$',
  BACKSLASH: 'C:\\new\\table\\',
  NEWLINES: '\nline one\n\nline two\n',
  NEWLINE_QUOTE: "it's\nso",
  TAB: '\ta\t',
  UNICODE: '你好，世界 🐈 é',
  RTL: '\u202Eabc\u202C',
  EQUALS: 'a=b=c',
  EXPORT: 'export X=1',
  BANG: 'hey!! !1',
  GLOB: '* ? [a] ~ {a,b}',
  SEPARATORS: 'a;b&c|d<e>f(g)',
  DASH: '-n',
}

const entriesOf = (values: Readonly<Record<string, string>>): Entry[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }))

/** Runs a script in a shell that has no environment, and returns the one it ends up with. */
function environmentAfter(shell: 'sh' | 'bash', script: string): Record<string, string> {
  const run = `${script}\nexec env -0`
  const output = execFileSync('env', ['-i', 'PATH=/usr/bin:/bin', shell], { input: run })
  const pairs = output.toString('utf8').split('\0').filter(Boolean)
  return Object.fromEntries(
    pairs.map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)]),
  )
}

describe('the .env form', () => {
  it.each(Object.entries(VALUES))('holds %s exactly', (name, value) => {
    const file = writeDotenv(
      [
        { name: 'BEFORE', value: '1' },
        { name, value },
        { name: 'AFTER', value: '2' },
      ],
      REMARKS,
    )
    expect(parseEnv(file)).toEqual({ BEFORE: '1', [name]: value, AFTER: '2' })
  })

  it('holds any value exactly, or leaves it out and says so', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab\'"`$\\n#= \n\t\r你{}') })
    fc.assert(
      fc.property(text, (value) => {
        const file = writeDotenv(
          [
            { name: 'X', value },
            { name: 'Y', value: 'y' },
          ],
          REMARKS,
        )
        const read = parseEnv(file)
        expect(read.Y).toBe('y')
        if (read.X === undefined) expect(file).toContain('# "X": left out')
        else expect(read.X).toBe(value)
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['a carriage return', 'X', 'a\r\nb'],
    ['every kind of quote', 'X', `'"\``],
    ['two kinds of quotes and a backslash before n', 'X', "'`\\n"],
    ['a name with a space', 'a b', '1'],
    ['a name with a line break', 'X\nEVIL=1\n#', '1'],
  ])('leaves out %s, in a comment of one line', (_, name, value) => {
    const file = writeDotenv([{ name, value }], REMARKS)
    expect(parseEnv(file)).toEqual({})
    expect(file).toBe(`# heading\n\n# ${JSON.stringify(name)}: left out\n`)
  })

  it('keeps the name of a value that is left blank', () => {
    const file = writeDotenv([{ name: 'A_KEY', value: undefined }], REMARKS)
    expect(file).toBe('# heading\n\n# blank\nA_KEY=\n')
  })
})

describe.each(['sh', 'bash'] as const)('the export form, read by %s', (shell) => {
  it('holds every value exactly', () => {
    const values = { ...VALUES, CRLF: 'a\r\nb\r', ALL_QUOTES: `'"\``, DELETE: 'a\u007fb\u0001c' }
    expect(environmentAfter(shell, writeExport(entriesOf(values), REMARKS))).toMatchObject(values)
  })

  it('holds any value exactly', () => {
    const unit = fc.constantFrom(...'ab\'"`$\\n#=! \n\t\r你(){};&|<>*~')
    const values = fc.sample(fc.string({ unit, maxLength: 30 }), { numRuns: 400, seed: 7 })
    const named = Object.fromEntries(values.map((value, at) => [`X${at}`, value]))
    expect(environmentAfter(shell, writeExport(entriesOf(named), REMARKS))).toMatchObject(named)
  })

  it('comments out names that are no identifiers or belong to the shell', () => {
    const names = ['a b', 'a.b', 'a-b', '1a', '', 'X\ntouch /tmp/evil', '$(id)', 'UID', 'PPID', '_']
    const entries = [...names, 'GOOD'].map((name) => ({ name, value: 'v' }))
    const script = writeExport(entries, REMARKS)
    expect(script.match(/^export .*$/gm)).toEqual(["export GOOD='v'"])
    expect(script.match(/^# .*left out$/gm)).toHaveLength(names.length)
    expect(environmentAfter(shell, script)).toMatchObject({ GOOD: 'v' })
  })

  it('leaves a masked value blank', () => {
    const script = writeExport([{ name: 'A_KEY', value: undefined }], REMARKS)
    expect(environmentAfter(shell, script).A_KEY).toBe('')
  })
})
