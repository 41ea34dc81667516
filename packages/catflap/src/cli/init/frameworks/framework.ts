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
}

/** What besides decides on the files of a framework with a layout of its own. */
export interface Layout extends Omit<Style, 'pages'> {
  /** Where its sources begin: empty, or `src/`. */
  readonly base: string
  /** The path of the page for everybody: `/`, or `/catflap` where the app has a home page. */
  readonly open: string
  /** Whether the project has such a file. */
  readonly has: (name: string) => boolean
  /** The major version of a package in package.json; infinite where that names none. */
  readonly majorOf: (name: string) => number
}

/** A file of the app. */
export interface SourceFile {
  readonly name: string
  readonly lines: readonly string[]
  /** What it is for; where one that gives the login is there, its lines are shown to be pasted. */
  readonly kind: 'server' | 'login' | 'source'
  /** How one that is there is changed; its lines are shown where it has been written otherwise. */
  readonly edit?: Edit
}

/** A change to a file that is there, as the framework's own command for a new project has left it. */
export interface Edit {
  /** What its text holds once the change is made. */
  readonly done: RegExp
  /** What its text must not hold: settings that the change would write a second time. */
  readonly unless?: RegExp
  /** Where the file may be instead; the first that is there counts. */
  readonly elsewhere?: readonly string[]
  /** Each matches at one place, or none of them is made. `$1` and the like as in `replace`. */
  readonly changes: readonly (readonly [RegExp, string])[]
  /** What to show instead of all lines. */
  readonly paste?: readonly string[]
}

interface Needs {
  readonly title: string
  /** Packages of which one in package.json shows the framework. */
  readonly marks: readonly string[]
  /** What it needs, with versions, besides Catflap. */
  readonly packages: Readonly<Record<string, string>>
  /** What building it in TypeScript needs besides. */
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
  files(layout: Layout): readonly SourceFile[]
  /** Files of which one shows that the app has a home page. */
  readonly home: readonly string[]
  /** What building needs of packages by the version of others, such as an adapter. */
  adapters?(layout: Layout): Readonly<Record<string, string>>
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
