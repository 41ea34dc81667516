// Bundles the ENV viewer into one file that needs no node_modules.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

// Some CommonJS packages ask for Node's own modules with `require`.
const BANNER = `import { createRequire as createRequireOfBundle } from 'node:module'
const require = createRequireOfBundle(import.meta.url)`

// Loads LMDB from beside the bundle. The name has to be that of run.sh.
const LOADER = `import { createRequire } from 'node:module'
export default function load() {
  process.report.excludeNetwork = true
  const libc = process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
  const system = [process.platform, process.arch, libc].join('-')
  return createRequire(import.meta.url)('./lmdb-' + system + '.node')
}`

/**
 * Takes the CommonJS form of a package whose `eval` uses names of its module: those stay what they
 * are only in a function of their own.
 *
 * @type {import('esbuild').Plugin}
 */
const namesForEval = {
  name: 'names-for-eval',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^ordered-binary$/ }, ({ path, kind, resolveDir }) =>
      kind === 'require-call' ? undefined : resolve(path, { kind: 'require-call', resolveDir }),
    )
  },
}

/** @type {import('esbuild').Plugin} */
const lmdbBesideBundle = {
  name: 'lmdb-beside-bundle',
  setup({ onResolve, onLoad }) {
    const namespace = 'lmdb-loader'
    onResolve({ filter: /^node-gyp-build-optional-packages$/ }, ({ path }) => ({ path, namespace }))
    onLoad({ filter: /.*/, namespace }, () => ({ contents: LOADER, loader: 'js' }))
  },
}

/**
 * The viewer as one ESM file, and the licences of all that went into it.
 *
 * @param {string} root - the repository
 * @returns {Promise<{ code: Uint8Array, licences: string }>}
 */
export async function bundleViewer(root) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['apps/env-viewer/src/main.ts'],
    outfile: 'main.js',
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // Its paths lead to the sources of the packages.
    tsconfig: 'tsconfig.json',
    minify: true,
    legalComments: 'external',
    banner: { js: BANNER },
    plugins: [lmdbBesideBundle, namesForEval],
    // Optional for LMDB's JSON-like values, which are not used; it has a binary of its own.
    external: ['msgpackr-extract'],
    logLevel: 'silent',
  })
  const code = outputFiles.find(({ path }) => path.endsWith('main.js'))
  const comments = outputFiles.find(({ path }) => path.endsWith('.LEGAL.txt'))
  if (code === undefined) throw new Error('esbuild made no main.js')
  const licences = licencesOf(Object.keys(metafile.inputs), root)
  return { code: code.contents, licences: `${licences}\n${comments?.text ?? ''}` }
}

/**
 * @param {readonly string[]} inputs - files of the bundle
 * @param {string} root
 */
function licencesOf(inputs, root) {
  const packages = new Map([['catflap', root]])
  for (const input of inputs) {
    const [, folder, name] = input.match(/^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//) ?? []
    if (folder !== undefined && name !== undefined) packages.set(name, join(root, folder))
  }
  // Beside the bundle, not in it.
  packages.set('lmdb', join(root, 'node_modules/lmdb'))
  return [...packages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, folder]) => licenceOf(name, folder))
    .join('\n')
}

/**
 * @param {string} name
 * @param {string} folder
 */
function licenceOf(name, folder) {
  const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one))
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()
  return `${'-'.repeat(80)}\n${name} (${license})\n\n${text || 'No text of a licence in the package.'}\n`
}

/**
 * LMDB's native binaries by the names under which the bundle looks for them.
 *
 * @param {string} root
 * @returns {ReadonlyMap<string, Uint8Array>}
 */
export function lmdbBinaries(root) {
  const folder = join(root, 'node_modules/@lmdb/lmdb-linux-x64')
  if (!existsSync(folder)) {
    throw new Error(
      'The LPK needs @lmdb/lmdb-linux-x64: run npm ci on 64-bit Linux (x86)\n' +
        'LPK 需要 @lmdb/lmdb-linux-x64：请在 64 位 Linux（x86）上运行 npm ci',
    )
  }
  // Node-API: the one binary of a libc that every version of Node loads.
  return new Map(
    ['glibc', 'musl'].map((libc) => [
      `lmdb-linux-x64-${libc}.node`,
      readFileSync(join(folder, `node.napi.${libc}.node`)),
    ]),
  )
}
