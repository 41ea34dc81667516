/** Where the command reads and writes, and how it says what is wrong. */
import type { Language } from '../language/language.ts'
import type { Sentence } from '../language/sentences.ts'
import type { Signals } from './child.ts'

/** What the command touches outside itself. */
export interface Io {
  readonly env: NodeJS.ProcessEnv
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly signals: Signals
  /** As `process.platform` names it. */
  readonly platform: string
}

/** Says what is wrong. @returns the exit code, as it came in. */
export function complain(io: Io, language: Language, sentence: Sentence, status: number): number {
  io.err(`${sentence[language]}\n`)
  return status
}
