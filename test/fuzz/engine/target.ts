/** What is fuzzed: some code of the project, and what must hold of it for any input. */
import type { Choice } from './choice.ts'

export interface Target {
  /** Hands an input to the code, and throws {@link Broken} when something does not hold. */
  readonly run: (input: Buffer) => void | Promise<void>
  /** Words that the code reads, which chance would hardly write. */
  readonly words: readonly string[]
  /** Longest input; bytes. Default 4096. */
  readonly mostBytes?: number
  /** A further way to change an input, for what has a form: every second change is made by it. */
  readonly change?: (input: Buffer, choice: Choice) => Buffer
  /** Bytes that an input stands for, where they are not its own. */
  readonly size?: (input: Buffer) => number
  /** Arms of code that may be run for an input, and for each byte that it stands for: more is not linear. */
  readonly work?: { readonly base: number; readonly perByte: number }
  /** Milliseconds of processor time that an execution may always take. Default 30. */
  readonly slow?: number
}

/** Something that must hold does not. */
export class Broken extends Error {
  override readonly name = 'Broken'
}

/** Throws {@link Broken} unless a condition holds. */
export function must(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Broken(what)
}
