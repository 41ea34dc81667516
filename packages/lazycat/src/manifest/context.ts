/** What every rule of a manifest is given. */
import type { Complaint, FileRole } from './finding.ts'
import {
  type Entry,
  find,
  findEntry,
  isEmpty,
  itemsOf,
  type MapNode,
  type Node,
  type Place,
  textOf,
} from './node.ts'
import type { Manifest } from './parse.ts'

/** Asks about the content of the package; paths are relative to it. */
export interface ContentFiles {
  exists(path: string): boolean
  isExecutable(path: string): boolean
}

/** What stands beside the manifest, as far as it is known. */
export interface Files {
  /** Left out when the content has not been built. */
  readonly content?: ContentFiles
  /** Bytes of the icon that lzc-build.yml names; `null` when it names a file that is not there. */
  readonly icon?: Uint8Array | null
  /** Text of lzc-build.yml. */
  readonly build?: string
  /** Text of lzc-build.dev.yml; it counts for the profile dev alone. */
  readonly buildDev?: string
  /** The text of a file that the manifest includes; `undefined` when it cannot be read. */
  readonly include?: (path: string) => string | undefined
  /** Text of package.yml (LPK v2). */
  readonly package?: string
  /** Text of lzc-deploy-params.yml; `null` when there is none, left out when nobody looked. */
  readonly parameters?: string | null
}

/** What the app itself does. */
export interface AppFacts {
  /** The path of its callback. */
  readonly callbackPath?: string
  /** The port that it listens on. */
  readonly port?: number
}

/** Material of the rules. */
export interface Context {
  readonly manifest: Manifest
  readonly root: MapNode
  readonly package: Manifest | undefined
  /** lzc-build.yml, with lzc-build.dev.yml laid over it for the profile dev. */
  readonly build: Manifest | undefined
  readonly buildBase: Manifest | undefined
  readonly buildDev: Manifest | undefined
  readonly parameters: Manifest | undefined
  readonly files: Files
  readonly app: AppFacts
  /** Whether the rules of LazyCat's store count. */
  readonly store: boolean
  readonly application: Node | undefined
  readonly services: Node | undefined
  /** Where a complaint about something that is missing points to. */
  readonly top: Place
}

/** One rule: looks at a manifest, says what is wrong with it. Pure. */
export type Rule = (context: Context) => readonly Complaint[]

/** The value of a key that LPK v2 keeps in package.yml, wherever it stands. */
export function staticValue(context: Context, key: string): Node | undefined {
  const over = overrideOf(context, key)
  if (over !== undefined) return isEmpty(over.value) ? undefined : over.value
  return find(context.package?.root, key) ?? find(context.root, key)
}

const overrideOf = ({ build }: Context, key: string): Entry | undefined =>
  findEntry(find(build?.root, 'package_override'), key)

/** Which file the value of such a key stands in, or would. */
export function staticFile(context: Context, key: string): FileRole {
  const { package: file, root } = context
  if (overrideOf(context, key) !== undefined) return buildFile(context, 'package_override')
  if (file === undefined) return 'manifest'
  return find(file.root, key) === undefined && find(root, key) !== undefined
    ? 'manifest'
    : 'package'
}

/** Which file of the build a key stands in. */
export function buildFile({ buildDev }: Context, key: string): FileRole {
  return find(buildDev?.root, key) === undefined ? 'build' : 'buildDev'
}

/** Where `application:` stands. */
export function applicationPlace({ root, top }: Context): Place {
  return findEntry(root, 'application')?.at ?? top
}

/** The items of a list at a key of `application`. */
export function applicationList({ application }: Context, key: string): readonly Node[] {
  return itemsOf(find(application, key))
}

/** A permission that package.yml asks for. */
export interface Asked {
  readonly id: string
  readonly kind: 'required' | 'optional'
  readonly at: Place
  readonly file: FileRole
}

/** The permissions that package.yml asks for. */
export function permissionsOf(context: Context): readonly Asked[] {
  const file = staticFile(context, 'permissions')
  const root = file === 'manifest' ? undefined : staticValue(context, 'permissions')
  return (['required', 'optional'] as const).flatMap((kind) =>
    itemsOf(find(root, kind)).flatMap((node) => {
      const id = textOf(node)
      return id === undefined ? [] : [{ id, kind, at: node.at, file }]
    }),
  )
}

/** Whether the package brings resources for other apps and nothing else, which LPK v2 allows. */
export function isResourceOnly({ package: file, build, root }: Context): boolean {
  const exports = find(build?.root, 'resource_exports')
  return (
    file !== undefined && itemsOf(exports).length > 0 && find(root, 'application') === undefined
  )
}
