/** What the written files are made of, and a file before it is compared with what is there. */
import type { Text } from '../../doctor/doctor.ts'
import type { Language } from '../../pages/language.ts'
import type { Plan } from './plan.ts'
import type { Project } from './project.ts'
import type { Answers } from './questions.ts'
import type { FileKind } from './words.ts'

/** What the files are made of. */
export interface Ingredients {
  readonly project: Project
  readonly answers: Answers
  readonly plan: Plan
  readonly language: Language
  /** Of Catflap, for the dependencies. */
  readonly version: string
}

/** A file by what it is for. */
export interface FileText {
  readonly kind: FileKind
  readonly name: string
  readonly content: string | Buffer
  /** True when what is there is kept and added to. */
  readonly kept?: boolean
  readonly added?: readonly Text[]
}
