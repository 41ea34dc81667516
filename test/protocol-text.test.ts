/**
 * Text that comes over the wire is split and stripped by the characters its grammar names. What
 * JavaScript means by white space, and what a locale means by order and case, is something else:
 * `.trim()` once made `__Host-catflap-login-…` of a name with U+00A0 before it, which any neighbour
 * on a box can set.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = new URL('..', import.meta.url).pathname

/** Where text is of another kind: settings of the operator, manifests, terminals, words for people. */
const OTHER_TEXT: Readonly<Record<string, readonly string[]>> = {
  'packages/catflap/src': [
    'cli/',
    'doctor/',
    'configuration/environment.ts',
    'configuration/option-reader.ts',
    'configuration/session-options.ts',
    'pages/clock.ts',
    'pages/facts.ts',
  ],
  'packages/devbox/src': ['cli/', 'run/'],
  'packages/forward/src': [],
  // Paths and claims as the most forgiving reader of them strips them.
  'packages/gate/src': [
    'answers/facts.ts',
    'identity/identity.ts',
    'rules/patterns.ts',
    'rules/readings.ts',
    'settings/sources.ts',
  ],
  'apps/env-viewer/src': [
    'env/',
    'metrics-token.ts',
    'pages/',
    'recipes/',
    'start-options.ts',
    'time.ts',
    'viewer.ts',
  ],
}

const LOOSE: readonly [what: string, pattern: RegExp][] = [
  ['trim', /\.trim(Start|End|Left|Right)?\b/],
  ['\\s or \\S in a pattern', /\\[sS]/],
  ['a locale', /\btoLocale\w+|\blocaleCompare\b|\bIntl\b/],
  // From each of a thousand blanks it looks for the end, which is a second's work for one header.
  ['a pattern of a run before the end', /(?<!\\)\/(?!\^)(?:\[(?:\\.|[^\]\\])*\]|\\?.)[+*]\$\//],
  ['a pattern that folds case beyond ASCII', /[^\s]\/g?(iu|ui|iv|vi)\b(?=[.,)]|$)/],
]

/** What of {@link LOOSE} stands in a line of code. */
const looseIn = (line: string): readonly string[] =>
  /^\s*(\*|\/\/|\/\*)/.test(line)
    ? []
    : LOOSE.filter(([, pattern]) => pattern.test(line)).map(([what]) => what)

describe('code that reads protocol text', () => {
  it.each(Object.entries(OTHER_TEXT))('in %s knows blanks and cases by name', (folder, others) => {
    const sources = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .filter((file) => !others.some((other) => file.startsWith(other)))
    expect(sources).not.toEqual([])
    const loose = sources.flatMap((file) =>
      readFileSync(join(root, folder, file), 'utf8')
        .split('\n')
        .flatMap((line, i) => looseIn(line).map((what) => `${file}:${i + 1} ${what}`)),
    )
    expect(loose).toEqual([])
  })

  it.each(Object.entries(OTHER_TEXT))('in %s has no exception without a use', (folder, others) => {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    const idle = others.filter(
      (other) =>
        !files
          .filter((file) => file.startsWith(other) && /\.tsx?$/.test(file))
          .some((file) =>
            readFileSync(join(root, folder, file), 'utf8')
              .split('\n')
              .some((line) => looseIn(line).length > 0),
          ),
    )
    expect(idle).toEqual([])
  })

  it.each([
    ['value.trim()', 'trim'],
    ['line.trimStart()', 'trim'],
    ['list.map(String.prototype.trim.call)', 'trim'],
    ['text.split(/\\s+/)', '\\s or \\S in a pattern'],
    ['a.localeCompare(b)', 'a locale'],
    ['name.toLocaleLowerCase()', 'a locale'],
    ["text.replace(/[ \\t]+$/, '')", 'a pattern of a run before the end'],
    ["path.replace(/\\/+$/, '')", 'a pattern of a run before the end'],
    ['/^bearer$/iu.test(word)', 'a pattern that folds case beyond ASCII'],
  ])('would be found: %s', (line, what) => {
    expect(looseIn(line)).toEqual([what])
  })

  it.each([
    "type === 'text/html'",
    '/^bearer /i.test(word)',
    'a / u.i',
    "path.replace(/(?<!a)a+$/, '')",
    '/^a+$/.test(b)',
    '// no .trim() here',
  ])('may say: %s', (line) => {
    expect(looseIn(line)).toEqual([])
  })
})
