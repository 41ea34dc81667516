/** What differs between package managers: lock files and commands. */

/** One of them. */
export interface PackageManager {
  readonly name: 'npm' | 'pnpm' | 'yarn' | 'bun'
  readonly lockFiles: readonly string[]
  readonly install: string
  /**
   * Installs what the app needs to run, by the lock file beside it; for Linux on x64 where the
   * manager can be told. Not `npm ci`: that refuses a lock file without the packages that only
   * other systems need.
   */
  readonly installForBox: string
}

/** All of them; the first whose lock file is there is the project's. */
export const PACKAGE_MANAGERS: readonly PackageManager[] = [
  {
    name: 'npm',
    lockFiles: ['package-lock.json', 'npm-shrinkwrap.json'],
    install: 'npm install',
    installForBox: 'npm install --omit=dev --ignore-scripts --os=linux --cpu=x64 --libc=glibc',
  },
  {
    name: 'pnpm',
    lockFiles: ['pnpm-lock.yaml'],
    install: 'pnpm install',
    installForBox:
      'pnpm install --prod --frozen-lockfile --ignore-scripts --config.node-linker=hoisted' +
      ' --os=linux --cpu=x64 --libc=glibc',
  },
  {
    name: 'yarn',
    lockFiles: ['yarn.lock'],
    install: 'yarn install',
    installForBox: 'yarn install --production --frozen-lockfile --ignore-scripts',
  },
  {
    name: 'bun',
    lockFiles: ['bun.lock', 'bun.lockb'],
    install: 'bun install',
    installForBox:
      'bun install --production --frozen-lockfile --ignore-scripts --os=linux --cpu=x64',
  },
]

/**
 * The manager of a project: by its lock file, by `packageManager` of its package.json, by the one
 * that runs this command; else npm.
 *
 * @param has - whether the folder has a file of this name
 * @param declared - `packageManager`, such as `pnpm@10.1.0`
 * @param userAgent - `npm_config_user_agent`, such as `yarn/1.22.22 npm/? node/v22.0.0 linux x64`
 */
export function pickPackageManager(
  has: (name: string) => boolean,
  declared: unknown,
  userAgent: string | undefined,
): PackageManager {
  const named = (text: unknown, mark: string) =>
    PACKAGE_MANAGERS.find(({ name }) => typeof text === 'string' && text.startsWith(name + mark))
  return (
    PACKAGE_MANAGERS.find(({ lockFiles }) => lockFiles.some(has)) ??
    named(declared, '@') ??
    named(userAgent, '/') ??
    PACKAGE_MANAGERS[0]!
  )
}
