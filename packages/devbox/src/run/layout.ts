/** Lays out on the host what an app finds below /lzcapp on a box. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, normalize } from 'node:path'
import { APP_PATHS, CONTAINER_SUFFIX, LINK_SUFFIX, MANIFEST_COPIES } from 'catflap-lazycat/facts'
import { hostsLine } from '../box/names.ts'
import type { AppManifest } from './app-manifest.ts'
import type { AppSource } from './app-source.ts'
import { APP_SERVICE } from './routes.ts'
import { attempt, type State } from './state.ts'
import type { Variables } from './variables.ts'

/** Where an app's folders are on the host. */
export interface Layout {
  /** What stands for /lzcapp, but for the content. */
  readonly folder: string
  /** What stands for /lzcapp/pkg/content; the developer's own folder as it is. */
  readonly content: string
  /** An empty folder to mount on. */
  readonly mountPoint: string
  /** An /etc/hosts in which the names of the services, of the box and of the app are this machine. */
  readonly hosts: string
  /** The home of every process. */
  readonly home: string
  /** The temporary folder of every process. */
  readonly temporary: string
}

/** What an instance was made of: its manifest as text and typed, and the names that have to lead here. */
interface Ground {
  readonly text: string
  readonly manifest: AppManifest
  readonly names: readonly string[]
}

/**
 * Makes the folders of an instance; `var` and `cache` keep what is in them.
 *
 * @param owner - uid of whom the instance belongs to, if it belongs to one user.
 * @throws {@link RunError} `RUN_STATE_UNUSABLE`
 */
export function prepareLayout(
  state: State,
  owner: string | undefined,
  source: AppSource,
  { text, manifest, names }: Ground,
): Layout {
  const base = owner === undefined ? state.folder : join(state.folder, 'instances', owner)
  return attempt(base, () => {
    const folder = join(base, 'lzcapp')
    for (const name of ['.', 'pkg', 'run', 'cache', 'var']) makeOwn(join(folder, name))
    // As on a box: whatever user a process becomes, it may write here.
    for (const name of ['cache', 'var']) chmodSync(join(folder, name), 0o1777)
    writePrivate(join(folder, MANIFEST_COPIES.value.original), source.manifest)
    writePrivate(join(folder, MANIFEST_COPIES.value.rendered), text)
    const empty = join(state.folder, 'no-content')
    mkdirSync(empty, { recursive: true })
    const mountPoint = join(base, 'root')
    mkdirSync(mountPoint, { recursive: true })
    const hosts = join(base, 'hosts')
    writePrivate(hosts, buildHosts(manifest, names))
    const content = realpathSync(source.openContent(state.folder) ?? empty)
    return { folder: realpathSync(folder), content, mountPoint, hosts, ...makePrivate(base) }
  })
}

/** The app may have put a link in its place, and what is written, removed or opened here would follow it. */
function makeOwn(folder: string): void {
  const known = lstatSync(folder, { throwIfNoEntry: false })
  if (known !== undefined && !known.isDirectory()) rmSync(folder)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
}

function makePrivate(base: string): Pick<Layout, 'home' | 'temporary'> {
  const make = (name: string, mode: number): string => {
    const folder = join(base, name)
    makeOwn(folder)
    chmodSync(folder, mode)
    return realpathSync(folder)
  }
  return { home: make('home', 0o700), temporary: make('tmp', 0o1777) }
}

const below = (home: string): Variables => ({
  HOME: home,
  XDG_CONFIG_HOME: join(home, '.config'),
  XDG_CACHE_HOME: join(home, '.cache'),
  XDG_DATA_HOME: join(home, '.local', 'share'),
  XDG_STATE_HOME: join(home, '.local', 'state'),
  XDG_RUNTIME_DIR: home,
})

/**
 * The variables by which programs find where to write; all of them lead into the state.
 *
 * @param env - the variables of a process; one that leads below /lzcapp stays.
 */
export function withPrivateFolders({ home, temporary }: Layout, env: Variables): Variables {
  const folders = { ...below(home), TMPDIR: temporary, TMP: temporary, TEMP: temporary }
  const kept = Object.keys(folders).filter((name) => isBelowRoot(env[name] ?? ''))
  return { ...env, ...folders, ...Object.fromEntries(kept.map((name) => [name, env[name] ?? ''])) }
}

/** Whether a path is one of the app's own. */
export function isBelowRoot(path: string): boolean {
  return path.startsWith('/') && normalize(path).startsWith(`${APP_PATHS.value.root}/`)
}

/** A path below /lzcapp as it is on the host; any other path is the host's already. */
export function toHostPath({ folder, content }: Layout, path: string): string {
  const plain = normalize(path)
  for (const [from, to] of [
    [APP_PATHS.value.content, content],
    [APP_PATHS.value.root, folder],
  ] as const) {
    if (plain === from || plain.startsWith(`${from}/`)) return join(to, plain.slice(from.length))
  }
  return plain
}

function writePrivate(file: string, text: string): void {
  rmSync(file, { force: true })
  writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
}

function buildHosts({ packageId, services }: AppManifest, outside: readonly string[]): string {
  const names = [APP_SERVICE, ...services.map(({ name }) => name)].flatMap((name) => [
    name,
    `${name}.${packageId}.${CONTAINER_SUFFIX.value}`,
  ])
  const link = `${APP_SERVICE}.${packageId}.${LINK_SUFFIX.value}`
  return `${readHosts()}\n${hostsLine([...names, link, ...outside])}\n`
}

function readHosts(): string {
  try {
    return readFileSync('/etc/hosts', 'utf8')
  } catch {
    return '127.0.0.1 localhost\n'
  }
}
