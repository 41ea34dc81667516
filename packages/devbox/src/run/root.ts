/**
 * Makes /lzcapp true for a process: by a mount that only this process sees, where the kernel lets
 * an ordinary user do that, and by replacing it in commands and variables where it does not.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { APP_PATHS } from 'catflap-lazycat/facts'
import type { Layout } from './layout.ts'
import { RunError } from './run-error.ts'
import type { Variables } from './variables.ts'

const { root: ROOT, content: CONTENT, data: DATA } = APP_PATHS.value

/** `mounted`: paths are as on a box. `replaced`: /lzcapp is written out as a folder of the host. */
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
  readonly wrap: (argv: readonly string[], cwd: string, env: Variables) => Spawnable
}

/**
 * A new root of the host's own folders, with /lzcapp beside them. It cannot be mounted in the host's
 * root, where that folder does not exist and an ordinary user cannot make it.
 */
const SCRIPT = `set -e
root=$1 place=$2 folder=$3 contentPlace=$4 content=$5 hosts=$6 cwd=$7
shift 7
mount -t tmpfs -o mode=755 catflap "$root"
# Else the binds below would bring this mount along into itself.
mount --make-unbindable "$root"
for entry in /* /.[!.]*; do
  name=\${entry#/}
  if [ "$entry" = "$place" ]; then continue
  elif [ -L "$entry" ]; then cp -P "$entry" "$root/$name"
  elif [ -d "$entry" ]; then mkdir "$root/$name"; mount --rbind "$entry" "$root/$name"
  elif [ -f "$entry" ]; then : > "$root/$name"; mount --bind "$entry" "$root/$name"
  fi
done
mkdir "$root$place"
mount --bind "$folder" "$root$place"
mount --bind "$content" "$root$contentPlace"
# The flags of the folder's own file system may not be taken away, and differ from host to host.
mount -o remount,bind,ro "$root$contentPlace" 2>/dev/null ||
  mount -o remount,bind,ro,nosuid,nodev "$root$contentPlace" 2>/dev/null || true
if [ -f "$root/etc/hosts" ]; then mount --bind "$hosts" "$root/etc/hosts"; fi
chroot=$(PATH=$PATH:/usr/sbin:/sbin command -v chroot)
exec "$chroot" "$root" /bin/sh -c 'cd "$1" && shift && exec "$@"' sh "$cwd" "$@"
`

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

function createMounted({ folder, content, hosts, mountPoint }: Layout): Root {
  const script = ['-Urm', 'sh', '-c', SCRIPT, 'sh']
  return {
    kind: 'mounted',
    wrap: (argv, cwd, env) => ({
      file: 'unshare',
      args: [...script, mountPoint, ROOT, folder, CONTENT, content, hosts, cwd, ...argv],
      cwd: '/',
      env,
    }),
  }
}

function works(root: Root, env: Variables): boolean {
  const { file, args } = root.wrap(['test', '-d', CONTENT], ROOT, env)
  const { status } = spawnSync(file, args, { env, stdio: 'ignore', timeout: 5000, cwd: '/' })
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
