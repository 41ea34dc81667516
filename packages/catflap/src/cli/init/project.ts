/** What is in the folder: whose package manager, which language, which framework, which server. */
import { readdirSync, realpathSync } from 'node:fs'
import { basename } from 'node:path'
import { codeOf, readOwn, readOwnText } from './files.ts'
import { FRAMEWORK_NAMES, type FrameworkName } from './frameworks.ts'
import { InitError } from './init-error.ts'
import { type PackageJson, parsePackageJson } from './package-json.ts'
import { type PackageManager, pickPackageManager } from './package-managers.ts'
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
  readonly server: { readonly name: string; readonly hasLogin: boolean } | undefined
  /** Those that package.json names. */
  readonly frameworks: readonly FrameworkName[]
}

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
  const server = findServer(folder, packageJson)
  const hasScripts = server !== undefined || names.some((name) => /\.js$/.test(name))
  return {
    folder,
    name: typeof data.name === 'string' && data.name !== '' ? data.name : basename(folder),
    packageJson,
    manager: pickPackageManager((name) => names.includes(name), data.packageManager, userAgent),
    typed: names.includes('tsconfig.json') || known.typescript !== undefined,
    modules: data.type === 'module' || (data.type === undefined && !hasScripts),
    server,
    frameworks: FRAMEWORK_NAMES.filter((name) => known[name] !== undefined),
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

/** By the script `start`, by `main`, else by the usual names. */
function findServer(folder: string, packageJson: PackageJson | undefined): Project['server'] {
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
    return { name, hasLogin: /['"]catflap(\/[a-z]+)?['"]/.test(found.bytes.toString('utf8')) }
  }
  return undefined
}
