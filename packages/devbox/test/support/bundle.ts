/** The command as one file that any user can run, without a build and wherever this repository is. */
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { afterAll } from 'vitest'

const PACKAGE = join(import.meta.dirname, '..', '..')
const BIN = ['catflap-devbox.js', 'resolve-localhost.js', 'watchdog.js'].map(
  (name) => `bin/${name}`,
)

/** Bundles `catflap-devbox` into a new package folder, and says where that is. */
export async function bundleDevbox(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'devbox-bundle-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  chmodSync(folder, 0o755)
  for (const name of ['package.json', ...BIN]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    copyFileSync(join(PACKAGE, name), join(folder, name))
  }
  await build({
    entryPoints: [join(PACKAGE, 'src', 'cli', 'main.ts')],
    // As deep as its sources, since they look for files beside them.
    outfile: join(folder, 'dist', 'cli', 'main.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)",
    },
    logLevel: 'error',
  })
  return folder
}
