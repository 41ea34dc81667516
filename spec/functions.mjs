// Which functions of the library the model stands for, and whether they are still those that somebody has looked at.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

const HERE = new URL('.', import.meta.url)
const SOURCES = new URL('../packages/catflap/src/', import.meta.url)

/** The functions that comments of the model name: `Stands for: session/lease.ts put, …`, sorted. */
export function namedFunctions() {
  const models = readdirSync(HERE).filter((file) => file.endsWith('.pml'))
  const texts = models.map((file) => readFileSync(new URL(file, HERE), 'utf8'))
  const names = texts.flatMap((text) =>
    [...text.matchAll(/Stands for: ([^*]+?)\s*\*\//g)].flatMap(([, list = '']) =>
      list.split(',').map((name) => name.trim().replace(/\s+/g, ' ')),
    ),
  )
  return [...new Set(names)].sort()
}

/**
 * The source text of a function, method or function in a `const`; its end is the first line as far to the left that closes something.
 *
 * @param {string} name - such as `session/lease.ts put`
 * @param {(file: string) => string} [read]
 */
export function sourceOf(name, read = (file) => readFileSync(new URL(file, SOURCES), 'utf8')) {
  const [file = '', called = ''] = name.split(' ')
  const begins = new RegExp(
    `^ *(export |return )?(async )?(function ${called}\\b|const ${called} = |${called}\\(.*\\{$|get ${called}\\(|${called}: )`,
  )
  const lines = read(file).split('\n')
  const starts = lines.flatMap((line, i) => (begins.test(line) ? [i] : []))
  const [start] = starts
  // A call that breaks after its bracket begins like a method; none of those that are named does.
  if (start === undefined) throw new Error(`${name}: there is no such function`)
  const indent = /^ */.exec(lines[start] ?? '')?.[0] ?? ''
  const isOpen = /[{([]$|=>$|=$/.test(lines[start] ?? '')
  const isEnd = (/** @type {string} */ line) => line.startsWith(`${indent}}`)
  const length = isOpen ? lines.slice(start).findIndex(isEnd) + 1 : 1
  if (length === 0) throw new Error(`${name}: it has no end`)
  return lines.slice(start, start + length).join('\n')
}

/** The named functions, each with the hash of its source as it is now. */
export function hashes() {
  return Object.fromEntries(
    namedFunctions().map((name) => [
      name,
      createHash('sha256').update(sourceOf(name)).digest('hex').slice(0, 16),
    ]),
  )
}

/** Where the hashes lie of the functions as they were when the model was last looked at. */
export const LOOKED_AT = new URL('functions.json', HERE)

/** What differs from what was looked at: changed, not looked at yet, or no longer named. */
export function changedFunctions() {
  const seen = JSON.parse(readFileSync(LOOKED_AT, 'utf8'))
  const now = hashes()
  return [...new Set([...Object.keys(seen), ...Object.keys(now)])].filter(
    (name) => seen[name] !== now[name],
  )
}
