/**
 * Makes /lzcapp true for a process: by a mount that only this process sees, where the kernel lets
 * an ordinary user do that, and by replacing it in commands and variables where it does not. Only
 * the mount keeps a process from writing to the rest of the host.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { APP_PATHS } from 'catflap-lazycat/facts'
import { PRELOAD } from '../box/app-process.ts'
import type { Layout } from './layout.ts'
import { MOUNT_SCRIPT } from './mount-script.ts'
import { RunError } from './run-error.ts'
import type { Variables } from './variables.ts'

const { root: ROOT, content: CONTENT, data: DATA } = APP_PATHS.value

/**
 * `mounted`: paths are as on a box, and the host's own files are read-only. `replaced`: /lzcapp is
 * written out as a folder of the host, and nothing is protected.
 */
export type RootKind = 'mounted' | 'replaced'

/** What to give to `spawn`. */
export interface Spawnable {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Variables
}

/** How processes see /lzcapp. */
export interface Root {
  readonly kind: RootKind
  /** @param writable - a folder of the host that this process may write to as well. */
  readonly wrap: (
    argv: readonly string[],
    cwd: string,
    env: Variables,
    writable?: string,
  ) => Spawnable
}

/** Milliseconds; a host with hundreds of mounts takes its time, and without this try nothing is safe. */
const TRIAL = 20_000

/**
 * Chooses how /lzcapp is made true; tries the mount once.
 *
 * @param wanted - for tests, which need either; otherwise the mount is taken where it works.
 * @throws {@link RunError} `RUN_STATE_UNUSABLE`
 */
export function createRoot(layout: Layout, env: Variables, wanted?: RootKind): Root {
  const place = join(layout.folder, relative(ROOT, CONTENT))
  rmSync(place, { recursive: true, force: true })
  if (wanted !== 'replaced') {
    mkdirSync(place)
    const mounted = createMounted(layout)
    if (wanted === 'mounted' || works(mounted, env)) return mounted
    rmSync(place, { recursive: true })
  }
  if (/[\s"'`$\\&|;<>()*?[\]{}!#~]/.test(layout.folder)) {
    throw new RunError(
      'RUN_STATE_UNUSABLE',
      `the path ${layout.folder} has characters that a shell would read; choose another with --state`,
      `路径 ${layout.folder} 含有 shell 的特殊字符，请用 --state 另选`,
    )
  }
  symlinkSync(layout.content, place)
  return createReplaced(layout.folder)
}

/** Files of ours that a process is told of, and that may lie below /tmp. */
const needed = (env: Variables): readonly string[] => [
  fileURLToPath(PRELOAD),
  env.NODE_EXTRA_CA_CERTS ?? '',
]

function createMounted({ folder, content, hosts, mountPoint, home, temporary }: Layout): Root {
  const script = ['-Urm', 'sh', '-c', MOUNT_SCRIPT, 'sh', mountPoint, ROOT, folder, CONTENT]
  return {
    kind: 'mounted',
    wrap: (argv, cwd, env, writable = '') => ({
      file: 'unshare',
      args: [...script, content, hosts, home, temporary, writable, ...needed(env), cwd, ...argv],
      cwd: '/',
      env,
    }),
  }
}

function works(root: Root, env: Variables): boolean {
  const { file, args } = root.wrap(['test', '-d', CONTENT], ROOT, env)
  const { status } = spawnSync(file, args, { env, stdio: 'ignore', timeout: TRIAL, cwd: '/' })
  return status === 0
}

function createReplaced(folder: string): Root {
  // A path of its own, also as written from the root, and not a part of another one.
  const pattern = new RegExp(`(^|[^\\w./-])\\.?${ROOT}(?![\\w.-])`, 'g')
  const translate = (text: string) =>
    text.replace(pattern, (_, before: string) => `${before}${folder}`)
  return {
    kind: 'replaced',
    wrap: (argv, cwd, env) => {
      const [file = '', ...args] = argv.map(translate)
      const pairs = Object.entries(env).map(([name, value]) => [name, translate(value)])
      // Where the library looks for its folder there is none.
      const data = { CATFLAP_DATA_DIR: join(folder, relative(ROOT, DATA), 'catflap') }
      return { file, args, cwd: translate(cwd), env: { ...data, ...Object.fromEntries(pairs) } }
    },
  }
}
