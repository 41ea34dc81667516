// Makes the LPKs of the ENV viewer: one content, and a manifest for each way of starting.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLpk, writeLpk } from 'catflap-lazycat/lpk'
import { bundleViewer, lmdbBinaries } from './bundle.mjs'
import { splitManifest } from './package-file.mjs'

/** The manifests, and what the name of an LPK has for each. */
const WAYS = [
  { manifest: 'lzc-manifest.yml', suffix: '' },
  { manifest: 'lzc-manifest.exec.yml', suffix: '-exec' },
  { manifest: 'lzc-manifest.yml', suffix: '-v2', version: 2 },
]

/**
 * What becomes /lzcapp/pkg/content.
 *
 * @param {string} root - the repository
 * @returns {Promise<import('catflap-lazycat/lpk').Entry[]>}
 */
async function buildContent(root) {
  const { code, licences } = await bundleViewer(root)
  const { version, license } = readJson(join(root, 'apps/env-viewer/package.json'))
  const about = { name: 'catflap-env-viewer', version, license, type: 'module' }
  const text = (/** @type {string} */ value) => new TextEncoder().encode(value)
  const run = readFileSync(join(root, 'apps/env-viewer/lazycat/run.sh'))
  return [
    file('main.js', code),
    file('package.json', text(`${JSON.stringify(about, null, 2)}\n`)),
    file('LICENSES.txt', text(licences)),
    file('run.sh', run, 0o755),
    ...[...lmdbBinaries(root)].map(([path, bytes]) => file(path, bytes)),
  ]
}

/**
 * @param {string} path
 * @param {Uint8Array} bytes
 * @returns {import('catflap-lazycat/lpk').Entry}
 */
const file = (path, bytes, mode = 0o644) => ({ kind: 'file', path, mode, bytes })

/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/**
 * Builds the LPKs and reads each one again.
 *
 * @param {string} root - the repository
 * @returns {Promise<readonly { name: string, bytes: Uint8Array, lpk: import('catflap-lazycat/lpk').Lpk }[]>}
 */
export async function buildLpks(root) {
  const folder = join(root, 'apps/env-viewer/lazycat')
  const { version } = readJson(join(root, 'apps/env-viewer/package.json'))
  const content = await buildContent(root)
  const icon = readFileSync(join(folder, 'icon.png'))
  return Promise.all(
    WAYS.map(async ({ manifest: manifestFile, suffix, version: format }) => {
      const manifest = readFileSync(join(folder, manifestFile), 'utf8')
      const source = { manifest, icon, content }
      const bytes = await writeLpk(
        format === 2 ? { ...source, ...splitManifest(manifest), version: 2 } : source,
      )
      const lpk = await readLpk(bytes)
      return { name: `dev.catflap.env-v${version}${suffix}.lpk`, bytes, lpk }
    }),
  )
}
