/** Changes to a source file as a framework's own command has written it; one that was written otherwise is left alone. */
import { readOwnText } from './files.ts'
import type { SourceFile } from './frameworks/framework.ts'
import type { Project } from './project.ts'

/** A file of the project. */
export interface Place {
  readonly name: string
  readonly text: string
}

/** A file with the change made. */
export interface Edited extends Place {
  /** The lines that it has now, and had not before. */
  readonly added: readonly string[]
}

const ENDINGS = ['ts', 'tsx', 'js', 'jsx', 'mjs', 'mts', 'cjs', 'cts']

/** Where a file is: under each ending that it may have, since a project in TypeScript may hold one in JavaScript. */
export function placeOf({ folder }: Project, { name, edit }: SourceFile): Place | undefined {
  const [, stem = '', ending = ''] = /^(.*?)\.((?:d\.)?\w+)$/.exec(name) ?? []
  const names = ENDINGS.includes(ending) ? ENDINGS.map((one) => `${stem}.${one}`) : [name]
  for (const one of [...(edit?.elsewhere ?? []), ...names]) {
    const text = readOwnText(folder, one)
    if (text !== undefined) return { name: one, text }
  }
  return undefined
}

/** Makes the change, where each of its parts has exactly one place. */
export function editSource({ edit }: SourceFile, place: Place | undefined): Edited | undefined {
  if (edit === undefined || place === undefined) return undefined
  const { name, text: before } = place
  if (edit.done.test(before) || edit.unless?.test(before)) return undefined
  let text = before
  for (const [pattern, replacement] of edit.changes) {
    const all = new RegExp(pattern.source, `${pattern.flags}g`)
    if ([...text.matchAll(all)].length !== 1) return undefined
    text = text.replace(pattern, replacement)
  }
  const present = new Set(before.split('\n'))
  const added = text.split('\n').filter((line) => line.trim() !== '' && !present.has(line))
  return { name, text, added: added.map((line) => line.trim()) }
}
