/**
 * Puts the modules of a package that tsc has checked into few files, since Node takes half a
 * millisecond for each file that it loads: one per export and command, and what several share in
 * `dist/chunks`. Nothing is renamed or shortened, and each module stands below its path.
 *
 * node scripts/bundle.mjs packages/catflap
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

for (const folder of process.argv.slice(2)) await bundle(folder)

/** @param {string} folder - with a package.json whose exports lie in `dist` */
async function bundle(folder) {
  const text = readFileSync(join(folder, 'package.json'), 'utf8')
  const { exports, sideEffects = [] } =
    /** @type {{ exports: Record<string, { default?: string }>, sideEffects?: false | string[] }} */ (
      JSON.parse(text)
    )
  // What is run rather than imported is what has side effects.
  const files = [...Object.values(exports).map((entry) => entry.default), ...(sideEffects || [])]
  const built = files.flatMap((file) => /^\.\/dist\/(.*)\.js$/.exec(file ?? '')?.[1] ?? [])
  for (const name of readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.js')) rmSync(join(folder, 'dist', name))
  }
  await build({
    absWorkingDir: join(import.meta.dirname, '..', folder),
    entryPoints: built.map((name) => `src/${name}.ts`),
    outbase: 'src',
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    charset: 'utf8',
    // Without the paths that lead to the sources of other packages.
    tsconfig: 'tsconfig.build.json',
    logLevel: 'warning',
  })
}
