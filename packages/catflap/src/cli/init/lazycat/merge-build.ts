/** lzc-build.yml of a project that is there: our step comes after its own. */
import { find, isEmpty, type Node, parseManifest, textOf } from 'catflap-lazycat/manifest'
import { InitError } from '../init-error.ts'
import { ADDED, TROUBLE } from '../words.ts'
import type { Present } from './existing.ts'
import type { Merged } from './merge.ts'
import { holds, replaceValue, setTop } from './text-edits.ts'

const SCRIPT = 'node lzc-build.mjs'
const CONTENT = './lzc-content'

/** Whether the packing of a project is already ours. */
export function packsHere(build: Present | undefined): boolean {
  return textOf(find(build?.parsed.root, 'buildscript'))?.includes(SCRIPT) === true
}

/** The folder that it packed before, without `./` and `/` around it. */
export function formerContent(build: Present | undefined): string | undefined {
  const folder = textOf(find(build?.parsed.root, 'contentdir'))
  return folder?.replace(/^(\.?\/)+/, '').replace(/\/+$/, '')
}

/** The text with our step and our content. @throws InitError when it is written in another form */
export function mergeBuildFile(file: Present): Merged {
  const { name, parsed } = file
  const own = find(parsed.root, 'buildscript')
  const script = isEmpty(own) ? SCRIPT : `${textOf(own) ?? ''} && ${SCRIPT}`
  const steps = [
    { key: 'buildscript', meant: script, value: scalar(script), own },
    { key: 'contentdir', meant: CONTENT, value: CONTENT, own: find(parsed.root, 'contentdir') },
  ]
  // The later key first, so that the places of the earlier one stay true.
  const edits = steps.toSorted((a, b) => (b.own?.at.start ?? 0) - (a.own?.at.start ?? 0))
  let { text } = file
  for (const { key, meant, value, own: node } of edits) {
    const next = isEmpty(node) ? setTop(text, key, value) : replaceValue(text, node as Node, value)
    const word = ADDED.key(`${key}: ${value}`)
    // What is no text of one line, or looks like a template, has no text that could be gone on with.
    const isLost = !isEmpty(node) && textOf(node) === undefined
    if (isLost || next === undefined || !holds(text, next, [key]) || read(next, key) !== meant) {
      throw new InitError(TROUBLE.notMerged(name, key, word))
    }
    text = next
  }
  return { text, added: steps.map(({ key, value }) => ADDED.key(`${key}: ${value}`)) }
}

const read = (text: string, key: string): string | undefined =>
  textOf(find(parseManifest(text).root, key))

/** Words as they are, everything else in quotes: a JSON string is a YAML string. */
const scalar = (text: string): string =>
  /^[\w./$(]/.test(text) && !/[#:"'{}]/.test(text) ? text : JSON.stringify(text)
