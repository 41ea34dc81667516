/** What is decided for each kind of framework, and what it is decided by. */
import type { Language } from '../../pages/language.ts'
import type { Content } from './content-script.ts'
import type { Edited } from './edit-source.ts'
import type { SourceFile } from './frameworks/framework.ts'
import type { Project } from './project.ts'
import type { Answers } from './questions.ts'

/** Lines for a file that is there. */
export interface Paste {
  readonly file: string
  readonly lines: readonly string[]
}

/** What the kinds of frameworks differ in. */
export interface Parts {
  /** Files to write. */
  readonly sources: readonly SourceFile[]
  /** Files that are there, with what they lacked. */
  readonly edits: readonly Edited[]
  /** Lines to show. */
  readonly pastes: readonly Paste[]
  /** A server beside the one that is there, which shows the login. */
  readonly example: string | undefined
  /** The tsconfig that compiles the app, and the file that it begins with. */
  readonly tsconfig: { readonly name: string; readonly entry: string } | undefined
  /** The file for Node to run, relative to the content. */
  readonly run: string
  readonly environment: readonly string[]
  /** Commands: for work on the app, to build it, to start it. */
  readonly dev: string
  readonly build: string | undefined
  readonly start: string | undefined
  readonly content: Content
  readonly packages: Readonly<Record<string, string>>
  readonly types: Readonly<Record<string, string>>
  /** The page of docs/frameworks that goes on from here. */
  readonly page: string | undefined
  /** The path of the page for everybody. */
  readonly open: string
}

/** What a plan is made of. */
export interface Setting {
  readonly project: Project
  readonly answers: Answers
  readonly language: Language
  /** Whether there is a tsconfig.json other than the one for this entry. */
  readonly hasTsconfig: (entry: string) => boolean
}
