/** What is in the folder: whose package manager, which language, which framework, which server. */
import { readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { codeOf, readOwn, readOwnText } from './files.ts'
import { type FrameworkName, frameworksOf } from './frameworks/frameworks.ts'
import { InitError } from './init-error.ts'
import { type Existing, readExisting } from './lazycat/existing.ts'
import { findNeighbours, type Neighbours } from './neighbours.ts'
import { type PackageJson, parsePackageJson } from './package-json.ts'
import { type PackageManager, pickPackageManager } from './package-managers.ts'
import { findSite, type Site } from './site.ts'
import { TROUBLE } from './words.ts'

/** A folder in which an app is or will be. */
export interface Project {
  /** Resolved path without links. */
  readonly folder: string
  /** Of its package.json, else of the folder. */
  readonly name: string
  readonly packageJson: PackageJson | undefined
  readonly manager: PackageManager
  /** Whether it is written in TypeScript. */
  readonly typed: boolean
  /** Whether `.js` and `.ts` are ES modules there, or may be made so without breaking a file. */
  readonly modules: boolean
  /** The file that starts the app. */
  readonly server:
    | {
        readonly name: string
        readonly hasLogin: boolean
        /** The file that its script `start` runs, which may be made of it. */
        readonly started: string | undefined
      }
    | undefined
  /** Those that package.json names; `static` when there is a site and no server. */
  readonly frameworks: readonly FrameworkName[]
  /** Files for the browser, when there are any. */
  readonly site: Site | undefined
  /** Where the sources of a framework with a layout of its own begin: empty, or `src/`. */
  readonly base: string
  /** Its LazyCat files. */
  readonly existing: Existing
  /** Packages of the same repository. */
  readonly neighbours: Neighbours
}

/** Whether a file loads Catflap. */
export const HAS_LOGIN: RegExp = /['"]catflap(\/[a-z]+)?['"]/

const STEMS = ['server', 'app', 'index', 'main']
const ENDINGS = ['js', 'mjs', 'cjs', 'ts', 'mts']
const SERVERS = ['', 'src/'].flatMap((folder) =>
  STEMS.flatMap((stem) => ENDINGS.map((ending) => `${folder}${stem}.${ending}`)),
)

/** A script such as `node --enable-source-maps ./src/server.js`. */
const START = /(?:^|\s)(?:node|nodemon|tsx|ts-node)\s+(?:-\S+\s+)*(?:\.\/)?([\w./-]+\.[cm]?[jt]s)\b/

/**
 * Reads a folder and changes nothing.
 *
 * @param userAgent - `npm_config_user_agent` of this process
 * @throws InitError for a folder or a file in it that cannot be used
 */
export function readProject(path: string, userAgent: string | undefined): Project {
  const { folder, names } = list(path)
  const text = readOwnText(folder, 'package.json')
  const packageJson = text === undefined ? undefined : parsePackageJson(text)
  const { data, dependencies, devDependencies } = packageJson ?? EMPTY
  const known = { ...devDependencies, ...dependencies }
  const existing = readExisting(folder)
  const site = findSite(folder, known, existing)
  const named = frameworksOf(known).filter((name) => name !== 'static')
  const server = findServer(folder, packageJson, site !== undefined && named.length === 0)
  const hasScripts = server !== undefined || names.some((name) => /\.js$/.test(name))
  return {
    folder,
    name: typeof data.name === 'string' && data.name !== '' ? data.name : basename(folder),
    packageJson,
    manager: pickPackageManager((name) => names.includes(name), data.packageManager, userAgent),
    typed: names.includes('tsconfig.json') || known.typescript !== undefined,
    modules: data.type === 'module' || (data.type === undefined && !hasScripts),
    server,
    frameworks:
      named.length === 0 && site !== undefined && server === undefined ? ['static'] : named,
    site,
    base: hasFolder(folder, 'src/app') || hasFolder(folder, 'src/pages') ? 'src/' : '',
    existing,
    neighbours: {
      needed: findNeighbours(folder, dependencies),
      forWork: findNeighbours(folder, devDependencies),
    },
  }
}

const EMPTY: Omit<PackageJson, 'text'> = {
  data: {},
  scripts: {},
  dependencies: {},
  devDependencies: {},
}

function list(path: string): { folder: string; names: readonly string[] } {
  try {
    const folder = realpathSync(path)
    return { folder, names: readdirSync(folder) }
  } catch (error) {
    throw new InitError(TROUBLE.noFolder(codeOf(error)))
  }
}

const hasFolder = (folder: string, name: string): boolean =>
  statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() === true

/** What a script for the browser has no use for. */
const SERVES = /\bcreateServer\(|\.listen\(|\bserve\(|['"]catflap/

/**
 * By the script `start`, by `main`, else by the usual names.
 *
 * @param beside - whether there are files for the browser, so that a name alone says too little
 */
function findServer(
  folder: string,
  packageJson: PackageJson | undefined,
  beside: boolean,
): Project['server'] {
  const started = START.exec(packageJson?.scripts.start ?? '')?.[1]
  const main = packageJson?.data.main
  const named = [started, typeof main === 'string' ? main.replace(/^\.\//, '') : undefined]
  const sources = named.filter(
    (name): name is string =>
      name !== undefined && !/(^|\/)\.\.|^\/|^(dist|build|out|node_modules)\//.test(name),
  )
  for (const name of [...sources, ...SERVERS]) {
    if (!/\.[cm]?[jt]s$/.test(name)) continue
    const found = readOwn(folder, name)
    if (found === undefined) continue
    const text = found.bytes.toString('utf8')
    if (beside && !sources.includes(name) && !SERVES.test(text)) continue
    return { name, hasLogin: HAS_LOGIN.test(text), started }
  }
  return undefined
}
