/** What a framework is to `init`: how it is known, what it needs, and what is written for it. */
import type { Language } from '../../../pages/language.ts'

/** How the files of a project are written. */
export interface Style {
  /** TypeScript. */
  readonly typed: boolean
  /** What people call the app. */
  readonly title: string
  readonly language: Language
  /** Names as another file imports it, such as `./pages.js`. */
  readonly pages: string
  /** Where the sources of a framework with a layout of its own begin: empty, or `src/`. */
  readonly base: string
}

/** A file of the app. */
export interface SourceFile {
  readonly name: string
  readonly lines: readonly string[]
  /** What it is for; where one that gives the login is there, its lines are shown to be pasted. */
  readonly kind: 'server' | 'login' | 'source'
}

interface Needs {
  readonly title: string
  /** Packages of which one in package.json shows the framework. */
  readonly marks: readonly string[]
  /** What it needs, with versions, besides Catflap. */
  readonly packages: Readonly<Record<string, string>>
  /** What the compiler needs besides, in TypeScript. */
  readonly types: Readonly<Record<string, string>>
}

/** One with a server in one file. */
export interface ServerFramework extends Needs {
  readonly kind: 'server'
  /** A whole server. */
  server(style: Style): readonly string[]
  /** The lines that give the login to a server that is there. */
  readonly paste: readonly string[]
}

/** One with a layout and a build of its own. */
export interface ProjectFramework extends Needs {
  readonly kind: 'project'
  /** True when `files` make a whole app; else one must be there. */
  readonly whole: boolean
  files(style: Style): readonly SourceFile[]
  /** What starts it for work on it; told its port by `PORT` or here. */
  readonly dev: string
  readonly build: string
  /** What Node runs on a box, relative to the content. */
  readonly run: string
  /** What it must be told on a box, besides the box's variables. */
  readonly environment: readonly string[]
  /** The least major version of packages that its files are written for. */
  readonly least?: Readonly<Record<string, string>>
  /** Its page in docs/frameworks. */
  readonly page: string
}

/** A single-page app, or a folder of files, which gets a small server. */
export interface StaticFramework extends Needs {
  readonly kind: 'static'
  /** @param folder - of the files, relative to the server */
  server(folder: string): readonly string[]
}

export type Framework = ServerFramework | ProjectFramework | StaticFramework
